// What an account could have read: rooms it was in, rooms whose door was open, whatever of them it was shown.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { AccountType, ProfilePolicy } from '@chappe/policy'
import { accountTypePolicyOf, statesThatAre } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { RoomSpan, StoredInterval } from './reach-store.ts'
import {
  countInSpans,
  countListed,
  findEventFrom,
  listFilesInSpans,
  listJoinedIn,
  listOpenings,
  listOwnMemberships,
  listRoomNids,
  listShut,
  listVisibilities,
} from './reach-store.ts'
import type { Held, Span, Way } from './spans.ts'
import { FOREVER, reachOf } from './spans.ts'

/** Whose reach, when. */
export interface Reacher {
  userId: string
  accountType: AccountType
  organisationNid: number | null
  /** Both included. */
  fromMs: number
  toMs: number
}

/** A room that could have been read. */
export interface ReachableRoom {
  roomNid: number
  way: Way
  /** Whether it still could, were the account not stopped. */
  isNow: boolean
  /** How many of its events could have been read. */
  events: number
}

/** What could have been read. */
export interface Reachable {
  rooms: ReachableRoom[]
  /** Files of these rooms, with the first event that carries each; at most 200,000. */
  files: { mediaId: string; room: number; position: number }[]
  people: { scope: 'everybody' | 'organisation' | 'acquainted' | 'nobody'; count: number; inRooms: number }
}

/** What it needs. */
export interface ReachDeps {
  db: Db
  /** How far the stream of events is. */
  stream: { published: number }
  settings: { policy: Pick<ProfilePolicy, 'directoryScope' | 'externalsApart'> }
}

const ROOMS_AT_ONCE = 5000
const SPANS_AT_ONCE = 200
const FILES_MAX = 200_000
/** Rooms that let in the members of others that let in the members of others. */
const ROUNDS_MAX = 10
const PRESENT: Span = { from: FOREVER - 1, to: FOREVER }

/** Looks through all rooms, some thousand at a time. */
export async function findReachable({ db, stream, settings }: ReachDeps, reacher: Reacher): Promise<Reachable> {
  const window: Span = { from: await positionAt(db, reacher.fromMs, stream.published), to: (await positionAt(db, reacher.toMs + 1, stream.published)) }
  const mayComeIn = !(settings.policy.externalsApart && reacher.accountType === 'external')
  const memberships = byRoom(await listOwnMemberships(db, reacher.userId), (content) => content['membership'])
  const doors = mayComeIn ? await findDoors(db, memberships) : new Map<number, Span[]>()
  const shut = await listShut(db)
  const frozen = new Map(shut.frozen.map(({ roomNid, position }) => [roomNid, position]))
  const blocked = new Set(shut.blocked)
  const roomNids = [...new Set([...memberships.keys(), ...doors.keys()])].toSorted((a, b) => a - b)
  const rooms: ReachableRoom[] = []
  const files: Reachable['files'] = []
  for (let at = 0; at < roomNids.length; at += SPANS_AT_ONCE) {
    const some = roomNids.slice(at, at + SPANS_AT_ONCE)
    const visibilities = byRoom(await listVisibilities(db, some), (content) => content['history_visibility'])
    const found = some.flatMap((roomNid) => {
      const past = { memberships: memberships.get(roomNid) ?? [], visibilities: visibilities.get(roomNid) ?? [], openings: doors.get(roomNid) ?? [] }
      const { way, spans } = reachOf(past, window)
      if (way === null) return []
      const now = reachOf({ ...past, memberships: past.memberships.filter(({ to }) => to === FOREVER), openings: blocked.has(roomNid) ? [] : past.openings }, PRESENT)
      return [{ roomNid, way, spans, isNow: now.way !== null && !frozen.has(roomNid) }]
    })
    const spans = found.flatMap(({ roomNid, spans: list }): RoomSpan[] => list.map((span) => ({ roomNid, ...span })))
    const counts = await countInSpans(db, spans)
    rooms.push(...found.map(({ roomNid, way, isNow }) => ({ roomNid, way, isNow, events: counts.get(roomNid) ?? 0 })))
    if (files.length < FILES_MAX) files.push(...(await listFilesInSpans(db, spans, FILES_MAX - files.length)))
  }
  return { rooms, files, people: await countPeople({ db, settings }, reacher, rooms) }
}

/** The first position of which nothing had come at a time. Rooms stand in the order in which events came. */
async function positionAt(db: Db, atMs: number, last: number): Promise<number> {
  let [low, high] = [0, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const event = await findEventFrom(db, middle, high)
    const sentAtMs = event === undefined ? undefined : fieldsOf(event.pdu)['origin_server_ts']
    if (event !== undefined && typeof sentAtMs === 'number' && sentAtMs < atMs) low = event.position + 1
    else high = middle
  }
  return low
}

/** When each room was open: to everybody, or to the members of one that the account could be in. */
async function findDoors(db: Db, memberships: ReadonlyMap<number, readonly Held[]>): Promise<Map<number, Span[]>> {
  const doors = new Map<number, Span[]>()
  const behind: { roomNid: number; span: Span; roomIds: string[] }[] = []
  const open = (roomNid: number, span: Span): void => void doors.set(roomNid, [...(doors.get(roomNid) ?? []), span])
  for (let after: number | undefined = 0; after !== undefined; ) {
    const { intervals, last } = await listOpenings(db, after, ROOMS_AT_ONCE)
    for (const { roomNid, from, to, pdu } of intervals) {
      const content = contentOf(pdu)
      if (content['join_rule'] === 'public' || content['history_visibility'] === 'world_readable') open(roomNid, { from, to })
      else if (content['join_rule'] === 'restricted' || content['join_rule'] === 'knock_restricted') behind.push({ roomNid, span: { from, to }, roomIds: allowedIn(content) })
    }
    after = last
  }
  const nids = await listRoomNids(db, [...new Set(behind.flatMap(({ roomIds }) => roomIds))])
  let waiting = behind
  for (let round = 0; round < ROUNDS_MAX && waiting.length > 0; round += 1) {
    const reached = waiting.filter(({ roomIds }) => roomIds.some((roomId) => canBeIn(nids.get(roomId))))
    if (reached.length === 0) break
    for (const { roomNid, span } of reached) open(roomNid, span)
    waiting = waiting.filter((each) => !reached.includes(each))
  }
  return doors

  function canBeIn(roomNid: number | undefined): boolean {
    if (roomNid === undefined) return false
    return doors.has(roomNid) || memberships.get(roomNid)?.some(({ value }) => value === 'join' || value === 'invite') === true
  }
}

function allowedIn({ allow }: JsonObject): string[] {
  return (Array.isArray(allow) ? allow : []).flatMap((each) => (isJsonObject(each) && typeof each['room_id'] === 'string' ? [each['room_id']] : []))
}

async function countPeople({ db, settings }: Pick<ReachDeps, 'db' | 'settings'>, { accountType, organisationNid }: Reacher, rooms: readonly ReachableRoom[]): Promise<Reachable['people']> {
  const roomNids = rooms.filter(({ way }) => way !== 'invited').map(({ roomNid }) => roomNid)
  const people = new Set<number>()
  for (let at = 0; at < roomNids.length; at += SPANS_AT_ONCE) for (const userNid of await listJoinedIn(db, roomNids.slice(at, at + SPANS_AT_ONCE))) people.add(userNid)
  const inRooms = people.size
  const { directoryScope } = settings.policy
  const visible = statesThatAre('isVisible')
  if (!accountTypePolicyOf(accountType).findsOthers) return { scope: 'nobody', count: 0, inRooms }
  if (directoryScope === 'everybody') return { scope: 'everybody', count: await countListed(db, visible, undefined), inRooms }
  if (directoryScope === 'organisation') return { scope: 'organisation', count: await countListed(db, visible, organisationNid), inRooms }
  return { scope: 'acquainted', count: inRooms, inRooms }
}

function byRoom(intervals: readonly StoredInterval[], valueOf: (content: JsonObject) => unknown): Map<number, Held[]> {
  const found = new Map<number, Held[]>()
  for (const { roomNid, from, to, pdu } of intervals) {
    const value = valueOf(contentOf(pdu))
    const list = found.get(roomNid) ?? []
    list.push({ from, to: to >= FOREVER ? FOREVER : to, value: typeof value === 'string' ? value : '' })
    found.set(roomNid, list)
  }
  return found
}

function contentOf(pdu: Buffer): JsonObject {
  const { content } = fieldsOf(pdu)
  return isJsonObject(content) ? content : {}
}

function fieldsOf(pdu: Buffer): JsonObject {
  const event = parseJson(pdu.toString('utf8'))
  return isJsonObject(event) ? event : {}
}
