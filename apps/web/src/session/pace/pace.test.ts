// How often what changes is looked at.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLetters } from './letters.ts'
import { createPace } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createWatched() {
  const beganMs = performance.now()
  const looks: number[] = []
  const letters = createLetters()
  return { looks, letters, pace: createPace(() => void looks.push(performance.now() - beganMs), { soonMs: 16, everyMs: 150 }, letters) }
}

test('one message is seen at once, and so is the next one a while later', () => {
  const { looks, pace } = createWatched()
  pace.touch()
  vi.advanceTimersByTime(400)
  pace.touch()
  vi.advanceTimersByTime(400)
  expect(looks).toEqual([16, 416])
})

test('a hundred messages in a second are seen seven times', () => {
  const { looks, pace } = createWatched()
  for (let message = 0; message < 100; message += 1) {
    pace.touch()
    vi.advanceTimersByTime(10)
  }
  expect(looks).toEqual([16, 166, 316, 466, 616, 766, 916])
})

test('whoever sends something in the middle of it sees it at once; who stopped looking sees nothing', () => {
  const { looks, pace } = createWatched()
  pace.touch()
  vi.advanceTimersByTime(20)
  pace.touch()
  pace.hurry()
  vi.advanceTimersByTime(20)
  expect(looks).toEqual([16, 36])
  pace.touch()
  pace.stop()
  vi.advanceTimersByTime(1000)
  expect(looks).toEqual([16, 36])
})

test('while Alice types it is looked after a letter of hers was drawn; what she does herself waits for none', () => {
  const { looks, letters, pace } = createWatched()
  letters.typed()
  pace.touch()
  vi.advanceTimersByTime(100)
  pace.touch()
  expect(looks).toEqual([])
  letters.drawn()
  expect(looks).toEqual([100])
  letters.typed()
  pace.touch()
  vi.advanceTimersByTime(160)
  pace.hurry()
  vi.advanceTimersByTime(20)
  expect(looks).toEqual([100, 276])
  letters.drawn()
  vi.advanceTimersByTime(1000)
  expect(looks).toEqual([100, 276])
})

test('who stopped looking while a letter was waited for sees nothing', () => {
  const { looks, letters, pace } = createWatched()
  letters.typed()
  pace.touch()
  vi.advanceTimersByTime(20)
  pace.stop()
  letters.drawn()
  vi.advanceTimersByTime(1000)
  expect(looks).toEqual([])
})
