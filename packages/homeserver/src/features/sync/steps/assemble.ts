// The whole answer of one sync: each part asked of whoever has it, then spliced into one text.
import { listRoomIds } from '../../../engine/rooms-store.ts'
import type { UserRoom } from '../../../engine/user-rooms.ts'
import type { Read } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import { formatSyncToken } from '../../../streams/sync-token.ts'
import { newsAfter } from '../../../streams/live-users.ts'
import { passes } from '../sync-filter.ts'
import type { JoinPlan, SyncScope } from '../sync-request.ts'
import { mayHaveChanged } from '../sync-request.ts'
import type { AccountDataEntry } from '../sync-sources.ts'
import { deviceListsOf } from './device-lists.ts'
import { bundledReads } from './fill-relations.ts'
import { fillState } from './fill-state.ts'
import type { LeavePlan } from './other-rooms.ts'
import { planLeave, writeLeave, writeOutside } from './other-rooms.ts'
import { hasNews, planFromMemory, planJoined } from './plan-joined.ts'
import { presenceSection } from './presence.ts'
import type { JoinExtras } from './write-join.ts'
import { accountDataJson, writeJoin } from './write-join.ts'

/** An answer: its text, what it shows, and whether it says anything at all. */
export interface SyncAnswer {
  text: string
  reads: Read<'events' | 'people' | 'keys'>[]
  empty: boolean
  /** How many messages to the device it hands out. */
  toDeviceCount: number
}

const TO_DEVICE_LIMIT = 100
const WRITER = 1

/** Builds the answer for everything in (since, now]. */
export async function assemble(scope: SyncScope): Promise<SyncAnswer> {
  const { global, extras, joins } = await gatherJoined(scope)
  const outside = hasOutsideNews(scope) ? await gatherOutside(scope) : NO_OUTSIDE
  const lists = scope.initial ? NO_LISTS : await deviceListsOf(scope, joins, outside.leaves)
  const toDevice = mayHaveChanged(scope, 'toDevice') ? await gatherToDevice(scope) : NO_TO_DEVICE
  const presence = presenceSection(scope, joins)
  const counts = await scope.deps.sources.keyCountsOf(scope.session.deviceNid)
  const rooms = writeRooms(joins.map((plan) => writeJoin(scope, plan, extras.get(plan.room.roomNid) ?? NO_EXTRAS)), outside)
  const hasLists = lists.changed.length + lists.left.length > 0
  const parts = [`"next_batch":"${nextBatchOf(scope, toDevice)}"`]
  if (global.length > 0) parts.push(`"account_data":{"events":[${accountDataJson(global)}]}`)
  if (hasLists) parts.push(`"device_lists":${JSON.stringify(lists)}`)
  parts.push(`"device_one_time_keys_count":${JSON.stringify(counts.oneTimeKeyCounts)}`)
  parts.push(`"device_unused_fallback_key_types":${JSON.stringify(counts.unusedFallbackKeyTypes)}`)
  parts.push(...presence.parts)
  if (toDevice.events.length > 0) parts.push(`"to_device":{"events":[${toDevice.events.join(',')}]}`)
  if (rooms !== '') parts.push(`"rooms":{${rooms}}`)
  return {
    text: `{${parts.join(',')}}`,
    reads: [...readsOf(scope, joins, outside, toDevice.events.length), ...presence.reads],
    empty: rooms === '' && global.length + presence.count + toDevice.events.length === 0 && !hasLists,
    toDeviceCount: toDevice.events.length,
  }
}

/** The joined rooms that have something to show, what they show beside events, and the account data of no room. */
async function gatherJoined(
  scope: SyncScope,
): Promise<{ global: readonly AccountDataEntry[]; extras: Map<number, JoinExtras>; joins: JoinPlan[] }> {
  const { since, now, session, fullState } = scope
  const range = { userId: session.userId, from: fullState ? 0 : since.changes, to: now.changes }
  const asks = mayHaveChanged(scope, 'accountData') || fullState
  const accountData = asks ? await scope.deps.sources.accountDataFor(range) : NO_ACCOUNT_DATA
  const { byRoom, withReceipts } = gatherExtras(scope, accountData.rooms)
  if (withReceipts.length > 0) await addReceipts(scope, { byRoom, withReceipts })
  const joins = await planAll(scope, byRoom)
  await fillState(scope, joins)
  const global = accountData.global.filter((entry) => passes(scope.filter.accountData, { type: entry.type, sender: '' }))
  return { global, extras: byRoom, joins }
}

function nextBatchOf({ now }: SyncScope, toDevice: { upTo: number; more: boolean }): string {
  const changes = toDevice.more ? Math.min(now.changes, toDevice.upTo) : now.changes
  return formatSyncToken({ writer: WRITER, events: now.events, changes })
}

const NO_ACCOUNT_DATA: {
  global: readonly AccountDataEntry[]
  rooms: ReadonlyMap<number, readonly AccountDataEntry[]>
} = { global: [], rooms: new Map() }

const NO_EXTRAS: JoinExtras = { receipts: undefined, typing: undefined, accountData: [] }
const NO_LISTS: Awaited<ReturnType<typeof deviceListsOf>> = { changed: [], left: [] }
const NO_TO_DEVICE: Awaited<ReturnType<typeof gatherToDevice>> = { events: [], upTo: 0, more: false }

function isWanted(scope: SyncScope, roomId: string): boolean {
  const { rooms, notRooms } = scope.filter
  return !notRooms.has(roomId) && (rooms === undefined || rooms.has(roomId))
}

/** The rooms to look at for events: those noted, or all where the client's token is older than the notes. */
function withEvents(scope: SyncScope, others: ReadonlyMap<number, unknown>): Iterable<UserRoom> {
  const { mine, since } = scope
  const noted = scope.initial || scope.fullState ? undefined : newsAfter(mine.user.news, since.events)
  if (noted === undefined) return mine.rooms.values()
  for (const roomNid of others.keys()) noted.add(roomNid)
  return [...noted].flatMap((roomNid) => mine.rooms.get(roomNid) ?? [])
}

function joinedWithNews(scope: SyncScope, extras: ReadonlyMap<number, JoinExtras>): { each: UserRoom; room: NonNullable<UserRoom['room']> }[] {
  const found = []
  for (const each of withEvents(scope, extras)) {
    const { room } = each
    if (each.membership !== 'join' || room === undefined || !isWanted(scope, room.roomId)) continue
    if (scope.fullState || hasNews(scope, each, room) || extras.has(each.roomNid)) found.push({ each, room })
  }
  return found
}

/** The timelines of the joined rooms that have something to show; at once where memory has them all. */
function planAll(scope: SyncScope, extras: ReadonlyMap<number, JoinExtras>): JoinPlan[] | Promise<JoinPlan[]> {
  const found = joinedWithNews(scope, extras)
  const plans: JoinPlan[] = []
  for (const { each, room } of found) {
    const plan = planFromMemory(scope, each, room)
    // The first that is not in memory: all of them may as well be waited for.
    if (plan === undefined) return Promise.all(found.map((one) => planJoined(scope, one.each, one.room)))
    plans.push(plan)
  }
  return plans
}

/** What rooms show beside their events; receipts are still to be asked for. */
interface Extras {
  byRoom: Map<number, JoinExtras>
  withReceipts: number[]
}

/** Typing and account data per room, and which rooms have receipts; rooms without any are left out. */
function gatherExtras(scope: SyncScope, accountData: ReadonlyMap<number, readonly AccountDataEntry[]>): Extras {
  const { since } = scope
  const withReceipts: number[] = []
  const byRoom = new Map<number, JoinExtras>()
  for (const each of withExtras(scope, accountData)) {
    const { room, roomNid } = each
    if (each.membership !== 'join' || room === undefined) continue
    const from = scope.initial || each.joinedPosition > since.events ? 0 : since.changes
    const typing = newTyping(scope, roomNid, from)
    const data = accountData.get(roomNid) ?? []
    const hasReceipts = room.receiptPosition > from
    if (hasReceipts) withReceipts.push(roomNid)
    if (!hasReceipts && typing === undefined && data.length === 0) continue
    const wanted = data.filter((entry) => passes(scope.filter.roomAccountData, { type: entry.type, sender: '' }))
    byRoom.set(roomNid, { receipts: undefined, typing, accountData: wanted })
  }
  return { byRoom, withReceipts }
}

async function addReceipts({ deps, session, initial, since, now }: SyncScope, { byRoom, withReceipts }: Extras): Promise<void> {
  const from = initial ? 0 : since.changes
  const receipts = await deps.sources.receiptsFor(withReceipts, session.userId, from, now.changes)
  for (const [roomNid, text] of receipts) byRoom.set(roomNid, { ...(byRoom.get(roomNid) ?? NO_EXTRAS), receipts: text })
}

/** The rooms to look at for receipts, typing and account data: receipts and typing may be news of any room. */
function withExtras(scope: SyncScope, accountData: ReadonlyMap<number, unknown>): Iterable<UserRoom> {
  const anywhere = mayHaveChanged(scope, 'receipts') || mayHaveChanged(scope, 'typing')
  return anywhere ? scope.mine.rooms.values() : withEvents(scope, accountData)
}

function newTyping(scope: SyncScope, roomNid: number, from: number): string | undefined {
  const typing = scope.deps.sources.typingIn(roomNid)
  return typing !== undefined && typing.position > from ? typing.json : undefined
}

interface Outside {
  invites: string[]
  knocks: string[]
  leaves: LeavePlan[]
  leaveTexts: string[]
}

const NO_OUTSIDE: Outside = { invites: [], knocks: [], leaves: [], leaveTexts: [] }

function hasOutsideNews({ initial, mine, since }: SyncScope): boolean {
  return initial || mine.outsidePosition > since.events
}

async function gatherOutside(scope: SyncScope): Promise<Outside> {
  const outside: Outside = { invites: [], knocks: [], leaves: [], leaveTexts: [] }
  const entries = [...scope.mine.rooms.values()].filter((each) => isOutsideNews(scope, each))
  if (entries.length === 0) return outside
  const rooms = await scope.deps.engine.registry.getMany(entries.map((each) => each.roomNid))
  const byNid = new Map(rooms.map((room) => [room.roomNid, room]))
  for (const each of entries) {
    const room = byNid.get(each.roomNid)
    if (room === undefined || !isWanted(scope, room.roomId)) continue
    if (each.membership === 'invite') outside.invites.push(...(await writeOutside(scope, room, 'invite_state')))
    else if (each.membership === 'knock') outside.knocks.push(...(await writeOutside(scope, room, 'knock_state')))
    else outside.leaves.push(await planLeave(scope, each, room))
  }
  const deleted = entries.filter((each) => isLeft(each) && !byNid.has(each.roomNid)).map((each) => each.roomNid)
  outside.leaveTexts = [...outside.leaves.map((plan) => writeLeave(scope, plan)), ...(await writeDeleted(scope, deleted))]
  return outside
}

/** Of rooms that are deleted, nothing can be shown but that they were left. */
async function writeDeleted(scope: SyncScope, roomNids: readonly number[]): Promise<string[]> {
  if (roomNids.length === 0) return []
  const roomIds = await listRoomIds(scope.deps.db, roomNids)
  const wanted = roomIds.filter((roomId) => isWanted(scope, roomId))
  return wanted.map((roomId) => `${JSON.stringify(roomId)}:{"timeline":{"events":[],"limited":false},"state":{"events":[]},"account_data":{"events":[]}}`)
}

/** Whether a room that somebody is not joined to is to be told of: all of them at first, then those that changed. */
function isOutsideNews(scope: SyncScope, each: UserRoom): boolean {
  if (each.membership === 'join') return false
  // What one device forgets, another that still shows it is told to have been left.
  if (scope.initial) return !each.forgotten && (!isLeft(each) || scope.filter.includeLeave)
  return each.position > scope.since.events && each.position <= scope.now.events
}

function isLeft(each: UserRoom): boolean {
  return each.membership === 'leave' || each.membership === 'ban'
}

async function gatherToDevice(scope: SyncScope): Promise<{ events: readonly string[]; upTo: number; more: boolean }> {
  const { deps, session, since, now } = scope
  const range = { userId: session.userId, deviceNid: session.deviceNid, from: since.changes, to: now.changes, limit: TO_DEVICE_LIMIT }
  const { events, upTo } = await deps.sources.toDeviceFor(range)
  return { events, upTo, more: upTo < now.changes }
}

function writeRooms(joins: readonly string[], outside: Outside): string {
  const sections: string[] = []
  if (joins.length > 0) sections.push(`"join":{${joins.join(',')}}`)
  if (outside.invites.length > 0) sections.push(`"invite":{${outside.invites.join(',')}}`)
  if (outside.knocks.length > 0) sections.push(`"knock":{${outside.knocks.join(',')}}`)
  if (outside.leaveTexts.length > 0) sections.push(`"leave":{${outside.leaveTexts.join(',')}}`)
  return sections.join(',')
}

/** One row for each stretch of a timeline, one for the state shown beside it, one for messages to the device. */
function readsOf(
  scope: SyncScope,
  joins: readonly JoinPlan[],
  outside: Outside,
  toDevice: number,
): SyncAnswer['reads'] {
  const reads: SyncAnswer['reads'] = []
  for (const { room, timeline, state, bundles } of [...joins, ...outside.leaves]) {
    const { roomNid } = room
    if (timeline.length > 0) reads.push(...shownReads({ kind: 'events', roomNid }, timeline.map(({ position }) => position)))
    if (bundles.shown.length > 0) reads.push(...bundledReads(roomNid, bundles.shown))
    if (state.length > 0) reads.push(...shownReads({ kind: 'events', roomNid, subject: 'state' }, state.map(({ position }) => position)))
  }
  const outsiders = outside.invites.length + outside.knocks.length
  if (outsiders > 0) reads.push({ kind: 'events', count: outsiders, subject: 'stripped state' })
  if (toDevice > 0) reads.push({ kind: 'keys', count: toDevice, subject: `to-device:${scope.session.deviceId}`.slice(0, 255) })
  return reads
}
