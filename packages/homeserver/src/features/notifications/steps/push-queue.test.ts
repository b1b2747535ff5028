// What waits for gateways: each pusher in its order, a dead gateway tried alone and later, bounds on everything.
import { expect, test } from 'vitest'
import type { DueItem, PushQueue } from './push-queue.ts'
import { createPushQueue } from './push-queue.ts'

const DEAD = 'https://dead.example/_matrix/push/v1/notify'
const ALIVE = 'https://alive.example/_matrix/push/v1/notify'
const keyOf = (userId: string) => ({ userId, appId: 'app', pushkey: 'phone' })

function open(): { queue: PushQueue; clock: { at: number }; add(userId: string, gateway: string, position: number): void } {
  const clock = { at: 0 }
  const queue = createPushQueue({ now: () => clock.at })
  const itemOf = (position: number): DueItem => ({ position, roomNid: 1, dueAtMs: clock.at, isStored: false })
  return { queue, clock, add: (userId, gateway, position) => queue.add(keyOf(userId), gateway, itemOf(position)) }
}

test('a pusher has one call at a time, in order, and is owed nothing twice', () => {
  const { queue, add } = open()
  for (const position of [1, 2, 2]) add('@alice:x', ALIVE, position)
  const [first, ...others] = queue.take(10)
  expect([first?.item.position, others]).toEqual([1, []])
  if (first !== undefined) queue.finish(first, 'done')
  expect(queue.take(10).map(({ item }) => item.position)).toEqual([2])
  expect(queue.size()).toBe(1)
})

test('a gateway that fails is tried with one call, later and later, while another goes on', () => {
  const { queue, clock, add } = open()
  for (let index = 0; index < 100; index += 1) add(`@user${index}:x`, DEAD, 1)
  add('@bob:x', ALIVE, 1)
  const jobs = queue.take(128)
  expect(jobs.filter(({ gateway }) => gateway === DEAD)).toHaveLength(64)
  expect(jobs.filter(({ gateway }) => gateway === ALIVE)).toHaveLength(1)
  for (const job of jobs) queue.finish(job, job.gateway === DEAD ? 'retry' : 'done')
  expect(queue.take(128)).toEqual([])
  add('@bob:x', ALIVE, 2)
  expect(queue.take(128).map(({ gateway }) => gateway)).toEqual([ALIVE])
  clock.at += 61_000
  const [probe, ...others] = queue.take(128)
  expect([probe?.gateway, others]).toEqual([DEAD, []])
  if (probe !== undefined) queue.finish(probe, 'done')
  clock.at += 300_000
  expect(queue.take(128)).toHaveLength(64)
})

test('fifty are kept of each pusher, the newest, and none for longer than a day', () => {
  const { queue, clock, add } = open()
  for (let position = 1; position <= 60; position += 1) add('@alice:x', ALIVE, position)
  expect(queue.size()).toBe(50)
  expect(queue.take(1)[0]?.item.position).toBe(11)
  clock.at += 25 * 3_600_000
  add('@bob:x', ALIVE, 1)
  expect(queue.take(9).map(({ key }) => key.userId)).toEqual(['@bob:x'])
})

test('only what was not taken at once is written down, and what was is crossed out', () => {
  const { queue, add } = open()
  add('@alice:x', ALIVE, 1)
  add('@bob:x', ALIVE, 1)
  const [first, second] = queue.take(9)
  if (first === undefined || second === undefined) throw new Error('both are due')
  queue.finish(first, 'done')
  const { added, done, undo } = queue.drainChanges()
  expect([added.map(({ userId }) => userId), done]).toEqual([['@bob:x'], []])
  undo()
  expect(queue.drainChanges().added.map(({ userId }) => userId)).toEqual(['@bob:x'])
  expect(queue.hasChanges()).toBe(false)
  queue.finish(second, 'done')
  expect(queue.drainChanges().done.map(({ userId }) => userId)).toEqual(['@bob:x'])
})
