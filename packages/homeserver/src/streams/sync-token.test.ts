import { expect, test } from 'vitest'
import { formatSyncToken, parseSyncToken } from './sync-token.ts'

test('a token says how far one writer was read, and reads back the same', () => {
  const position = { writer: 1, events: 40, changes: 17 }
  expect(formatSyncToken(position)).toBe('s1.40.17')
  expect(parseSyncToken('s1.40.17')).toEqual([position])
})

test('several writers stand side by side in one token', () => {
  const positions = [
    { writer: 1, events: 40, changes: 17 },
    { writer: 2, events: 0, changes: 9007199254740991 },
  ]
  expect(parseSyncToken(formatSyncToken(positions))).toEqual(positions)
})

test.each([
  '',
  's',
  's1',
  's1.2',
  's1.2.3.4',
  's1.2.-3',
  's1.2.3~',
  's1.2.3~s1.4.5',
  's1.2.9999999999999999',
  'x1.2.3',
  ' s1.2.3',
  's1.2.3\n',
  `${'s1.2.3~'.repeat(400)}s1.2.3`,
])('%j is no token', (text) => {
  expect(parseSyncToken(text)).toBeUndefined()
})
