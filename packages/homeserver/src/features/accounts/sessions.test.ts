// A look-up that is overtaken: what was read before an account was stopped lets nobody in after it.
import { expect, test } from 'vitest'
import { openDatabase } from '../../db/pool.ts'
import { createSessions } from './sessions.ts'
import type { TokenOwner } from './tokens-store.ts'

const owner = (state: TokenOwner['state']): TokenOwner => ({
  userId: '@mallory:test',
  userNid: 1,
  deviceId: 'M',
  deviceNid: 7,
  isGuest: false,
  isAdmin: false,
  isSuspended: false,
  isLocked: false,
  mustEnrol: false,
  state,
  accountType: 'agent',
  organisationNid: null,
  roles: [],
  onProbationSinceMs: null,
  expiresAtMs: null,
  confirms: null,
  clientId: null,
  dpopJkt: null,
})

/** Sessions over a database that is slow to answer: each look-up waits for its row. */
function slowSessions() {
  const answers: ((row: TokenOwner) => void)[] = []
  // Nothing connects before a first query, and there is none.
  const { db } = openDatabase('postgres://nowhere')
  const sessions = createSessions({ db, clock: { now: () => 0 }, tellOthers: async () => [] }, () => new Promise((resolve) => answers.push(resolve)))
  return { sessions, answers }
}

const tick = () => new Promise((resolve) => setImmediate(resolve))

for (const how of ['account', 'device'] as const) {
  test(`Mallory's ${how} is stopped while her token is looked up: the row is read again`, async () => {
    const { sessions, answers } = slowSessions()
    const call = Promise.resolve(sessions.authenticate('token'))
    const refused = expect(call).rejects.toMatchObject({ code: 'M_USER_LOCKED', fields: { soft_logout: true } })
    if (how === 'account') void sessions.forgetAccount('@mallory:test', 'stopped')
    else void sessions.forgetDevices('@mallory:test', [7])
    answers[0]?.(owner('active'))
    await tick()
    answers[1]?.(owner('contained'))
    await refused
    // Nor is she remembered: the next call looks anew.
    void Promise.resolve(sessions.authenticate('token')).catch(() => undefined)
    await tick()
    expect(answers.length).toBe(3)
  })
}

test('whoever else is stopped meanwhile does not matter, and one look-up is enough', async () => {
  const { sessions, answers } = slowSessions()
  const call = sessions.authenticate('token')
  void sessions.forgetAccount('@somebody-else:test', 'stopped')
  answers[0]?.(owner('active'))
  expect((await call).userId).toBe('@mallory:test')
  expect((await sessions.authenticate('token')).userId).toBe('@mallory:test')
  expect(answers.length).toBe(1)
})
