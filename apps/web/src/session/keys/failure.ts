// How an act on the keys can fail to come to its end.

/** Why it did not. `permission`: the owner has to allow it on the page at `url` first. */
export type KeyFailure = { kind: 'notTouched' | 'noPasskey' | 'noSecret' | 'wrongKey' | 'offline' | 'failed' } | { kind: 'permission'; url: string }

/** An act that did not come to its end. */
export class KeyActFailed extends Error {
  readonly failure: KeyFailure

  constructor(failure: KeyFailure, cause?: unknown) {
    super(`an act on the keys did not end: ${failure.kind}`, { cause })
    this.failure = failure
  }
}
