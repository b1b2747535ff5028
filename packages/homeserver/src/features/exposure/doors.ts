// When each room was open: to everybody, or to the members of one that the account could be in.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, roomVersionRules } from '@chappe/core'
import { audienceOf, EXERCISE, isInAudience } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import { listListedAudiences } from './people-store.ts'
import { contentOf, madeAtMs } from './position-at.ts'
import type { StoredAudience, StoredInterval, StoredOpening } from './reach-store.ts'
import { listAudiences, listOpenings, listRoomNids, listRules } from './reach-store.ts'
import type { Held, Moments, Span } from './spans.ts'
import { firstInside, FOREVER, momentsIn } from './spans.ts'

/** A window, what the account was in rooms, and which let nobody in during it. */
export interface Comer {
  window: Moments
  memberships: ReadonlyMap<number, readonly Held[]>
  /** When the rule of a room let nobody in. */
  sealed: ReadonlyMap<number, readonly Span[]>
  isBlocked(roomNid: number): boolean
}

/** A room, and over which positions something held of it. */
export interface RoomSpan {
  roomNid: number
  span: Span
}

/** For each comer the doors of rooms; the rooms that were open to the eyes of everybody at any time; and when rooms let everybody in, or look, or ask. */
export interface Doors {
  doors: ReadonlyMap<number, Moments[]>[]
  readable: number[]
  open: RoomSpan[]
  /** When rooms could be knocked at. */
  knocks: RoomSpan[]
}

/** A room that lets the members of others in, as long as its rule holds. */
interface Restricted extends RoomSpan {
  allowed: number[]
}

const ROOMS_AT_ONCE = 5000
/** A room is made within this time. */
const MAKING_MS_MAX = 1000
/** Rooms that let in the members of others that let in the members of others. */
const ROUNDS_MAX = 10
/** How many conditions of a room count, as where one comes in. */
const CONDITIONS_MAX = 100

/** Who comes. */
export interface DoorOptions {
  /** Whose organisation the account is of, where rooms may be for some organisations only; it is taken to have been of it all the time. */
  audience: { organisationId: string | undefined } | undefined
  /** It is an account of a drill: into the rooms of drills come these, and into others nobody of them. */
  isExercise: boolean
}

/** Looks through all rooms, some thousand at a time. */
export async function findDoors(db: Db, comers: readonly Comer[], { audience, isExercise }: DoorOptions): Promise<Doors> {
  const { open, looks, behind, knocks } = await withoutApart(db, await readOpenings(db), isExercise)
  const passable = audience === undefined ? open : await withoutOthers(db, open, audience.organisationId)
  const nids = await listRoomNids(db, [...new Set(behind.flatMap(({ roomIds }) => roomIds))])
  const restricted = behind.map(({ roomIds, ...each }): Restricted => ({ ...each, allowed: roomIds.flatMap((roomId) => nids.get(roomId) ?? []) }))
  return { doors: comers.map((comer) => doorsIn(comer, { open: passable, restricted })), readable: [...new Set(looks.map(({ roomNid }) => roomNid))], open: [...passable, ...looks], knocks }
}

/** When rooms were open to all, to the eyes of all, to the members of others, or to a knock. */
interface Openings {
  open: RoomSpan[]
  looks: RoomSpan[]
  behind: (RoomSpan & { roomIds: string[] })[]
  knocks: RoomSpan[]
}

async function readOpenings(db: Db): Promise<Openings> {
  const open: RoomSpan[] = []
  const looks: RoomSpan[] = []
  const knocks: RoomSpan[] = []
  const behind: (RoomSpan & { roomIds: string[] })[] = []
  for (let after: number | undefined = 0; after !== undefined; ) {
    const { intervals, last } = await listOpenings(db, after, ROOMS_AT_ONCE)
    for (const interval of intervals) {
      const { roomNid, from, to } = interval
      const content = contentOf(interval.pdu)
      if (isKnockable(interval, content)) knocks.push({ roomNid, span: { from, to } })
      if (content['history_visibility'] === 'world_readable') looks.push({ roomNid, span: { from, to } })
      else if (content['join_rule'] === 'public') open.push({ roomNid, span: { from, to } })
      else if (isRestricted(interval, content)) behind.push({ roomNid, span: { from, to }, roomIds: allowedIn(content) })
    }
    after = last
  }
  return { open, looks, behind, knocks }
}

/** Rooms of drills, or all but those. */
async function withoutApart(db: Db, { open, looks, behind, knocks }: Openings, isExercise: boolean): Promise<Openings> {
  const roomNids = [...new Set([open, looks, behind, knocks].flatMap((each) => each.map(({ roomNid }) => roomNid)))]
  const drills = new Set<number>()
  for (let at = 0; at < roomNids.length; at += ROOMS_AT_ONCE) {
    for (const { roomNid, pdu } of await listRules(db, roomNids.slice(at, at + ROOMS_AT_ONCE), 'm.room.create')) if (contentOf(pdu)[EXERCISE] === true) drills.add(roomNid)
  }
  const isThere = ({ roomNid }: RoomSpan): boolean => drills.has(roomNid) === isExercise
  return { open: open.filter(isThere), looks: looks.filter(isThere), behind: behind.filter(isThere), knocks: knocks.filter(isThere) }
}

/** Open doors as far as they were open to somebody of an organisation. */
async function withoutOthers(db: Db, open: readonly RoomSpan[], organisationId: string | undefined): Promise<RoomSpan[]> {
  const roomNids = [...new Set(open.map(({ roomNid }) => roomNid))]
  const shut = new Map<number, Span[]>()
  for (let at = 0; at < roomNids.length; at += ROOMS_AT_ONCE) {
    for (const said of await listAudiences(db, roomNids.slice(at, at + ROOMS_AT_ONCE))) {
      const { roomNid, to } = said
      if (isInAudience(audienceOf(contentOf(said.pdu)), organisationId)) continue
      shut.set(roomNid, [...(shut.get(roomNid) ?? []), { from: isOfFirstEvents(said) ? 0 : said.from, to }])
    }
  }
  return open.flatMap(({ roomNid, span }) => (shut.get(roomNid) ?? []).reduce(without, [span]).map((each) => ({ roomNid, span: each })))
}

/** Rooms that the directory lists, but not for somebody of an organisation. */
export async function listOthers(db: Db, organisationId: string | undefined): Promise<number[]> {
  const said = await listListedAudiences(db)
  return said.filter(({ pdu }) => !isInAudience(audienceOf(contentOf(pdu)), organisationId)).map(({ roomNid }) => roomNid)
}

/** Whether it was said as the room was made: nobody can come in between the first events of a room. */
function isOfFirstEvents({ from, pdu, first, eventsBefore }: StoredAudience): boolean {
  const [madeMs, saidMs] = [madeAtMs(first.pdu), madeAtMs(pdu)]
  return from - first.position === eventsBefore && madeMs !== undefined && saidMs !== undefined && saidMs - madeMs < MAKING_MS_MAX
}

/** What is left of stretches without another one. */
function without(spans: readonly Span[], { from, to }: Span): Span[] {
  return spans.flatMap((span) => [
    { from: span.from, to: Math.min(span.to, from) },
    { from: Math.max(span.from, to), to: span.to },
  ]).filter((each) => each.from < each.to)
}

function doorsIn({ window, memberships, sealed, isBlocked }: Comer, { open, restricted }: { open: readonly RoomSpan[]; restricted: readonly Restricted[] }): Map<number, Moments[]> {
  const doors = new Map<number, Moments[]>()
  const add = (roomNid: number, moments: readonly Moments[]): void => void (moments.length > 0 && doors.set(roomNid, [...(doors.get(roomNid) ?? []), ...moments]))
  for (const { roomNid, span } of open) add(roomNid, momentsIn(span, window))
  const firstIn = (roomNid: number): number =>
    firstInside({ memberships: memberships.get(roomNid) ?? [], doors: doors.get(roomNid) ?? [], sealed: sealed.get(roomNid) ?? [], isBlocked: isBlocked(roomNid) }, window) ?? FOREVER
  const opened = new Map<Restricted, number>()
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    // Each is opened at the first moment at which the account could be in a room that it names; an earlier one may be found later.
    const changed = restricted.flatMap((each) => {
      const first = Math.min(FOREVER, ...each.allowed.map(firstIn))
      return first < (opened.get(each) ?? FOREVER) ? [{ each, first }] : []
    })
    if (changed.length === 0) break
    for (const { each, first } of changed) {
      opened.set(each, first)
      add(each.roomNid, momentsIn(each.span, { first: Math.max(first, window.first), last: window.last }))
    }
  }
  return doors
}

function isKnockable({ version }: StoredOpening, { join_rule: rule }: JsonObject): boolean {
  return (rule === 'knock' || rule === 'knock_restricted') && isRuleOf(version, rule)
}

function isRestricted({ version }: StoredOpening, { join_rule: rule }: JsonObject): boolean {
  return (rule === 'restricted' || rule === 'knock_restricted') && isRuleOf(version, rule)
}

/** Whether a version of rooms knows a join rule; where it does not, nobody joins. */
function isRuleOf(version: string, rule: unknown): boolean {
  const rules = roomVersionRules(version)
  switch (rule) {
    case 'public':
    case 'invite':
      return true
    case 'knock':
      return rules?.knocking === true
    case 'restricted':
      return rules?.restrictedJoins === true
    case 'knock_restricted':
      return rules?.knockRestrictedJoins === true
    default:
      return false
  }
}

/** When the join rules of rooms were none of their versions. */
export function sealedOf(rules: readonly StoredOpening[]): Map<number, Span[]> {
  const unknown = rules.filter(({ version, pdu }) => !isRuleOf(version, contentOf(pdu)['join_rule']))
  return new Map([...Map.groupBy(unknown, ({ roomNid }) => roomNid)].map(([roomNid, list]) => [roomNid, list.map(({ from, to }) => ({ from, to }))]))
}

function allowedIn({ allow }: JsonObject): string[] {
  const conditions = Array.isArray(allow) ? allow.slice(0, CONDITIONS_MAX) : []
  return conditions.flatMap((each) => (isJsonObject(each) && each['type'] === 'm.room_membership' && typeof each['room_id'] === 'string' ? [each['room_id']] : []))
}

/** What was said of each room, by one field of the state events. */
export function heldByRoom(intervals: readonly StoredInterval[], field: string): Map<number, Held[]> {
  const found = new Map<number, Held[]>()
  for (const { roomNid, from, to, pdu } of intervals) {
    const value = contentOf(pdu)[field]
    const list = found.get(roomNid) ?? []
    list.push({ from, to: to >= FOREVER ? FOREVER : to, value: typeof value === 'string' ? value : '' })
    found.set(roomNid, list)
  }
  return found
}

/** Those of some values that are among others. */
export function valuesOf(held: readonly Held[], values: ReadonlySet<string>): Held[] {
  return held.filter(({ value }) => values.has(value))
}
