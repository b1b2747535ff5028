// What an answer says beside rooms: messages to the device, keys, account data, receipts, who is typing.
import { NO_BUNDLES } from '../../../../engine/aggregations.ts'
import type { Room } from '../../../../engine/room.ts'
import type { Read } from '../../../../http/reveal-tap.ts'
import { deviceListsOf } from '../../steps/device-lists.ts'
import type { DeviceInbox } from '../../../../key-reads.ts'
import { keyReads, secretReads } from '../../../../key-reads.ts'
import { accountDataJson } from '../../steps/write-join.ts'
import type { JoinPlan } from '../../sync-request.ts'
import type { SentRoom, Snapshot } from '../connections.ts'
import type { RoomExtension } from '../sliding-request.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { changedSince, syncScopeOf } from '../sliding-scope.ts'
import { memberEventsSince } from './fill-rooms.ts'
import type { RoomPlan } from './room-plan.ts'

/** The extensions of an answer. */
export interface WrittenExtensions {
  /** JSON texts with their keys. */
  parts: string[]
  /** Whether there is anything in them that a held request is to be answered for. */
  empty: boolean
  /** Messages to the device, and secrets, as the ledger notes them. */
  reads: Read<'keys'>[]
  toDeviceCount: number
  settings: Snapshot['extensions']
}

/** A room that the client has, with what it has of it. */
interface Known {
  room: Room
  sent: SentRoom
  /** The plan of this answer that shows the whole room. */
  fresh: RoomPlan | undefined
}

/** Writes every extension that is switched on. */
export async function writeExtensions(
  scope: SlidingScope,
  plans: readonly RoomPlan[],
  sent: ReadonlyMap<number, SentRoom>,
): Promise<WrittenExtensions> {
  const { extensions } = scope.request
  const settings = { accountData: settingOf(extensions.accountData), receipts: settingOf(extensions.receipts), typing: settingOf(extensions.typing) }
  const written: WrittenExtensions = { parts: [], empty: true, reads: [], toDeviceCount: 0, settings }
  const known = (): Known[] => knownRooms(scope, plans, sent)
  const add = (part: string | undefined, isEmpty = false): void => {
    if (part !== undefined) written.parts.push(part)
    if (part !== undefined && !isEmpty) written.empty = false
  }
  if (extensions.toDevice !== undefined) {
    const { events, nextBatch, ...senders } = await toDevice(scope, extensions.toDevice)
    written.toDeviceCount = events.length
    written.reads.push(...keyReads(scope.session, { events, ...senders }))
    add(`"to_device":{"next_batch":"t${nextBatch}","events":[${events.join(',')}]}`, events.length === 0)
  }
  if (extensions.e2ee) {
    const { text, isEmpty } = await keys(scope)
    add(text, isEmpty)
  }
  if (extensions.accountData !== undefined) add(await accountData(scope, extensions.accountData, { known, reads: written.reads }))
  if (extensions.receipts !== undefined) add(await receipts(scope, extensions.receipts, known))
  if (extensions.typing !== undefined) add(typing(scope, extensions.typing, known))
  return written
}

function settingOf(extension: RoomExtension | undefined): string {
  if (extension === undefined) return ''
  const listOf = (names: ReadonlySet<string> | undefined): string[] | null => (names === undefined ? null : [...names])
  return JSON.stringify([listOf(extension.lists), listOf(extension.rooms)])
}

/** The rooms the client has after this answer and is a member of. */
function knownRooms(scope: SlidingScope, plans: readonly RoomPlan[], sent: ReadonlyMap<number, SentRoom>): Known[] {
  const { connection, mine } = scope
  const fresh = new Map(plans.filter((plan) => plan.initial || plan.expanded || plan.limited).map((plan) => [plan.each.roomNid, plan]))
  const known: Known[] = []
  for (const [roomNid, each] of [...connection.rooms, ...[...sent].filter(([nid]) => !connection.rooms.has(nid))]) {
    const entry = mine.rooms.get(roomNid)
    if (entry?.membership !== 'join' || entry.room === undefined) continue
    known.push({ room: entry.room, sent: sent.get(roomNid) ?? each, fresh: fresh.get(roomNid) })
  }
  return known
}

/** "If not defined, all lists; if defined and empty, none", and the same for rooms that are asked for by themselves. */
function isWithin(extension: RoomExtension, { room, sent }: Known): boolean {
  if (sent.lists.some((name) => extension.lists?.has(name) ?? true)) return true
  // Out of every list by now, as far as is known: it is not forgotten for that.
  if (extension.lists === undefined && sent.lists.length === 0 && !sent.isSubscribed) return true
  return sent.isSubscribed && (extension.rooms?.has(room.roomId) ?? true)
}

/** The start of the range an extension tells of: 0 where it was off before, or elsewhere. */
function startOf(scope: SlidingScope, name: keyof Snapshot['extensions'], extension: RoomExtension): number {
  const before = scope.connection.base?.snapshot.extensions[name]
  return before === settingOf(extension) ? scope.since.changes : 0
}

async function toDevice(scope: SlidingScope, asked: { limit: number; since: number }): Promise<DeviceInbox & { nextBatch: number }> {
  const { deps, session, now, mine } = scope
  const from = Math.min(asked.since, now.changes)
  // Where the client says 0 it knows nothing, and messages may wait from before anybody listened.
  if (from > 0 && mine.user.changed.toDevice <= from) return { events: [], senders: [], isVague: false, nextBatch: now.changes }
  const range = { userId: session.userId, deviceNid: session.deviceNid, from, to: now.changes, limit: asked.limit }
  const { upTo, ...inbox } = await deps.sources.toDeviceFor(range)
  return { ...inbox, nextBatch: upTo }
}

async function keys(scope: SlidingScope): Promise<{ text: string; isEmpty: boolean }> {
  const { deps, session } = scope
  const [lists, counts] = await Promise.all([deviceLists(scope), deps.sources.keyCountsOf(session.deviceNid)])
  const isEmpty = lists.changed.length + lists.left.length === 0
  const parts = [
    `"device_one_time_keys_count":${JSON.stringify(counts.oneTimeKeyCounts)}`,
    `"device_unused_fallback_key_types":${JSON.stringify(counts.unusedFallbackKeyTypes)}`,
  ]
  if (!isEmpty) parts.push(`"device_lists":${JSON.stringify(lists)}`)
  return { text: `"e2ee":{${parts.join(',')}}`, isEmpty }
}

/** Of all the user's encrypted rooms, whether a list holds them or not: whoever comes or goes matters to keys. */
async function deviceLists(scope: SlidingScope): Promise<{ changed: string[]; left: string[] }> {
  const { mine, since, now } = scope
  if (scope.initial) return { changed: [], left: [] }
  const joins: JoinPlan[] = []
  const leaves: Parameters<typeof deviceListsOf>[2][number][] = []
  const nothing = { timeline: [], limited: false, hides: false, pageFrom: 0, state: [], bundles: NO_BUNDLES }
  for (const each of mine.rooms.values()) {
    const { room } = each
    if (each.membership !== 'join') {
      const isNews = mine.outsidePosition > since.events && each.position > since.events && each.position <= now.events
      const gone = isNews && (each.membership === 'leave' || each.membership === 'ban')
      const [left] = gone ? await scope.deps.engine.registry.getMany([each.roomNid]) : []
      if (left !== undefined) leaves.push({ ...nothing, room: left })
      continue
    }
    if (room === undefined || room.lastStatePosition <= since.events || !room.state.has('m.room.encryption')) continue
    const timeline = await memberEventsSince(scope, room, since.events)
    joins.push({ ...nothing, each, room, whole: false, timeline, members: new Map(), summary: undefined })
  }
  return deviceListsOf(syncScopeOf(scope, since.events, 0), joins, leaves)
}

async function accountData(scope: SlidingScope, extension: RoomExtension, { known, reads }: { known: () => Known[]; reads: Read<'keys'>[] }): Promise<string | undefined> {
  const { deps, session, now } = scope
  const from = startOf(scope, 'accountData', extension)
  const rooms = known().filter((each) => isWithin(extension, each))
  const anyFresh = rooms.some((each) => each.fresh?.initial === true)
  if (from > 0 && !anyFresh && !changedSince(scope, 'accountData')) return undefined
  const changes = await deps.sources.accountDataFor({ userId: session.userId, from, to: now.changes })
  const whole = from > 0 && anyFresh ? await deps.sources.accountDataFor({ userId: session.userId, from: 0, to: now.changes }) : changes
  const parts: string[] = []
  for (const each of rooms) {
    const entries = (each.fresh?.initial === true ? whole : changes).rooms.get(each.room.roomNid) ?? []
    if (entries.length > 0) parts.push(`${JSON.stringify(each.room.roomId)}:[${accountDataJson(entries)}]`)
  }
  if (changes.global.length + parts.length === 0) return undefined
  reads.push(...secretReads(changes.global))
  return `"account_data":{"global":[${accountDataJson(changes.global)}],"rooms":{${parts.join(',')}}}`
}

async function receipts(scope: SlidingScope, extension: RoomExtension, known: () => Known[]): Promise<string | undefined> {
  const { deps, session, now } = scope
  const from = startOf(scope, 'receipts', extension)
  if (from > 0 && !changedSince(scope, 'receipts') && !known().some((each) => each.fresh !== undefined)) return undefined
  const rooms = known().filter((each) => isWithin(extension, each))
  // Of a room that is shown anew, receipts on the events shown: there may be thousands on older ones.
  const fresh = rooms.filter((each) => each.room.receiptPosition > 0 && (each.fresh !== undefined || from === 0))
  const moved = rooms.filter((each) => each.fresh === undefined && from > 0 && each.room.receiptPosition > from)
  const contents = [
    await deps.sources.receiptsAt(fresh.map(({ room, fresh: plan }) => ({ roomNid: room.roomNid, eventIds: plan?.timeline.map((event) => event.eventId) ?? [] })), session.userId),
    await deps.sources.receiptsFor(moved.map((each) => each.room.roomNid), session.userId, from, now.changes),
  ]
  return roomsPart('receipts', 'm.receipt', rooms, (nid) => contents[0]?.get(nid) ?? contents[1]?.get(nid))
}

function typing(scope: SlidingScope, extension: RoomExtension, known: () => Known[]): string | undefined {
  const from = startOf(scope, 'typing', extension)
  if (from > 0 && !changedSince(scope, 'typing') && !known().some((each) => each.fresh?.initial === true)) return undefined
  const rooms = known().filter((each) => isWithin(extension, each))
  const fresh = new Set(rooms.filter((each) => each.fresh?.initial === true || from === 0).map((each) => each.room.roomNid))
  return roomsPart('typing', 'm.typing', rooms, (nid) => {
    const found = scope.deps.sources.typingIn(nid)
    if (found === undefined) return undefined
    // Who has just come to see the room does not care who has stopped.
    return fresh.has(nid) ? (found.json === NOBODY ? undefined : found.json) : found.position > from ? found.json : undefined
  })
}

const NOBODY = '{"user_ids":[]}'

function roomsPart(name: string, type: string, rooms: readonly Known[], contentOf: (roomNid: number) => string | undefined): string | undefined {
  const parts: string[] = []
  for (const { room } of rooms) {
    const content = contentOf(room.roomNid)
    if (content !== undefined) parts.push(`${JSON.stringify(room.roomId)}:{"type":"${type}","content":${content}}`)
  }
  return parts.length === 0 ? undefined : `"${name}":{"rooms":{${parts.join(',')}}}`
}
