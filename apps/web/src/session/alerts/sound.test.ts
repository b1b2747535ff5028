// What Alice hears when somebody writes to her.
import { expect, test } from 'vitest'
import { makeSound } from './sound.ts'

test('two notes that begin and end in silence and are never loud, in a file that says what it is', () => {
  const file = makeSound()
  const view = new DataView(file)
  const text = (from: number, to: number): string => new TextDecoder('latin1').decode(new Uint8Array(file, from, to - from))
  expect([text(0, 4), text(8, 16), text(36, 40)]).toEqual(['RIFF', 'WAVEfmt ', 'data'])
  expect([view.getUint32(4, true) + 8, view.getUint32(40, true) + 44]).toEqual([file.byteLength, file.byteLength])
  const samples = [...new Int16Array(file.slice(44))]
  expect(samples).toHaveLength(6400)
  const loudest = (fromMs: number, toMs: number): number => Math.max(...samples.slice(fromMs * 16, toMs * 16).map((each) => Math.abs(each))) / 32_768
  for (const [fromMs, toMs] of [[15, 30], [135, 150]] as const) expect(loudest(fromMs, toMs)).toBeGreaterThan(0.06)
  for (const [fromMs, toMs] of [[0, 1], [105, 120], [395, 400]] as const) expect(loudest(fromMs, toMs)).toBeLessThan(0.01)
  expect(loudest(0, 400)).toBeLessThan(0.1)
})
