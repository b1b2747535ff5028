// A device that wants in is shown once, on devices that are in.
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { KeyState } from '../../session/keys/key-state.ts'
import type { Keys } from '../../session/keys/keys.ts'
import { NotItsMark } from '../../session/keys/mark.ts'
import type { OwnDevice } from '../../session/keys/own-devices.ts'
import { createNewDevice } from './new-device.ts'

const device = (deviceId: string, more: Partial<OwnDevice> = {}): OwnDevice => ({ deviceId, name: deviceId, isThis: false, isWaiting: false, isSigned: true, canCompare: false, address: '192.0.2.7', lastSeenMs: 0, ...more })
const PHONE = device('PHONE', { isWaiting: true, isSigned: false })

function open(devices: readonly OwnDevice[], state: KeyState = { kind: 'ready' }, approve: () => Promise<void> = () => Promise.resolve()) {
  const acts: string[] = []
  const did = (name: string) => (...what: readonly (string | readonly string[])[]) => {
    acts.push([name, ...what].join(' '))
    return approve()
  }
  const parts = { state: createStore<KeyState>(() => state), devices: { state: createStore(() => devices), approve: did('approved'), end: did('ended'), reportTakeover: did('stopped') } }
  return { acts, model: createNewDevice(parts as unknown as Keys) }
}

test('Alice sees the telephone that waits, and lets it in by the mark that she reads on it', async () => {
  const { model, acts } = open([device('LAPTOP', { isThis: true }), PHONE])
  expect(model.state.getState().device).toEqual(PHONE)
  await model.approve('HONE')
  expect(acts).toEqual(['approved PHONE HONE'])
})

test('put off, it is not asked about again', () => {
  const { model } = open([PHONE])
  model.later()
  expect(model.state.getState().device).toBeUndefined()
})

test('a device that waits itself is asked about nobody', () => {
  expect(open([device('TABLET', { isThis: true, isWaiting: true }), PHONE], { kind: 'probation' }).model.state.getState().device).toBeUndefined()
})

test('"it wasn’t me" stops the account, refusing signs the device out, and a failure is said', async () => {
  const { model, acts } = open([PHONE], { kind: 'ready' }, () => Promise.reject(new Error('no touch')))
  await model.refuse()
  await model.notMe()
  expect(acts).toEqual(['ended PHONE', 'stopped'])
  expect(model.state.getState()).toMatchObject({ problem: 'failed', isBusy: false })
})

test('what she typed is not what the telephone shows: it is said, and the telephone waits', async () => {
  const { model } = open([PHONE], { kind: 'ready' }, () => Promise.reject(new NotItsMark()))
  await model.approve('AAAA')
  expect(model.state.getState()).toMatchObject({ problem: 'mark', device: PHONE })
})
