// What people are told about the server, the storage and the version.
import { expect, test } from 'vitest'
import type { Standing } from './standing.ts'
import { listNotices } from './standing.ts'

const well: Standing = { connection: 'online', health: { server: 'well', clockAheadMs: 0 }, storage: 'well', version: 'current' }

test('where all is well, nothing is said', () => {
  expect(listNotices(well)).toEqual([])
  expect(listNotices({ ...well, connection: 'starting' })).toEqual([])
})

test('a server that is away is said once, whoever noticed it', () => {
  expect(listNotices({ ...well, connection: 'offline' })).toEqual([{ kind: 'unreachable' }])
  expect(listNotices({ ...well, connection: 'offline', health: { server: 'failing', clockAheadMs: 0 } })).toEqual([{ kind: 'failing' }])
})

test('what may cost messages comes before what does not, and two are enough at a time', () => {
  const all: Standing = { connection: 'offline', health: { server: 'busy', clockAheadMs: -10 * 60_000 }, storage: 'lost', version: 'newer' }
  expect(listNotices(all)).toEqual([{ kind: 'storageLost' }, { kind: 'busy' }])
  expect(listNotices({ ...all, storage: 'well', health: { server: 'well', clockAheadMs: -10 * 60_000 }, connection: 'online' })).toEqual([
    { kind: 'clock', minutes: 10, isAhead: false },
    { kind: 'newVersion' },
  ])
})
