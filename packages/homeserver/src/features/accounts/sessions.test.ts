// A look-up that is overtaken: what was read before an account was stopped lets nobody in after it.
import { describe, expect, test, vi } from 'vitest'
import { openDatabase } from '../../db/pool.ts'
import { endChange } from '../../session.ts'
import { createSessions } from './sessions.ts'
import type { TokenOwner } from './tokens-store.ts'

vi.setConfig({ testTimeout: 5_000 })

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
  const sessions = createSessions({ db, clock: { now: () => 0 }, tellOthers: async () => [], hintOthers: () => undefined }, () => new Promise((resolve) => answers.push(resolve)))
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

describe('an account is about to be stopped', () => {
  const MALLORY = '@mallory:test'
  /** Whether a call has been answered. */
  async function isAnswered(call: Promise<unknown>): Promise<boolean> {
    const answered = call.then(() => true, () => true)
    await tick()
    return Promise.race([answered, Promise.resolve(false)])
  }
  async function signedIn() {
    const scene = slowSessions()
    const call = scene.sessions.authenticate('token')
    scene.answers[0]?.(owner('active'))
    return { ...scene, session: await call }
  }

  test('Mallory asks meanwhile: nobody looks for her before it is done, and then she is refused', async () => {
    const { sessions, answers, session } = await signedIn()
    sessions.hold(MALLORY)
    expect(session.life?.isOver).toBe(true)
    const call = Promise.resolve(sessions.authenticate('token'))
    expect([await isAnswered(call), answers.length]).toEqual([false, 1])
    await sessions.stopAccount(MALLORY)
    await tick()
    answers[1]?.(owner('contained'))
    await expect(call).rejects.toMatchObject({ code: 'M_USER_LOCKED' })
  })

  test('she asks with a token that was not known, and was being looked up: she waits as well, and is not remembered', async () => {
    const { sessions, answers } = slowSessions()
    const [early, late] = [Promise.resolve(sessions.authenticate('token')), (sessions.hold(MALLORY), Promise.resolve(sessions.authenticate('other')))]
    answers[0]?.(owner('active'))
    answers[1]?.(owner('active'))
    await tick()
    answers[2]?.(owner('active'))
    expect([await isAnswered(early), await isAnswered(late)]).toEqual([false, false])
    await sessions.stopAccount(MALLORY)
    await tick()
    for (const answer of answers.slice(3)) answer(owner('contained'))
    await expect(early).rejects.toMatchObject({ code: 'M_USER_LOCKED' })
    await expect(late).rejects.toMatchObject({ code: 'M_USER_LOCKED' })
  })

  test('it fails: she is looked up anew, and goes on', async () => {
    const { sessions, answers } = await signedIn()
    const letGo = sessions.hold(MALLORY)
    const call = Promise.resolve(sessions.authenticate('token'))
    expect(await isAnswered(call)).toBe(false)
    letGo()
    await tick()
    answers[1]?.(owner('active'))
    expect((await call).userId).toBe(MALLORY)
    // What lets go a second time, lets go of nothing.
    const again = sessions.hold(MALLORY)
    letGo()
    const held = Promise.resolve(sessions.authenticate('token'))
    expect(await isAnswered(held)).toBe(false)
    again()
  })

  test('two ask for it, and one of them fails: she is held on', async () => {
    const { sessions } = await signedIn()
    const [one, other] = [sessions.hold(MALLORY), sessions.hold(MALLORY)]
    const call = Promise.resolve(sessions.authenticate('token'))
    one()
    expect(await isAnswered(call)).toBe(false)
    other()
  })

  test('what she was writing when it began is waited for when it is done', async () => {
    const { sessions, session } = await signedIn()
    const life = session.life ?? expect.fail('there is no life')
    life.changing += 1
    sessions.hold(MALLORY)
    const stopping = sessions.stopAccount(MALLORY)
    expect(await isAnswered(stopping)).toBe(false)
    endChange(life)
    await stopping
  })

  test('what she was writing hangs: nobody is told that it is done, nor whoever asks again, until it has ended', async () => {
    const { sessions, session } = await signedIn()
    const life = session.life ?? expect.fail('there is no life')
    life.changing += 1
    vi.useFakeTimers()
    const stopping = sessions.stopAccount(MALLORY)
    const hangs = expect(stopping).rejects.toMatchObject({ code: 'CHAPPE_UNAVAILABLE' })
    await vi.advanceTimersByTimeAsync(60_000)
    vi.useRealTimers()
    await hangs
    const again = sessions.stopAccount(MALLORY)
    expect(await isAnswered(again)).toBe(false)
    endChange(life)
    await again
  })
})
