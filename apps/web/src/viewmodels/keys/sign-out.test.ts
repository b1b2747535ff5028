// Signing out loses nothing that nobody has said may be lost.
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Losses } from '../../session/keys/backlog.ts'
import type { KeyState } from '../../session/keys/key-state.ts'
import { createSignOut } from './sign-out.ts'

const SAVED: Losses = { unsent: 0, unsaved: 0, isBackedUp: true }

function open(losses: Partial<Losses>, state: KeyState = { kind: 'ready' }, files = 0): { model: ReturnType<typeof createSignOut>; signOut: () => Promise<void> } {
  const signOut = vi.fn(() => Promise.resolve())
  return { signOut, model: createSignOut({ backlog: { weigh: () => Promise.resolve({ ...SAVED, ...losses }) }, state: createStore<KeyState>(() => state), countFiles: () => files }, signOut) }
}

test('Alice has everything in her backup, and goes', async () => {
  const { model, signOut } = open({})
  await model.leave()
  expect(signOut).not.toHaveBeenCalled()
  await model.weigh()
  expect(model.state.getState()).toEqual({ kind: 'safe' })
  await model.leave()
  expect(signOut).toHaveBeenCalledTimes(1)
})

test.each<[string, Partial<Losses>, KeyState, object]>([
  ['a message has not gone out', { unsent: 1 }, { kind: 'ready' }, { mend: false, unsent: 1, unsaved: 0 }],
  ['keys are still on their way', { unsaved: 3 }, { kind: 'ready' }, { mend: false, unsent: 0, unsaved: 3 }],
  ['nothing was ever set up', { unsaved: 5, isBackedUp: false }, { kind: 'setUp', by: 'passkey' }, { mend: true, unsent: 0, unsaved: 5 }],
  ['nothing opens the backup', {}, { kind: 'broken', problem: 'noStorage', by: 'passkey' }, { mend: true, unsent: 0, unsaved: 0 }],
])('%s: she is told, and goes only if she says so', async (_story, losses, state, expected) => {
  const { model, signOut } = open(losses, state)
  await model.weigh()
  expect(model.state.getState()).toEqual({ kind: 'unsafe', ...expected })
  await model.leave()
  expect(signOut).not.toHaveBeenCalled()
  await model.leave(true)
  expect(signOut).toHaveBeenCalledTimes(1)
})

test('nothing is said before it is known how the keys stand', async () => {
  const { model } = open({ unsaved: 3, isBackedUp: false }, { kind: 'checking' })
  await model.weigh()
  expect(model.state.getState()).toEqual({ kind: 'weighing' })
})

test('a device that never had keys loses none', async () => {
  const { model } = open({ isBackedUp: false }, { kind: 'probation' })
  await model.weigh()
  expect(model.state.getState()).toEqual({ kind: 'safe' })
})

test('files that wait to be sent would be lost as messages would', async () => {
  const { model } = open({ unsent: 1 }, { kind: 'ready' }, 2)
  await model.weigh()
  expect(model.state.getState()).toMatchObject({ kind: 'unsafe', unsent: 3 })
})
