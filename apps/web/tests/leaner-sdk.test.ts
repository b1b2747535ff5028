// What the build writes otherwise in the SDK is what it was, only cheaper; and an SDK that is written otherwise is noticed.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { leanerSdk } from '../leaner-sdk.ts'

const MODULES = resolve(import.meta.dirname, '../../../node_modules')
const CRYPTO = '@matrix-org/matrix-sdk-crypto-wasm/pkg/matrix_sdk_crypto_wasm_bg.js'
const OPENING = 'matrix-js-sdk/lib/rust-crypto/index.js'
const RE_EMITTER = 'matrix-js-sdk/lib/ReEmitter.js'

/** The plugin as the build calls it, without what this one does not use of it. */
function open(): { transform(code: string, id: string): { code: string } | null; buildEnd(error?: Error): void } {
  return leanerSdk() as never
}

function read(file: string): { id: string; code: string } {
  const id = resolve(MODULES, file)
  return { id, code: readFileSync(id, 'utf8') }
}

test('the SDK that is installed is written as it is expected to be', () => {
  const { transform, buildEnd } = open()
  for (const { id, code } of [CRYPTO, OPENING, RE_EMITTER, 'matrix-js-sdk/lib/client.js', 'matrix-js-sdk/lib/timeline-window.js', 'matrix-js-sdk/lib/models/event-timeline-set.js'].map(read)) {
    const leaner = transform(code, id)?.code ?? ''
    expect(leaner).not.toBe('')
    expect(leaner).not.toContain('storeHandle, logger, caCertsPem')
    expect(leaner).not.toContain('_defineProperty(this, "')
    expect(leaner).not.toContain('.bind(logger)')
  }
  expect(() => buildEnd()).not.toThrow()
})

test('an SDK without one of these places is no reason to do without it silently', () => {
  const { transform, buildEnd } = open()
  for (const { id, code } of [CRYPTO, 'matrix-js-sdk/lib/client.js'].map(read)) transform(code, id)
  expect(() => buildEnd()).toThrow('storeHandle, logger, caCertsPem')
  // A build that has failed says why by itself.
  expect(() => buildEnd(new Error('syntax'))).not.toThrow()
})

test('an error out of WebAssembly is one still; what was only read is left to end, what was written is given up', () => {
  const { id, code } = read(CRYPTO)
  const leaner = open().transform(code, id)?.code ?? ''
  const error = /const ret = (\{ __proto__: Error\.prototype.*?\});/.exec(leaner)?.[1] ?? ''
  const made: unknown = runInNewContext(`(${error})`, { Error, getStringFromWasm0: () => 'no such variant', arg0: 1, arg1: 2 })
  expect(made).toBeInstanceOf(Error)
  expect(String(made)).toBe('Error: no such variant')
  const abort = /(if \(arg0\.mode !== 'readonly'\) arg0\.abort\(\);)/.exec(leaner)?.[1] ?? ''
  const given: string[] = []
  for (const mode of ['readonly', 'readwrite']) runInNewContext(abort, { arg0: { mode, abort: () => given.push(mode) } })
  expect(given).toEqual(['readwrite'])
})

test('what hands on what another tells has no weak map before it hands on something, and does it as before', () => {
  const { id, code } = read(RE_EMITTER)
  const leaner = (open().transform(code, id)?.code ?? '').replaceAll(/^import .*$/gm, '').replaceAll('export class', 'class')
  const { ReEmitter } = runInNewContext(`${leaner}\n({ ReEmitter })`) as { ReEmitter: new (target: EventEmitter) => { reEmitters: unknown; reEmit(source: EventEmitter, names: string[]): void; stopReEmitting(source: EventEmitter, names: string[]): void } }
  const [event, thread] = [new EventEmitter(), new EventEmitter()]
  const heard: unknown[] = []
  event.on('update', (...told) => heard.push(told))
  const emitter = new ReEmitter(event)
  emitter.stopReEmitting(thread, ['update'])
  expect(emitter.reEmitters).toBeUndefined()
  for (const _ of [1, 2]) emitter.reEmit(thread, ['update'])
  thread.emit('update', 'one')
  emitter.stopReEmitting(thread, ['update'])
  thread.emit('update', 'two')
  expect(heard).toEqual([['one', thread]])
})
