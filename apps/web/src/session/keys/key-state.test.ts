// The table of keys, whole: whatever is known, there is one state, and its action leads to the end.
import { expect, test } from 'vitest'
import type { KeyFacts, KeyState } from './key-state.ts'
import { KEY_ACTIONS, keyStateOf } from './key-state.ts'

const READY: KeyFacts = {
  isOnProbation: false,
  hasIdentity: true,
  isSigned: true,
  storage: 'whole',
  backup: 'open',
  isBackupForeign: false,
  hasWrapping: true,
  hasOtherDevice: false,
  hasPasskey: true,
  isAsking: false,
}

const kindOf = (facts: Partial<KeyFacts>): string => {
  const state = keyStateOf({ ...READY, ...facts })
  return state.kind === 'broken' ? `${state.kind}: ${state.problem}` : state.kind === 'recover' ? [state.way, ...state.others].join(', ') : state.kind
}

test.each<[string, Partial<KeyFacts>, string]>([
  ['everything is there', {}, 'ready'],
  ['a new account', { hasIdentity: false, isSigned: false, storage: 'none', backup: 'none', hasWrapping: false }, 'setUp'],
  ['a second device nobody has approved', { isOnProbation: true, isSigned: false, storage: 'whole', backup: 'closed' }, 'probation'],
  ['a second device from which everything is kept back is no new account', { isOnProbation: true, hasIdentity: false, isSigned: false, storage: 'none', backup: 'none' }, 'probation'],
  ['a device that was approved', { isSigned: false, backup: 'closed', hasOtherDevice: true }, 'passkey, recoveryKey, device'],
  ['the same without a passkey that can', { isSigned: false, backup: 'closed', hasWrapping: false, hasOtherDevice: true }, 'recoveryKey, device'],
  ['no secret storage, but another device', { isSigned: false, backup: 'closed', storage: 'none', hasOtherDevice: true }, 'device'],
  ['that device was asked', { isSigned: false, backup: 'closed', storage: 'none', hasOtherDevice: true, isAsking: true }, 'asking'],
  ['nothing is left that opens the keys', { isSigned: false, backup: 'closed', storage: 'none', hasWrapping: false }, 'lost'],
  ['the key of the backup is missing here, not on the server', { backup: 'closed' }, 'passkey, recoveryKey'],
  ['another app has put a backup of its own there', { backup: 'closed', isBackupForeign: true }, 'broken: foreignBackup'],
  ['the backup on the server opens with nothing that is stored', { backup: 'closed', storage: 'identity' }, 'broken: foreignBackup'],
  ['somebody deleted the backup', { backup: 'none' }, 'broken: noBackup'],
  ['somebody deleted the secret storage', { storage: 'none' }, 'broken: noStorage'],
  ['the set-up was broken off half way', { storage: 'none', backup: 'none', hasWrapping: false }, 'broken: noStorage'],
  ['the key of the backup was never stored', { storage: 'identity' }, 'broken: noStorage'],
])('%s', (_story, facts, expected) => expect(kindOf(facts)).toBe(expected))

test('what is made is made with a passkey where the account has one, else with a printed key', () => {
  const fresh: KeyFacts = { ...READY, hasIdentity: false, isSigned: false, storage: 'none', backup: 'none', hasWrapping: false }
  expect(keyStateOf(fresh)).toEqual({ kind: 'setUp', by: 'passkey' })
  expect(keyStateOf({ ...fresh, hasPasskey: false })).toEqual({ kind: 'setUp', by: 'print' })
  expect(keyStateOf({ ...READY, storage: 'none', hasPasskey: false })).toEqual({ kind: 'broken', problem: 'noStorage', by: 'print' })
  expect(keyStateOf({ ...READY, isSigned: false, backup: 'closed', storage: 'none', hasWrapping: false, hasPasskey: false })).toEqual({ kind: 'lost', by: 'print' })
})

/** What is known once the action of a state has done its work. */
function after(facts: KeyFacts, state: KeyState): KeyFacts {
  switch (KEY_ACTIONS[state.kind]) {
    case 'approve':
      return { ...facts, isOnProbation: false }
    case 'setUp':
    case 'startAnew':
      return { ...facts, hasIdentity: true, isSigned: true, storage: 'whole', backup: 'open' }
    case 'repair':
      return { ...facts, storage: 'whole', backup: 'open' }
    case 'recover':
      // What opens the identity opens the backup, where its key is stored and is of that backup.
      return { ...facts, isSigned: true, ...(facts.backup === 'closed' && facts.storage === 'whole' ? { backup: facts.isBackupForeign ? 'closed' : 'open' } : {}) }
    case 'cancel':
      return { ...facts, isAsking: false }
    case 'wait':
    case 'retry':
    case 'none':
      return facts
  }
}

test('from everything that can be the case, the actions lead to the end, and none is asked for twice', () => {
  let seen = 0
  for (const facts of everyCase()) {
    seen += 1
    const path: string[] = []
    let now = facts
    for (let state = keyStateOf(now); state.kind !== 'ready'; state = keyStateOf(now)) {
      expect(path, `${JSON.stringify(facts)} goes in a circle`).not.toContain(state.kind === 'broken' ? state.problem : JSON.stringify(state))
      path.push(state.kind === 'broken' ? state.problem : JSON.stringify(state))
      now = after(now, state)
    }
    expect(path.length).toBeLessThanOrEqual(4)
  }
  expect(seen).toBe(2 ** 7 * 3 * 3)
})

function* everyCase(): Generator<KeyFacts> {
  const flags = ['isOnProbation', 'hasIdentity', 'isSigned', 'isBackupForeign', 'hasWrapping', 'hasOtherDevice', 'isAsking'] as const
  for (let bits = 0; bits < 2 ** flags.length; bits += 1) {
    const set = Object.fromEntries(flags.map((flag, at) => [flag, (bits & (1 << at)) !== 0]))
    for (const storage of ['none', 'identity', 'whole'] as const) for (const backup of ['none', 'open', 'closed'] as const) yield { ...READY, ...set, storage, backup }
  }
}
