import { expect, test } from 'vitest'
import { startInBackground } from './background.ts'

/** Work that ends a turn when it is told to. */
function stage() {
  const ends: { end(): void; fail(): void }[] = []
  const errors: unknown[] = []
  const work = startInBackground(() => new Promise((end, fail) => ends.push({ end, fail: () => fail(new Error('the database is away')) })), { failed: (error) => errors.push(error) })
  return { work, ends, errors }
}

test('it begins by itself; whoever wakes it in the middle of a turn gets another one, and one only', async () => {
  const { work, ends } = stage()
  expect(ends.length).toBe(1)
  for (let times = 0; times < 3; times += 1) work.wake()
  ends[0]?.end()
  await expect.poll(() => ends.length).toBe(2)
  ends[1]?.end()
  await work.settle()
  expect(ends.length).toBe(2)
})

test('whoever wakes it at the very moment it comes to rest is not forgotten', async () => {
  for (let steps = 0; steps < 12; steps += 1) {
    const { work, ends } = stage()
    ends[0]?.end()
    for (let step = 0; step < steps; step += 1) await Promise.resolve()
    work.wake()
    await expect.poll(() => ends.length).toBe(2)
    ends[1]?.end()
  }
})

test('a turn that fails is told of, and the next one begins', async () => {
  const { work, ends, errors } = stage()
  work.wake()
  ends[0]?.fail()
  await expect.poll(() => ends.length).toBe(2)
  expect(errors).toEqual([new Error('the database is away')])
  ends[1]?.end()
})

test('once it is closed no turn begins, and whoever closes it waits for the last one', async () => {
  const { work, ends } = stage()
  work.wake()
  let isClosed = false
  const closing = work.close().then(() => (isClosed = true))
  await Promise.resolve()
  expect(isClosed).toBe(false)
  ends[0]?.end()
  await closing
  work.wake()
  expect(ends.length).toBe(1)
})
