// Every state, with every mark, as a table.
import { expect, test } from 'vitest'
import type { Standing } from './account-standing.ts'
import { isKeyed, isPushed, isVisible, mayCall, maySignIn, reachOf, statesThatAre, tellingOf, WAYS_IN } from './account-standing.ts'
import type { AccountState } from './account.ts'
import { ACCOUNT_STATES } from './account.ts'

const at = (state: AccountState, marks: Partial<Standing> = {}): Standing => ({ state, isSuspended: false, isLocked: false, mustEnrol: false, ...marks })

const EXPECTED: Readonly<Record<AccountState, readonly [reach: string, signsIn: boolean, visible: boolean, keyed: boolean, pushed: boolean, told: string]>> = {
  active: ['everything', true, true, true, true, 'nothing'],
  watched: ['everything', true, true, true, true, 'nothing'],
  suspended: ['reading', true, true, true, true, 'suspended'],
  expired: ['nothing', false, false, true, false, 'expired'],
  quarantined: ['nothing', false, false, false, false, 'stopped'],
  contained: ['nothing', false, false, false, false, 'stopped'],
  closed: ['nothing', false, false, false, false, 'closed'],
}

test.each(ACCOUNT_STATES)('%s', (state) => {
  const standing = at(state)
  const [reach, signsIn, ...shown] = EXPECTED[state]
  expect(reachOf(standing)).toBe(reach)
  for (const way of WAYS_IN) expect([way, maySignIn(standing, way)]).toEqual([way, signsIn])
  expect([isVisible(standing), isKeyed(standing), isPushed(standing), tellingOf(standing)]).toEqual(shown)
})

test.each(ACCOUNT_STATES)('%s and locked: nothing but signing out, and never more than the state alone', (state) => {
  const isShut = reachOf(at(state)) === 'nothing'
  const locked = at(state, { isLocked: true, isSuspended: true })
  expect([reachOf(locked), tellingOf(locked)]).toEqual(isShut ? ['nothing', tellingOf(at(state))] : ['signingOut', 'stopped'])
  for (const way of WAYS_IN) expect(maySignIn(locked, way)).toBe(false)
  expect(isPushed(locked)).toBe(false)
})

test.each(ACCOUNT_STATES)('%s and marked as suspended: as the state suspended, where that is stricter', (state) => {
  const isShut = reachOf(at(state)) === 'nothing'
  expect(reachOf(at(state, { isSuspended: true }))).toBe(isShut ? 'nothing' : 'reading')
  expect(tellingOf(at(state, { isSuspended: true }))).toBe(isShut ? tellingOf(at(state)) : 'suspended')
})

test.each(ACCOUNT_STATES)('%s and released: an enrolment is the only way in, where there is any', (state) => {
  const released = at(state, { mustEnrol: true })
  const open = WAYS_IN.filter((way) => maySignIn(released, way))
  expect(open).toEqual(maySignIn(at(state), 'passkey') ? ['enrolment'] : [])
  expect(reachOf(released)).toBe('nothing')
})

test('what is said of a reach holds for calls', () => {
  const read = { operation: 'sync', method: 'GET', path: '/sync' }
  const write = { operation: 'sendMessage', method: 'PUT', path: '/send' }
  const leave = { operation: 'logout', method: 'POST', path: '/logout' }
  const may = (reach: Parameters<typeof mayCall>[0]) => [read, write, leave].map((call) => mayCall(reach, call))
  expect(may('everything')).toEqual([true, true, true])
  expect(may('reading')).toEqual([true, false, true])
  expect(may('signingOut')).toEqual([false, false, true])
  expect(may('nothing')).toEqual([false, false, false])
})

test('the states for queries are those of the table', () => {
  expect(statesThatAre('isVisible')).toEqual(['active', 'watched', 'suspended'])
  expect(statesThatAre('isKeyed')).toEqual(['active', 'watched', 'suspended', 'expired'])
  expect(statesThatAre('isPushed')).toEqual(['active', 'watched', 'suspended'])
})
