// The key of secret storage, for as long as it is needed and no longer. The SDK asks for it whenever it opens or stores a
// secret, and gets it only where an act of the person has just brought it: it never makes anybody be asked.
import type { CryptoCallbacks } from 'matrix-js-sdk/lib/crypto-api/index.js'

/** Where the key is held meanwhile. */
export interface Vault {
  readonly callbacks: CryptoCallbacks
  hold(keyId: string, key: Uint8Array<ArrayBuffer>): void
  find(keyId: string): Uint8Array<ArrayBuffer> | undefined
  /** Forgets it. */
  empty(): void
}

/** Makes an empty one. */
export function createVault(): Vault {
  let held: { keyId: string; key: Uint8Array<ArrayBuffer> } | undefined
  const hold = (keyId: string, key: Uint8Array<ArrayBuffer>): void => {
    held = { keyId, key }
  }
  return {
    hold,
    find: (keyId) => (held?.keyId === keyId ? held.key : undefined),
    empty() {
      held?.key.fill(0)
      held = undefined
    },
    callbacks: {
      getSecretStorageKey: ({ keys }) => Promise.resolve(held !== undefined && held.keyId in keys ? [held.keyId, held.key] : null),
      cacheSecretStorageKey: (keyId, _info, key) => hold(keyId, Uint8Array.from(key)),
    },
  }
}
