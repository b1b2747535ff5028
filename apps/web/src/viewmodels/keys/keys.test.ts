// What somebody does about their keys, step by step, without a browser.
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { KeyActFailed } from '../../session/keys/failure.ts'
import type { KeyState } from '../../session/keys/key-state.ts'
import type { Keys } from '../../session/keys/keys.ts'
import type { KeysModel } from './keys.ts'
import { createKeysModel } from './keys.ts'

const KEY = 'EsTA bcde FGHi'

/** Alice's keys, of which her passkey `can` or cannot keep the secret. */
function open(state: KeyState, makeWithPasskey: () => Promise<void> = () => Promise.resolve(), opening = 1): { model: KeysModel; acts: string[]; step(): string } {
  const acts: string[] = []
  const did = (name: string) => (text?: string) => {
    acts.push(text === undefined ? name : `${name} ${text}`)
    return Promise.resolve()
  }
  const secrets: Keys['secrets'] = {
    openWithPasskey: did('opened by passkey'),
    openWithKey: did('opened by key'),
    makeWithPasskey: () => makeWithPasskey().then(() => did('made by passkey')()),
    drawKey: () => KEY,
    makeWithKey: did('made by key'),
    readKey: () => Promise.resolve(KEY),
    countPasskeys: () => Promise.resolve({ all: 2, opening }),
    addPasskey: did('added'),
  }
  const verifications = { askOwnDevices: did('asked'), close: did('stopped') }
  const parts = { state: createStore<KeyState>(() => state), secrets, verifications, check: did('looked') }
  const model = createKeysModel(parts as unknown as Keys, 'PHONE')
  return { model, acts, step: () => model.state.getState().step.kind }
}

test('Alice sets up with one touch', async () => {
  const { model, acts, step } = open({ kind: 'setUp', by: 'passkey' })
  await model.act()
  expect([acts, step()]).toEqual([['made by passkey'], 'none'])
})

test('where her passkey keeps no secret she prints a key, and types its end before anything is made', async () => {
  const { model, acts, step } = open({ kind: 'setUp', by: 'passkey' }, () => Promise.reject(new KeyActFailed({ kind: 'noSecret' })))
  await model.act()
  expect(model.state.getState().step).toEqual({ kind: 'print', key: KEY, isNew: true })
  model.printed()
  await model.confirm('fghi')
  expect(model.state.getState().step).toEqual({ kind: 'confirm', key: KEY, isWrong: true })
  expect(acts).toEqual([])
  model.back()
  expect(step()).toBe('print')
  model.printed()
  await model.confirm(' FG Hi ')
  expect([acts, step()]).toEqual([[`made by key ${KEY}`], 'none'])
})

test.each<KeyState>([{ kind: 'setUp', by: 'print' }, { kind: 'broken', problem: 'noBackup', by: 'print' }, { kind: 'lost', by: 'print' }])('an account without a passkey is not asked to touch one: %j prints a key', async (state) => {
  const { model, acts } = open(state)
  await model.act()
  expect(model.state.getState()).toMatchObject({ step: { kind: 'print', key: KEY, isNew: true }, problem: undefined })
  expect(acts).toEqual([])
})

test('a touch that was refused is said, and can be tried again', async () => {
  let isRefused = true
  const { model, acts } = open({ kind: 'broken', problem: 'noBackup', by: 'passkey' }, () => (isRefused ? Promise.reject(new KeyActFailed({ kind: 'notTouched' })) : Promise.resolve()))
  await model.act()
  expect(model.state.getState()).toMatchObject({ problem: { kind: 'notTouched' }, isBusy: false })
  isRefused = false
  await model.act()
  expect(model.state.getState().problem).toBeUndefined()
  expect(acts).toEqual(['made by passkey'])
})

test('two presses are one act', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const make = vi.fn(() => promise)
  const { model } = open({ kind: 'setUp', by: 'passkey' }, make)
  const both = [model.act(), model.act()]
  resolve()
  await Promise.all(both)
  expect(make).toHaveBeenCalledTimes(1)
})

test.each<[KeyState, string[]]>([
  [{ kind: 'recover', way: 'passkey', others: ['recoveryKey'] }, ['opened by passkey']],
  [{ kind: 'recover', way: 'device', others: [] }, ['asked']],
  [{ kind: 'lost', by: 'passkey' }, ['made by passkey']],
  [{ kind: 'asking' }, ['stopped']],
  [{ kind: 'offline' }, ['looked']],
  [{ kind: 'probation' }, ['looked']],
])('the one action of %j', async (state, expected) => {
  const { model, acts } = open(state)
  await model.act()
  expect(acts).toEqual(expected)
})

test('the printed key is typed in where it is the way', async () => {
  const { model, acts, step } = open({ kind: 'recover', way: 'recoveryKey', others: [] })
  await model.act()
  expect([acts, step()]).toEqual([[], 'enter'])
  await model.enter(KEY)
  expect([acts, step()]).toEqual([[`opened by key ${KEY}`], 'none'])
})

test('a passkey is let in by another one, or by the printed key where none opens anything yet', async () => {
  const first = open({ kind: 'ready' })
  await first.model.addPasskey()
  expect([first.acts, first.step()]).toEqual([['added'], 'none'])
  const printed = open({ kind: 'ready' }, undefined, 0)
  await printed.model.addPasskey()
  expect(printed.model.state.getState().step).toEqual({ kind: 'enter', purpose: 'passkey' })
  await printed.model.enter(KEY)
  expect([printed.acts, printed.step()]).toEqual([[`added ${KEY}`], 'none'])
})

test('a key that is printed again makes nothing', async () => {
  const { model, acts, step } = open({ kind: 'ready' })
  await model.printAgain()
  expect(model.state.getState().step).toEqual({ kind: 'print', key: KEY, isNew: false })
  model.printed()
  expect([acts, step()]).toEqual([[], 'none'])
})
