import { expect, test } from 'vitest'
import { seldom } from './seldom.ts'

function counted(keptMax = 10) {
  const clock = { nowMs: 0, now: () => clock.nowMs }
  const done: number[] = []
  const ask = seldom({ clock, goodForMs: 100, keptMax }, async (key) => {
    done.push(key)
    if (key < 0) throw new Error('the database is away')
    return `${key} at ${clock.nowMs}`
  })
  return { clock, done, ask }
}

test('whoever asks within the time is given the same; afterwards it is done anew', async () => {
  const { clock, done, ask } = counted()
  expect(await Promise.all([ask(1), ask(1)])).toEqual(['1 at 0', '1 at 0'])
  clock.nowMs = 99
  expect(await ask(1)).toBe('1 at 0')
  clock.nowMs = 100
  expect([await ask(1), await ask(2), done]).toEqual(['1 at 100', '2 at 100', [1, 1, 2]])
})

test('what fails is not kept, nor more than so many', async () => {
  const { done, ask } = counted(1)
  await expect(ask(-1)).rejects.toThrow('away')
  await expect(ask(-1)).rejects.toThrow('away')
  for (const key of [1, 2, 1]) await ask(key)
  expect(done).toEqual([-1, -1, 1, 2, 1])
})

test('who has something to go by does not wait for what takes its time, and is given it the next time', async () => {
  const clock = { nowMs: 0, now: () => clock.nowMs }
  const slow = Promise.withResolvers<string>()
  const answers = [Promise.resolve('first'), slow.promise]
  const ask = seldom({ clock, goodForMs: 100, keptMax: 1, waitMs: 10 }, async () => answers.shift() ?? 'last')
  expect(await ask(1)).toBe('first')
  clock.nowMs = 100
  expect(await ask(1)).toBe('first')
  slow.resolve('second')
  expect(await ask(1)).toBe('second')
  clock.nowMs = 200
  expect(await ask(1)).toBe('last')
})
