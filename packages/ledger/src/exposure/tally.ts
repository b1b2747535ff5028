// What rows of the ledger add up to: for each session which events, files and people, and what keys.
import type { LedgerRow } from '../row.ts'
import { numbersOf } from '../row.ts'
import { NumberSet } from './number-set.ts'

/** First and last time of something. */
export interface Times {
  firstAtMs: number
  lastAtMs: number
}

/** A row that does not name each event it counts. */
export interface VagueRange {
  from: number
  to: number
  count: number
  /** It is of state only. */
  isState: boolean
}

/** What a session was shown of a room. */
export interface RoomTally extends Times {
  positions: NumberSet
  vague: VagueRange[]
  /** Its name and topic only, where rooms are listed or people are invited. */
  isListed: boolean
}

/** What a session was shown of a file. */
export interface FileTally extends Times {
  bytes: number
  /** Whether an answer was the file itself, and not a small picture of it. */
  isFile: boolean
  /** Through which event: 0 where none is known. */
  room: number
  position: number
}

/** What could open what is encrypted. */
export interface KeyTally {
  /** A backup, a secret or a dehydrated device: keys of any room. */
  isAny: boolean
  /** Numbers of the accounts whose devices sent something that may carry keys. */
  senders: NumberSet
  /** Messages to the device whose senders the row does not name. */
  isVague: boolean
}

/** What a session was shown. */
export interface SessionTally extends Times {
  account: number
  device: number
  addresses: Set<string>
  bytes: number
  rooms: Map<number, RoomTally>
  files: Map<string, FileTally>
  keys: KeyTally
}

/** What was shown of people, beside what events show of them. */
export interface PeopleTally {
  accounts: Map<number, Times>
  userIds: Map<string, Times>
  /** People who were listed and whom the row does not name. */
  unnamed: number
}

/** A minute. */
export interface MinuteTally {
  events: number
  files: number
  people: number
  bytes: number
  sessions: Set<string>
}

/** Everything. */
export interface Tally {
  rows: number
  sessions: Map<string, SessionTally>
  people: PeopleTally
  minutes: Map<number, MinuteTally>
}

const MINUTE_MS = 60_000
const USER_ID = /^@\S+:\S+$/
/** Rows about rooms by their numbers, which show a name and a topic and no event. */
const LISTINGS: ReadonlySet<string> = new Set(['directory', 'summary', 'stripped state'])
const TO_DEVICE = 'to-device'

/** Nothing yet. */
export function createTally(): Tally {
  return { rows: 0, sessions: new Map(), people: { accounts: new Map(), userIds: new Map(), unnamed: 0 }, minutes: new Map() }
}

/** How a session is told from others in a tally. */
export function sessionKeyOf({ account, device }: Pick<LedgerRow, 'account' | 'device'>): string {
  return `${account}/${device}`
}

/** Takes a row into account. */
export function addRow(tally: Tally, row: LedgerRow): void {
  const session = sessionOf(tally, row)
  tally.rows += 1
  session.firstAtMs = Math.min(session.firstAtMs, row.at)
  session.lastAtMs = Math.max(session.lastAtMs, row.at)
  session.bytes += row.bytes
  if (row.address !== '') session.addresses.add(row.address)
  addKind(tally, session, row)
  addMinute(tally, row)
}

/** Takes into account what a row from another time of a session's life says of its keys. */
export function addKeysOnly(tally: Tally, row: LedgerRow): void {
  const session = tally.sessions.get(sessionKeyOf(row))
  if (session !== undefined && row.kind === 'keys') addKeys(session, row)
}

function addKind(tally: Tally, session: SessionTally, row: LedgerRow): void {
  switch (row.kind) {
    case 'events':
      return addEvents(session, row)
    case 'media':
      return addFile(session, row)
    case 'people':
      return addPeople(tally, session, row)
    case 'keys':
      addKeys(session, row)
      return row.subject.startsWith('@') ? addUserIds(tally.people, row) : undefined
  }
}

function addEvents(session: SessionTally, row: LedgerRow): void {
  const numbers = numbersOf(row)
  if (LISTINGS.has(row.subject)) {
    const rooms = row.room === 0 ? (numbers ?? []) : [row.room]
    for (const room of rooms) roomOf(session, room, row.at).isListed = true
  } else if (row.room !== 0) {
    const room = roomOf(session, row.room, row.at)
    if (numbers !== undefined) room.positions.addAll(numbers)
    else if (row.to > 0) room.vague.push({ from: row.from, to: row.to, count: row.count, isState: row.subject === 'state' })
  }
}

function addFile(session: SessionTally, row: LedgerRow): void {
  const [mediaId = ''] = row.subject.split(' ', 1)
  const known = session.files.get(mediaId)
  const isFile = !row.operation.includes('Thumbnail')
  if (known === undefined) {
    session.files.set(mediaId, { firstAtMs: row.at, lastAtMs: row.at, bytes: row.bytes, isFile, room: row.room, position: row.from })
    return
  }
  spread(known, row.at)
  known.bytes += row.bytes
  known.isFile ||= isFile
  if (known.room === 0) Object.assign(known, { room: row.room, position: row.from })
}

function addPeople(tally: Tally, session: SessionTally, row: LedgerRow): void {
  const numbers = numbersOf(row)
  if (row.room !== 0) {
    // Members: what shows them are events of the room.
    if (numbers !== undefined) roomOf(session, row.room, row.at).positions.addAll(numbers)
  } else if (numbers !== undefined) {
    for (const number of numbers) spreadIn(tally.people.accounts, number, row.at)
  } else if (USER_ID.test(row.subject)) {
    addUserIds(tally.people, row)
  } else {
    tally.people.unnamed += row.count
  }
}

function addUserIds(people: PeopleTally, row: LedgerRow): void {
  for (const userId of row.subject.split(' ')) if (USER_ID.test(userId)) spreadIn(people.userIds, userId, row.at)
}

/** Keys of devices are public: only what carries keys of rooms counts. */
function addKeys({ keys }: SessionTally, row: LedgerRow): void {
  if (row.subject === TO_DEVICE || row.subject.startsWith(`${TO_DEVICE}:`)) {
    const senders = numbersOf(row)
    if (senders === undefined) keys.isVague = true
    else keys.senders.addAll(senders)
  } else if (row.subject.startsWith('backup:') || row.subject.startsWith('secret') || row.subject.startsWith('dehydrated')) {
    keys.isAny = true
  }
}

function addMinute(tally: Tally, row: LedgerRow): void {
  const minute = Math.floor(row.at / MINUTE_MS) * MINUTE_MS
  let sums = tally.minutes.get(minute)
  if (sums === undefined) tally.minutes.set(minute, (sums = { events: 0, files: 0, people: 0, bytes: 0, sessions: new Set() }))
  if (row.kind === 'events' && row.room !== 0) sums.events += row.count
  if (row.kind === 'media') sums.files += row.count
  if (row.kind === 'people') sums.people += row.count
  sums.bytes += row.bytes
  sums.sessions.add(sessionKeyOf(row))
}

function sessionOf(tally: Tally, row: LedgerRow): SessionTally {
  const key = sessionKeyOf(row)
  let session = tally.sessions.get(key)
  if (session === undefined) {
    session = {
      account: row.account,
      device: row.device,
      firstAtMs: row.at,
      lastAtMs: row.at,
      addresses: new Set(),
      bytes: 0,
      rooms: new Map(),
      files: new Map(),
      keys: { isAny: false, senders: new NumberSet(), isVague: false },
    }
    tally.sessions.set(key, session)
  }
  return session
}

function roomOf(session: SessionTally, room: number, atMs: number): RoomTally {
  let found = session.rooms.get(room)
  if (found === undefined) session.rooms.set(room, (found = { positions: new NumberSet(), vague: [], isListed: false, firstAtMs: atMs, lastAtMs: atMs }))
  spread(found, atMs)
  return found
}

function spreadIn<K>(times: Map<K, Times>, key: K, atMs: number): void {
  const known = times.get(key)
  if (known === undefined) times.set(key, { firstAtMs: atMs, lastAtMs: atMs })
  else spread(known, atMs)
}

/** Stretches times over one more. */
export function spread(times: Times, atMs: number): void {
  times.firstAtMs = Math.min(times.firstAtMs, atMs)
  times.lastAtMs = Math.max(times.lastAtMs, atMs)
}
