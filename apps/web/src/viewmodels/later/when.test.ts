// What "later" means at a moment.
import { expect, test } from 'vitest'
import { toTyped, whenChoices, whenTyped } from './when.ts'

const at = (text: string): number => new Date(text).getTime()
const offered = (text: string): string[] => whenChoices(at(text)).map(({ name, atMs }) => `${name} ${toTyped(atMs)}`)

test('on a Wednesday at noon: in an hour, this evening, tomorrow morning, Monday', () => {
  expect(offered('2026-12-02T12:10')).toEqual(['hour 2026-12-02T13:10', 'evening 2026-12-02T18:00', 'tomorrow 2026-12-03T09:00', 'monday 2026-12-07T09:00'])
})

test('at five in the afternoon there is no evening left; on a Sunday tomorrow is Monday, on a Monday it is the next one', () => {
  expect(offered('2026-12-02T17:00')).toEqual(['hour 2026-12-02T18:00', 'tomorrow 2026-12-03T09:00', 'monday 2026-12-07T09:00'])
  expect(offered('2026-12-06T20:00')).toEqual(['hour 2026-12-06T21:00', 'tomorrow 2026-12-07T09:00'])
  expect(offered('2026-12-07T20:00').at(-1)).toBe('monday 2026-12-14T09:00')
})

test('what is typed is taken where it lies ahead, and not beyond all bounds', () => {
  const now = at('2026-12-02T12:00')
  expect(whenTyped('2026-12-02T12:01', now)).toBe(at('2026-12-02T12:01'))
  expect(['', 'tomorrow', '2026-12-02T12:00', '2020-01-01T00:00', '9999-01-01T00:00'].map((text) => whenTyped(text, now))).toEqual([undefined, undefined, undefined, undefined, undefined])
})
