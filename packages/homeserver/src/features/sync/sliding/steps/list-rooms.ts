// Which rooms a request's lists and subscriptions hold at this moment.
import type { Room } from '../../../../engine/room.ts'
import type { UserRoom } from '../../../../engine/user-rooms.ts'
import { newsAfter } from '../../../../streams/live-users.ts'
import { isInvitedByIgnored } from '../../steps/other-rooms.ts'
import { NO_STATE, unionOf } from '../required-state.ts'
import type { RoomConfig, SlidingList } from '../sliding-request.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { changedSince } from '../sliding-scope.ts'
import type { FilterFacts } from './filter-room.ts'
import { factsFor, passesFilters } from './filter-room.ts'

/** A room that some list or subscription holds. */
export interface Wanted {
  each: UserRoom
  room: Room
  config: RoomConfig
  /** The names of the lists that hold it. */
  lists: readonly string[]
  isSubscribed: boolean
}

/** The rooms to look at, and how many each list has in all. */
export interface Window {
  rooms: Wanted[]
  counts: ReadonlyMap<string, number>
  /** Some room stood on it for the last time: the next look counts anew. */
  fading: boolean
}

/** A room on the server's list, with the place of its last event. */
interface Listed {
  each: UserRoom
  room: Room
  order: number
}

/**
 * The rooms that may have something to show. Where nothing but messages came since the last look, that is the rooms
 * they came in: those moved to the top of every list, and what else a window holds was shown before.
 */
export async function listRooms(scope: SlidingScope): Promise<Window> {
  const facts = await factsFor(scope)
  return (await movedOnly(scope, facts)) ?? everything(scope, facts)
}

async function everything(scope: SlidingScope, facts: FilterFacts): Promise<Window> {
  const listed = await serverList(scope)
  listed.sort((a, b) => b.order - a.order || b.each.roomNid - a.each.roomNid)
  const counts = new Map<string, number>()
  const names = new Map<Listed, string[]>()
  for (const list of scope.request.lists) {
    let index = 0
    for (const entry of listed) {
      if (!passesFilters(list.filters, entry, facts)) continue
      if (isInRange(list, index)) names.set(entry, [...(names.get(entry) ?? []), list.name])
      index += 1
    }
    counts.set(list.name, index)
  }
  const rooms = listed.flatMap((entry) => wantedOf(scope, entry, names.get(entry) ?? []) ?? [])
  const fading = listed.some(({ each }) => isNewlyGone(scope, each))
  return { rooms: [...rooms, ...(await subscribedOutside(scope, listed))], counts, fading }
}

/** The rooms with new events, where it is certain that nothing else moved; nothing where it is not. */
async function movedOnly(scope: SlidingScope, facts: FilterFacts): Promise<Window | undefined> {
  const { request, connection } = scope
  const base = connection.base?.snapshot
  if (base === undefined || base.fading || base.configText !== request.configText) return undefined
  if (!request.lists.every(startsAtTop)) return undefined
  const listed = movedRooms(scope)
  // In any list at most as many others stand above one of them as moved after it.
  const last = (listed?.length ?? 0) - 1
  if (listed === undefined || !request.lists.every((list) => last < 0 || isInRange(list, last))) return undefined
  const rooms = listed.flatMap((entry) => {
    const names = request.lists.filter((list) => passesFilters(list.filters, entry, facts)).map((list) => list.name)
    return wantedOf(scope, entry, names) ?? []
  })
  return { rooms, counts: base.counts, fading: false }
}

/** The rooms with new messages, the last one first; nothing where more came than messages. */
function movedRooms(scope: SlidingScope): Listed[] | undefined {
  const { mine, since } = scope
  if (mine.outsidePosition > since.events || changedSince(scope, 'accountData') || changedSince(scope, 'receipts')) return undefined
  const listed: Listed[] = []
  const moved = newsAfter(mine.user.news, since.events)
  if (moved === undefined) return undefined
  for (const roomNid of moved) {
    const each = mine.rooms.get(roomNid)
    if (each?.room === undefined || each.membership !== 'join') return undefined
    if (each.joinedPosition > since.events || each.room.lastStatePosition > since.events) return undefined
    listed.push({ each, room: each.room, order: each.room.committedPosition })
  }
  return listed.sort((a, b) => b.order - a.order)
}

function startsAtTop(list: SlidingList): boolean {
  return list.ranges === undefined || (list.ranges.length === 1 && list.ranges[0]?.[0] === 0)
}

function isInRange(list: SlidingList, index: number): boolean {
  return list.ranges?.some(([low, high]) => low <= index && index <= high) ?? true
}

/** Every room that may stand in a list: joined, invited to, knocked at; and left, as far as that is news. */
async function serverList(scope: SlidingScope): Promise<Listed[]> {
  const { mine, deps } = scope
  const listed: Listed[] = []
  const outside: UserRoom[] = []
  const isOutside = [...mine.rooms.values()].some((each) => each.membership !== 'join')
  const putOut = isOutside ? await deps.facts.putOut(mine) : new Set<number>()
  for (const each of mine.rooms.values()) {
    if (each.membership === 'join') {
      if (each.room !== undefined) listed.push({ each, room: each.room, order: each.room.committedPosition })
    } else if (isListedOutside(scope, each, putOut)) {
      outside.push(each)
    }
  }
  return [...listed, ...(await withRooms(scope, outside))]
}

async function withRooms(scope: SlidingScope, outside: readonly UserRoom[]): Promise<Listed[]> {
  if (outside.length === 0) return []
  const rooms = await scope.deps.engine.registry.getMany(outside.map((each) => each.roomNid))
  const byNid = new Map(rooms.map((room) => [room.roomNid, room]))
  const listed = outside.flatMap((each) => {
    const room = byNid.get(each.roomNid)
    return room === undefined ? [] : [{ each, room, order: each.position }]
  })
  return withoutIgnoredInvites(scope, listed)
}

/** "Servers must not send room invites from ignored users to clients." Nor are they counted, or filtered by. */
async function withoutIgnoredInvites(scope: SlidingScope, listed: Listed[]): Promise<Listed[]> {
  if (scope.deps.engine.ignored.of(scope.session.userId) === undefined) return listed
  const isHidden = await Promise.all(
    listed.map(async ({ each, room }) => each.membership === 'invite' && (await isInvitedByIgnored(scope, room))),
  )
  return listed.filter((_, index) => isHidden[index] !== true)
}

function isListedOutside(scope: SlidingScope, each: UserRoom, putOut: ReadonlySet<number>): boolean {
  const sent = scope.connection.rooms.get(each.roomNid)
  // What one device forgets, another that still shows it is told to have been left.
  if (each.forgotten) return sent !== undefined && sent.upTo < each.position
  if (each.membership === 'invite' || each.membership === 'knock') return true
  // Who left by themselves knows it: only where the client still takes them for a member it is told, once.
  return putOut.has(each.roomNid) || (sent !== undefined && sent.upTo < each.position)
}

/** Whether this is the first that the client hears of the user's having left. */
function isNewlyGone({ connection }: SlidingScope, each: UserRoom): boolean {
  const isGone = each.membership === 'leave' || each.membership === 'ban'
  return isGone && connection.rooms.get(each.roomNid)?.membership !== each.membership
}

/** Rooms that are on no list any more, but that the client asked for by name and the user has been in. */
async function subscribedOutside(scope: SlidingScope, listed: readonly Listed[]): Promise<Wanted[]> {
  const { request, mine, deps } = scope
  const missing = new Set(request.subscriptions.keys())
  for (const { room } of listed) missing.delete(room.roomId)
  if (![...mine.rooms.values()].some((each) => each.membership === 'leave' || each.membership === 'ban')) return []
  const found: UserRoom[] = []
  for (const roomId of missing) {
    const room = deps.engine.registry.peekById(roomId) ?? (await deps.engine.registry.find(roomId))
    const each = room === undefined ? undefined : mine.rooms.get(room.roomNid)
    if (each === undefined || each.forgotten || each.membership === 'join') continue
    if (await deps.facts.wasJoined(mine, each.roomNid)) found.push(each)
  }
  return (await withRooms(scope, found)).flatMap((entry) => wantedOf(scope, entry, []) ?? [])
}

function wantedOf(scope: SlidingScope, { each, room }: Listed, lists: readonly string[]): Wanted | undefined {
  const subscription = scope.request.subscriptions.get(room.roomId)
  if (lists.length === 0 && subscription === undefined) return undefined
  const config = combine(scope, lists, subscription)
  return { each, room, config, lists, isSubscribed: subscription !== undefined }
}

const combined = new WeakMap<object, Map<string, RoomConfig>>()

/** "The superset": the longer timeline, and state that any of them asks for. */
function combine({ request }: SlidingScope, lists: readonly string[], subscription: RoomConfig | undefined): RoomConfig {
  const known = combined.get(request) ?? new Map<string, RoomConfig>()
  combined.set(request, known)
  const key = JSON.stringify([lists, subscription?.timelineLimit, subscription?.required.key])
  let config = known.get(key)
  if (config === undefined) {
    config = { timelineLimit: 0, required: NO_STATE }
    const parts = request.lists.filter((list) => lists.includes(list.name)).map((list) => list.config)
    for (const part of subscription === undefined ? parts : [...parts, subscription]) {
      config = { timelineLimit: Math.max(config.timelineLimit, part.timelineLimit), required: unionOf(config.required, part.required) }
    }
    known.set(key, config)
  }
  return config
}
