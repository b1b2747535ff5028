// What the Matrix SDK does at every event and every message that is decrypted, done as cheaply as the browser can.
import type { Plugin } from 'vite'

const SDK = /node_modules\/matrix-js-sdk\/lib\/.*\.js$/
const RE_EMITTER = /node_modules\/matrix-js-sdk\/lib\/ReEmitter\.js$/
const CRYPTO = /node_modules\/@matrix-org\/matrix-sdk-crypto-wasm\/pkg\/.*\.js$/
/** A field of a class as the SDK's own build writes it: a call of one function for the fields of all classes. */
const FIELD = /_defineProperty\(this, "(\w+)", /g

/** What is written otherwise, wherever it stands. */
const REWRITES: readonly { in: RegExp; from: string; to: string }[] = [
  // Its reader of stored keys tries one form after the other, and makes an error for each that does not fit, for each message.
  // Such a one is told apart by its text alone: who called whom, the browser need not find out.
  {
    in: CRYPTO,
    from: 'const ret = Error(getStringFromWasm0(arg0, arg1));',
    to: 'const ret = { __proto__: Error.prototype, message: getStringFromWasm0(arg0, arg1) };',
  },
  // It gives up each transaction that it has only read with; such a one ends by itself, without an error for all that belongs to it.
  { in: CRYPTO, from: 'arg0.abort();', to: "if (arg0.mode !== 'readonly') arg0.abort();" },
  // Two of its files hold on to a way to the console from before it is silenced, and write each message they know already into it.
  { in: SDK, from: 'logger.log.bind(logger)', to: '(() => undefined)' },
  // With somebody to tell it to, it writes down in words what it does for each message, whether they are looked at or not.
  { in: SDK, from: 'storeHandle, logger, caCertsPem', to: 'storeHandle, undefined, caCertsPem' },
  // Each event has a weak map of its own, which those in threads alone use; each collection of garbage goes through all of them.
  { in: RE_EMITTER, from: 'new WeakMap()', to: 'undefined' },
  { in: RE_EMITTER, from: 'let reEmittersByEvent = this.reEmitters.get(', to: 'let reEmittersByEvent = (this.reEmitters ??= new WeakMap()).get(' },
  { in: RE_EMITTER, from: 'const reEmittersByEvent = this.reEmitters.get(', to: 'const reEmittersByEvent = this.reEmitters?.get(' },
]

/**
 * Sets the fields of the SDK's classes where they stand, so that the browser knows what its objects look like, and does without
 * what `REWRITES` names. Throws where the SDK is not written like that any more.
 */
export function leanerSdk(): Plugin {
  const found = new Map<string, number>()
  const count = (what: string, times: number): void => void found.set(what, (found.get(what) ?? 0) + times)
  return {
    name: 'chappe-leaner-sdk',
    apply: 'build',
    transform(code, id) {
      const rewrites = REWRITES.filter((each) => each.in.test(id) && code.includes(each.from))
      if (!SDK.test(id) && rewrites.length === 0) return null
      let leaner = code
      if (SDK.test(id)) {
        count('fields', code.match(FIELD)?.length ?? 0)
        leaner = leaner.replaceAll(FIELD, 'void (this.$1 = ')
      }
      for (const { from, to } of rewrites) {
        count(from, 1)
        leaner = leaner.replaceAll(from, to)
      }
      return { code: leaner, map: null }
    },
    buildEnd(error) {
      const missing = ['fields', ...REWRITES.map(({ from }) => from)].filter((what) => (found.get(what) ?? 0) === 0)
      if (error === undefined && missing.length > 0) throw new Error(`the SDK is written otherwise than leaner-sdk.ts knows it: ${missing.join(', ')}`)
    },
  }
}
