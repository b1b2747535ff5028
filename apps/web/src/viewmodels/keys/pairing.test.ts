// One code for a new device, as its owner goes through it, without a browser.
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { KeyState } from '../../session/keys/key-state.ts'
import type { Keys } from '../../session/keys/keys.ts'
import type { PairingState } from '../../session/keys/pairing.ts'
import { createPairingModel } from './pairing.ts'

const PHONE = { deviceId: 'PHONE', name: 'Chappe · Firefox · Android', address: '192.0.2.7', waitsSinceMs: 1, touchedAtMs: 2 }

function open(state: KeyState = { kind: 'ready' }, refusing = false) {
  const acts: string[] = []
  const at = createStore<PairingState>(() => ({ kind: 'none' }))
  const did = (name: string, next?: PairingState) => (text?: unknown) => {
    acts.push(text === undefined ? name : `${name} ${String(text)}`)
    if (next !== undefined) at.setState(next, true)
    return refusing ? Promise.reject(new Error('no touch')) : Promise.resolve()
  }
  const pairing = { state: at, show: did('shown'), read: did('read', { kind: 'asking', device: PHONE }), accept: did('let in', { kind: 'done', side: 'in' }), deny: () => void acts.push('denied'), close: () => void acts.push('closed') }
  const devices = { end: did('ended'), reportTakeover: did('stopped') }
  const model = createPairingModel({ pairing, devices, state: createStore(() => state) } as unknown as Keys)
  return { acts, at, model, kind: () => model.state.getState().kind }
}

test('Carol reads the code once, whatever the camera goes on seeing, sees who asks, and lets it in', async () => {
  const { model, acts, kind } = open()
  model.startReading()
  expect(model.state.getState()).toEqual({ kind: 'reading', side: 'in' })
  const seen = Uint8ClampedArray.from(new TextEncoder().encode('chappe-pairing:1:X:here'))
  await Promise.all([model.scan(seen), model.scan(seen), model.enter('typed meanwhile')])
  expect(model.state.getState()).toEqual({ kind: 'asking', device: PHONE })
  await model.accept()
  expect([acts, kind()]).toEqual([['read chappe-pairing:1:X:here', 'let in'], 'done'])
})

test('a device that waits reads as one that waits, and may show a code in place of reading', async () => {
  const { model, acts } = open({ kind: 'probation' })
  model.startReading()
  expect(model.state.getState()).toEqual({ kind: 'reading', side: 'waiting' })
  await model.show()
  expect([acts, model.state.getState()]).toEqual([['shown'], { kind: 'none' }])
})

test('what is not hers is signed out, and stops everything where she says so', async () => {
  const { model, acts } = open()
  model.startReading()
  await model.enter('code')
  await model.refuse()
  expect(acts).toEqual(['read code', 'ended PHONE', 'denied'])
  await model.notMe()
  expect(acts.slice(3)).toEqual(['denied', 'stopped'])
})

test('that it could not be signed out breaks nothing; closing makes the code useless', async () => {
  const { model, acts, at } = open({ kind: 'ready' }, true)
  at.setState({ kind: 'asking', device: PHONE }, true)
  await model.refuse()
  model.startReading()
  model.close()
  expect([acts, model.state.getState().kind]).toEqual([['ended PHONE', 'denied', 'closed'], 'asking'])
})
