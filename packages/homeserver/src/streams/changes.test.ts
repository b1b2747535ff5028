// The change stream: nothing later shows before everything earlier is settled, and no position is given out twice.
import { expect, test } from 'vitest'
import type { PositionReserve } from './changes.ts'
import { openChanges } from './changes.ts'
import { createLiveUsers } from './live-users.ts'

const ALICE = '@alice:chappe.test'
const BOB = '@bob:chappe.test'
const dataOf = (userId: string) => [{ kind: 'accountData' as const, users: [userId] }]

/** What the writer's row does: it outlives the process. */
function createReserve(): PositionReserve & { value: number; broken: boolean } {
  return {
    value: 0,
    broken: false,
    async reserve(atLeast) {
      if (this.broken) throw new Error('the database is gone')
      this.value = Math.max(this.value, atLeast)
      return this.value
    },
  }
}

async function openScene(reserve = createReserve()) {
  const live = createLiveUsers()
  const heard: string[] = []
  for (const userId of [ALICE, BOB]) {
    const user = live.open(userId, 0)
    for (const kind of ['accountData', 'typing'] as const) user.changed[kind] = 0
    user.waiters.add(() => heard.push(userId))
  }
  const changes = await openChanges(reserve, live)
  return { reserve, live, heard, changes, start: changes.current() }
}

/** A store whose commit the test lets go. */
function heldCommit() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const started = Promise.withResolvers<number>()
  const work = (position: number): Promise<string> => {
    started.resolve(position)
    return promise
  }
  return { work, started: started.promise, commit: () => resolve('stored'), fail: () => reject(new Error('not stored')) }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test("Bob's change is committed first but does not show before Alice's earlier one is", async () => {
  const { changes, live, heard, start } = await openScene()
  const first = heldCommit()
  const second = heldCommit()
  const alices = changes.write(dataOf(ALICE), first.work)
  const bobs = changes.write(dataOf(BOB), second.work)
  expect([await first.started, await second.started]).toEqual([start + 1, start + 2])
  second.commit()
  expect(await bobs).toBe('stored')
  await turn()
  expect(changes.current()).toBe(start)
  expect(live.find(BOB)?.changed.accountData).toBe(0)
  expect(heard).toEqual([])
  first.commit()
  await alices
  await turn()
  expect(changes.current()).toBe(start + 2)
  expect([live.find(ALICE)?.changed.accountData, live.find(BOB)?.changed.accountData]).toEqual([start + 1, start + 2])
  expect(heard).toEqual([ALICE, BOB])
})

test('many changes that end in any order are told in theirs', async () => {
  const { changes, live, start } = await openScene()
  const held = Array.from({ length: 20 }, heldCommit)
  const told: number[] = []
  const user = live.open(ALICE, 0)
  const writes = held.map((each) => changes.write(dataOf(ALICE), each.work))
  await held.at(-1)?.started
  const order = held.map((_, index) => (index * 7) % 20)
  for (const index of order) {
    held[index]?.commit()
    await turn()
    told.push(user.changed.accountData)
    // What is told is never beyond what is settled, and what is settled has no hole.
    expect(user.changed.accountData).toBeLessThanOrEqual(changes.current())
    const done = order.slice(0, told.length)
    const hole = held.findIndex((_each, each) => !done.includes(each))
    expect(changes.current()).toBe(start + (hole === -1 ? 20 : hole))
  }
  await Promise.all(writes)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('a change that fails is never told and holds nobody up', async () => {
  const { changes, heard, live, start } = await openScene()
  const first = heldCommit()
  const alices = changes.write(dataOf(ALICE), first.work)
  await changes.write(dataOf(BOB), async () => 'stored')
  first.fail()
  await expect(alices).rejects.toThrow('not stored')
  await turn()
  expect(changes.current()).toBe(start + 2)
  expect(heard).toEqual([BOB])
  expect(live.find(ALICE)?.changed.accountData).toBe(0)
})

test('after a restart no position is given out again, however many there were', async () => {
  const reserve = createReserve()
  let last = -1
  for (let life = 0; life < 3; life += 1) {
    const { changes, start } = await openScene(reserve)
    // A reader of the life before may hold a token up to its end: everything new is beyond.
    expect(start).toBeGreaterThanOrEqual(last)
    for (let index = 0; index < 120_000; index += 1) {
      const position = changes.touch([])
      if (position <= last) throw new Error(`${position} was given out after ${last}`)
      last = position
      // The reserve is refilled between turns, far ahead of use.
      if (index % 10_000 === 0) await turn()
    }
    expect(reserve.value).toBeGreaterThanOrEqual(last)
  }
})

test('while no position can be reserved, writes fail, and typing does not settle what is still open', async () => {
  const { changes, reserve, start, heard } = await openScene()
  reserve.broken = true
  const left = reserve.value - start
  for (let index = 0; index < left - 1; index += 1) changes.touch([])
  const last = heldCommit()
  const alices = changes.write(dataOf(ALICE), last.work)
  expect(await last.started).toBe(reserve.value)
  await expect(changes.write(dataOf(BOB), async () => 'stored')).rejects.toThrow('the database is gone')
  changes.touch([{ kind: 'typing', users: [BOB] }])
  await turn()
  expect(heard).toEqual([BOB])
  expect(changes.current()).toBe(reserve.value - 1)
  last.commit()
  await alices
  expect(changes.current()).toBe(reserve.value)
  reserve.broken = false
  expect(await changes.write(dataOf(BOB), async (position) => position)).toBe(start + left + 1)
})

test('a change whose commit was cut off holds the later ones back until it is known how it ended, and all look anew', async () => {
  const live = createLiveUsers()
  const heard: string[] = []
  const bob = live.open(BOB, 0)
  bob.changed.toDevice = 0
  bob.waiters.add(() => heard.push(BOB))
  const { promise: known, resolve: tellOutcome } = Promise.withResolvers<void>()
  const doubt = { leavesOpen: () => true, end: () => known }
  const changes = await openChanges(createReserve(), live, doubt)
  const start = changes.current()
  const lost = heldCommit()
  const refused = expect(changes.write(dataOf(ALICE), lost.work)).rejects.toThrow('not stored')
  await lost.started
  lost.fail()
  await refused
  const later = await changes.write(dataOf(ALICE), async (position) => position)
  expect(changes.current()).toBe(start)
  tellOutcome()
  await turn()
  expect(changes.current()).toBe(later)
  expect(bob.changed.toDevice).toBe(start + 1)
  expect(heard).toEqual([BOB])
})
