// Alice types, and what arrives meanwhile is drawn between her letters.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLetters } from './letters.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function createWatched() {
  const done: string[] = []
  const letters = createLetters()
  return { done, letters, ask: (name: string) => letters.after(() => void done.push(name)) }
}

test('where nobody types it is done at once', () => {
  const { done, letters, ask } = createWatched()
  expect(ask('the list')).toBeUndefined()
  letters.typed()
  vi.advanceTimersByTime(601)
  ask('the log')
  expect(done).toEqual(['the list', 'the log'])
})

test('while she types it waits until her letter was drawn, and one thing is done after each', () => {
  const { done, letters, ask } = createWatched()
  letters.typed()
  for (const name of ['the list', 'the log']) ask(name)
  expect(done).toEqual([])
  letters.drawn()
  expect(done).toEqual(['the list'])
  letters.typed()
  letters.drawn()
  expect(done).toEqual(['the list', 'the log'])
})

test('right after a letter there is room for one thing that comes then; shortly before the next one there is not', () => {
  const { done, letters, ask } = createWatched()
  letters.typed()
  letters.drawn()
  vi.advanceTimersByTime(20)
  for (const name of ['the list', 'the log']) ask(name)
  expect(done).toEqual(['the list'])
  letters.typed()
  letters.drawn()
  expect(done).toEqual(['the list', 'the log'])
  letters.typed()
  letters.drawn()
  vi.advanceTimersByTime(80)
  ask('the sign')
  expect(done).toEqual(['the list', 'the log'])
})

test('who types without a break, or stops in the middle of a word, sees it all the same; what was taken back is not done', () => {
  const { done, letters, ask } = createWatched()
  letters.typed()
  ask('the list')
  ask('the log')?.()
  vi.advanceTimersByTime(250)
  expect(done).toEqual(['the list'])
  letters.drawn()
  expect(done).toEqual(['the list'])
})
