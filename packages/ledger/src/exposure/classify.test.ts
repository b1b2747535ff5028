// Classes of rooms and people, when keys are within reach, and sets of numbers.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LedgerRow } from '../index.ts'
import { addKeysOnly, addRow, areKeysReachable, classOfPerson, classOfRoom, createTally, eventsByClass, NumberSet, shareOf, sliceTimeline } from '../index.ts'

const nothing = { written: 0, neverEncrypted: 0, ciphertext: 0, unknown: 0 }
const closed = { isEncrypted: true, hasKeys: false }
const opened = { isEncrypted: true, hasKeys: true }
const plain = { isEncrypted: false, hasKeys: false }

describe('the class of a room', () => {
  test.each([
    ['nothing of it', nothing, plain, 'reachable'],
    ['what people wrote in the clear', { ...nothing, written: 1 }, plain, 'delivered'],
    ['its name and members', { ...nothing, neverEncrypted: 3 }, plain, 'delivered'],
    ['something that is there no more', { ...nothing, unknown: 1 }, plain, 'unknown'],
    ['ciphertext, and no key', { ...nothing, ciphertext: 9 }, closed, 'ciphertext_only'],
    ['ciphertext beside its name and reactions', { ...nothing, ciphertext: 9, neverEncrypted: 4 }, closed, 'ciphertext_only'],
    ['ciphertext, and keys', { ...nothing, ciphertext: 9 }, opened, 'keys_reachable'],
    ['the name of an encrypted room', { ...nothing, neverEncrypted: 1 }, opened, 'ciphertext_only'],
    ['a message in the clear, in an encrypted room', { ...nothing, ciphertext: 9, written: 1 }, closed, 'delivered'],
    ['ciphertext, and something that is there no more', { ...nothing, ciphertext: 9, unknown: 1 }, closed, 'unknown'],
  ] as const)('of which was delivered: %s', (_, delivered, room, expected) => expect(classOfRoom(delivered, room)).toBe(expected))
})

describe('keys are within reach', () => {
  const none = { isAny: false, isVague: false, senders: new NumberSet() }
  const from = (...accounts: number[]) => {
    const senders = new NumberSet()
    senders.addAll(accounts)
    return { ...none, senders }
  }
  test.each([
    ['nothing came', none, [1, 2], false],
    ['a member sent something', from(2), [1, 2], true],
    ['a stranger to the room sent something', from(3), [1, 2], false],
    ['a backup, a secret or a dehydrated device was fetched', { ...none, isAny: true }, [], true],
    ['messages came, and the row does not say from whom', { ...none, isVague: true }, [], true],
  ] as const)('%s', (_, keys, members, expected) => expect(areKeysReachable(keys, members)).toBe(expected))
})

test('whoever was named is delivered, whatever they wrote', () => {
  expect(classOfPerson({ clear: 0, ciphertext: 2, isNamed: true }, false)).toBe('delivered')
  expect(classOfPerson({ clear: 1, ciphertext: 2, isNamed: false }, false)).toBe('delivered')
  expect(classOfPerson({ clear: 0, ciphertext: 2, isNamed: false }, false)).toBe('ciphertext_only')
  expect(classOfPerson({ clear: 0, ciphertext: 2, isNamed: false }, true)).toBe('keys_reachable')
})

test('counts go to one class each, and the share is of all there is', () => {
  const delivered = { written: 2, neverEncrypted: 3, ciphertext: 4, unknown: 1 }
  const events = eventsByClass(delivered, { hasKeys: false, state: 2, reachable: 0, total: 40 })
  expect(events).toEqual({ delivered: 5, ciphertextOnly: 4, keysReachable: 0, unknown: 1, reachable: 0, state: 2, total: 40 })
  expect(shareOf(events)).toBe(0.25)
  expect(eventsByClass(delivered, { hasKeys: true, state: 2, reachable: 0, total: 40 })).toMatchObject({ ciphertextOnly: 0, keysReachable: 4 })
  expect([shareOf({ ...events, total: 0 }), shareOf({ ...events, delivered: 0, ciphertextOnly: 0, unknown: 0, total: 0 })]).toEqual([1, 0])
})

test('a set of numbers is one, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 400 }), (numbers) => {
      const set = new NumberSet()
      for (const [at, number] of numbers.entries()) {
        set.add(number)
        if (at % 37 === 0) expect(set.has(number)).toBe(true)
      }
      const expected = [...new Set(numbers)].toSorted((a, b) => a - b)
      expect([...set]).toEqual(expected)
      expect(set.size).toBe(expected.length)
      expect([...set.slices(7)].flat()).toEqual(expected)
      for (const number of [0, 1, 150, 300]) expect(set.has(number)).toBe(expected.includes(number))
    }),
  )
})

describe('rows add up', () => {
  const row: LedgerRow = { at: 60_000, operation: 'sync', kind: 'events', account: 1, device: 2, room: 3, from: 10, to: 14, count: 3, bytes: 100, subject: '', address: '192.0.2.1', steps: [1] }

  test('an event that two rows name counts once; sessions are apart', () => {
    const tally = createTally()
    addRow(tally, row)
    addRow(tally, { ...row, operation: 'getMessages', from: 11, to: 14, count: 2, steps: [] })
    addRow(tally, { ...row, device: 4, from: 14, to: 14, count: 1, steps: [] })
    expect(Array.from(tally.sessions.values(), (session) => [session.device, [...(session.rooms.get(3)?.positions ?? [])]])).toEqual([[2, [10, 11, 14]], [4, [14]]])
  })

  test('a row that does not name its events is vague, a listing shows no event', () => {
    const tally = createTally()
    const { steps: _, ...before } = row
    addRow(tally, before)
    addRow(tally, { ...row, room: 0, subject: 'directory', from: 7, to: 9, count: 2, steps: [] })
    const rooms = tally.sessions.get('1/2')?.rooms
    expect(rooms?.get(3)).toMatchObject({ vague: [{ from: 10, to: 14, count: 3 }], isListed: false })
    expect([rooms?.get(7)?.isListed, rooms?.get(9)?.isListed, rooms?.get(8), rooms?.get(7)?.positions.size]).toEqual([true, true, undefined, 0])
  })

  test('a file in parts is one file, a small picture of it is not the file', () => {
    const tally = createTally()
    const file: LedgerRow = { ...row, kind: 'media', operation: 'getContentAuthed', subject: 'abc unlinked', room: 0, from: 0, to: 0, count: 1, bytes: 50, steps: [] }
    addRow(tally, file)
    addRow(tally, { ...file, subject: 'abc', room: 3, from: 12, to: 12 })
    addRow(tally, { ...file, subject: 'xyz', operation: 'getContentThumbnailAuthed' })
    const files = tally.sessions.get('1/2')?.files
    expect(files?.get('abc')).toMatchObject({ bytes: 100, isFile: true, room: 3, position: 12 })
    expect(files?.get('xyz')).toMatchObject({ isFile: false })
  })

  test('of another time, only what is about keys counts, and only for sessions that were shown something', () => {
    const tally = createTally()
    addRow(tally, row)
    const keys: LedgerRow = { ...row, kind: 'keys', subject: 'to-device:DEVICE', room: 0, from: 5, to: 6, count: 2, steps: [] }
    addKeysOnly(tally, keys)
    addKeysOnly(tally, { ...keys, device: 9 })
    addKeysOnly(tally, { ...row, at: 1 })
    expect([...(tally.sessions.get('1/2')?.keys.senders ?? [])]).toEqual([5, 6])
    expect([tally.sessions.size, tally.rows]).toEqual([1, 1])
    addKeysOnly(tally, { ...keys, from: 0, to: 0 })
    expect(tally.sessions.get('1/2')?.keys.isVague).toBe(true)
    addKeysOnly(tally, { ...keys, subject: 'backup:1' })
    expect(tally.sessions.get('1/2')?.keys.isAny).toBe(true)
  })

  test('time is cut into at most five hundred slices, and nothing is lost between them', () => {
    const tally = createTally()
    for (let at = 0; at < 3000; at += 1) addRow(tally, { ...row, at: at * 60_000, device: at % 3 })
    const slices = sliceTimeline(tally.minutes)
    expect(slices.length).toBe(500)
    expect(slices.reduce((sum, { events }) => sum + events, 0)).toBe(9000)
    expect(slices[0]).toMatchObject({ fromMs: 0, toMs: 6 * 60_000 - 1, sessions: 3 })
    expect(sliceTimeline(new Map())).toEqual([])
  })
})
