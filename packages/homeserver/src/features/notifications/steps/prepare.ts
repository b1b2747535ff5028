// From what is due to what is sent: many at once, with a handful of queries however many there are. What has been read,
// left, redacted or ignored meanwhile is due no more.
import type { PushRuleset } from '@chappe/core'
import { AVAILABILITY_FIELD, defaultPushRules, evaluatePush, isJsonObject, isQuietAt, parseAvailability, parseQuietHours, PUSH_KINDS, pushTweaks, QUIET_HOURS_TYPE } from '@chappe/core'
import { findState } from '../../../engine/room.ts'
import type { Room, TimelineEvent } from '../../../engine/room.ts'
import { listTimeline } from '../../../engine/rooms-store.ts'
import { parsePdu, timelineEventOf } from '../../../engine/row-mapping.ts'
import { pushContextOf } from '../../../engine/steps/append.ts'
import type { Subscription } from '../../web-push/web-push.ts'
import type { ActivePusher, PusherKey, Standing } from '../notifications-store.ts'
import { listAccountData, listActivePushers, listProfileFields, listStandings } from '../notifications-store.ts'
import type { NotificationsDeps } from '../notifications-deps.ts'
import { destinationOf, objectIn } from './destination.ts'
import type { Counts, NotifiedEvent, TargetDevice } from './payload.ts'
import { badgePayload, browserPayload, DUE_PAYLOAD, eventPayload, isUrgent } from './payload.ts'
import type { Job } from './push-queue.ts'
import { countUnread } from './unread.ts'

/** A call to make. `event`: what it tells of, for the ledger. */
export interface PushCall {
  text: string
  counts: Counts
  pusher: ActivePusher
  event: { roomNid: number; position: number } | undefined
  /** The browser that is told, where it is one. */
  subscription: Subscription | undefined
  isUrgent: boolean
}

/** What becomes of a job: a call, or the end of the matter; `moved`: the pusher has another gateway now. */
export type Prepared = { kind: 'call'; call: PushCall } | { kind: 'done' } | { kind: 'later' } | { kind: 'gone' } | { kind: 'moved'; gateway: string }

/** What a batch has in common. */
interface Facts {
  pushers: Map<string, ActivePusher>
  standings: Map<string, Standing>
  unread: Map<string, Counts>
  ignored: Map<string, ReadonlySet<string>>
  /** Who wants to be left alone at this time. */
  quiet: ReadonlySet<string>
}

/** The account data of whom somebody ignores. */
export const IGNORED_TYPE = 'm.ignored_user_list'
const NOTHING: Counts = { unread: 0, missedCalls: 0 }

/** Prepares a batch, in its order. Throws where the database fails. */
export async function prepare(deps: NotificationsDeps, jobs: readonly Job[]): Promise<Prepared[]> {
  const facts = await gatherFacts(deps, jobs)
  const prepared: Prepared[] = []
  for (const job of jobs) {
    try {
      prepared.push(await prepareOne(deps, facts, job))
    } catch (error) {
      deps.ground.logger.warn({ err: error, position: job.item.position }, 'a notification could not be made')
      prepared.push({ kind: 'done' })
    }
  }
  return prepared
}

async function gatherFacts(deps: NotificationsDeps, jobs: readonly Job[]): Promise<Facts> {
  const { db } = deps.ground
  const userIds = [...new Set(jobs.map(({ key }) => key.userId))]
  const events = jobs.filter(({ item }) => item.position > 0)
  const [pushers, standings, unread, accountData] = await Promise.all([
    listActivePushers(db, userIds),
    listStandings(db, events.map(({ key }) => key.userId), events.map(({ item }) => item.roomNid)),
    countUnread(deps, userIds),
    listAccountData(db, userIds, [IGNORED_TYPE, QUIET_HOURS_TYPE]),
  ])
  return {
    pushers: new Map(pushers.map((pusher) => [nameOf(pusher), pusher])),
    standings: new Map(standings.map((each) => [`${each.roomNid} ${each.userId}`, each])),
    unread,
    ignored: new Map(accountData.filter(({ type }) => type === IGNORED_TYPE).map(({ userId, content }) => [userId, ignoredIn(content)])),
    quiet: await quietIn(deps, accountData.filter(({ type }) => type === QUIET_HOURS_TYPE)),
  }
}

async function prepareOne(deps: NotificationsDeps, facts: Facts, { key, gateway, item }: Job): Promise<Prepared> {
  const pusher = facts.pushers.get(nameOf(key))
  if (pusher === undefined) return { kind: 'gone' }
  const device = deviceOf(pusher)
  const destination = destinationOf(deps, key.pushkey, device.data)
  if (destination === undefined) return { kind: 'gone' }
  if (destination.gateway !== gateway) return { kind: 'moved', gateway: destination.gateway }
  const counts = facts.unread.get(key.userId) ?? NOTHING
  const { subscription } = destination
  if (item.position < 0) {
    if (subscription === undefined) return { kind: 'done' }
    // Whoever has begun to want quiet since it was due is told afterwards.
    if (facts.quiet.has(key.userId)) return { kind: 'later' }
    return { kind: 'call', call: { text: DUE_PAYLOAD, counts, pusher, event: undefined, subscription, isUrgent: true } }
  }
  if (item.position === 0 || facts.quiet.has(key.userId)) {
    // A browser has to show something for whatever it is told, and what has been read is nothing to show. In quiet hours
    // a phone learns what is unread, and makes no sound of it.
    if (subscription !== undefined) return { kind: 'done' }
    return { kind: 'call', call: { text: badgePayload(device, counts), counts, pusher, event: undefined, subscription, isUrgent: false } }
  }
  const event = await notifiedEvent(deps, facts, { userId: key.userId, ...item })
  if (event === undefined) return { kind: 'done' }
  const text = subscription === undefined ? eventPayload(device, counts, event, deps.settings.contentInPushes) : browserPayload(event, counts)
  const told = { roomNid: item.roomNid, position: item.position }
  return { kind: 'call', call: { text, counts, pusher, event: told, subscription, isUrgent: isUrgent(event) } }
}

/** The event as the user is to be told of it; nothing when they are not to be told (any more). */
async function notifiedEvent(
  deps: NotificationsDeps,
  facts: Facts,
  due: { userId: string; roomNid: number; position: number },
): Promise<NotifiedEvent | undefined> {
  const { userId, roomNid, position } = due
  const standing = facts.standings.get(`${roomNid} ${userId}`)
  const inMemory = deps.engine.userRooms.peek(userId)?.rooms.get(roomNid)
  if (standing === undefined || !mayHear(standing, position) || (inMemory?.readPosition ?? 0) >= position) return undefined
  const room = await deps.engine.registry.get(roomNid)
  const event = await findEvent(deps, room, position)
  if (event === undefined || event.redactedBy !== undefined) return undefined
  if (facts.ignored.get(userId)?.has(event.sender) === true) return undefined
  return tellOf(deps, room, event, userId)
}

/** Members hear of what they have not read; who is invited hears of the invitation. */
function mayHear({ membership, position: since, joinedPosition, readPosition }: Standing, position: number): boolean {
  if (membership === 'join') return position > readPosition && position >= joinedPosition
  return membership === 'invite' && position === since
}

async function tellOf(deps: NotificationsDeps, room: Room, event: TimelineEvent, userId: string): Promise<NotifiedEvent | undefined> {
  await deps.engine.registry.ensureMembers(room, [userId, event.sender])
  const pdu = parsePdu(event.json)
  const displayName = nameIn(room, userId)
  const context = { ...pushContextOf(room, event.sender), userId, ...(displayName === undefined ? {} : { displayName }) }
  const ruleset = deps.push.ownRules(userId) ?? defaultPushRules(userId)
  const outcome = evaluatePush(ruleset, { ...pdu, room_id: room.roomId }, context)
  if (!outcome.notify) return undefined
  return {
    eventId: event.eventId,
    roomId: room.roomId,
    pdu,
    outcome,
    tweaks: pushTweaks(actionsOf(ruleset, outcome.ruleId)),
    senderName: nameIn(room, event.sender),
    roomName: stateText(room, 'm.room.name', 'name'),
    roomAlias: stateText(room, 'm.room.canonical_alias', 'alias'),
  }
}

/** The actions of a rule of a set. */
export function actionsOf(ruleset: PushRuleset, ruleId: string | undefined): PushRuleset['override'][number]['actions'] {
  for (const kind of PUSH_KINDS) {
    const rule = ruleset[kind].find((each) => each.rule_id === ruleId)
    if (rule !== undefined) return rule.actions
  }
  return []
}

/** The display name of a member; their membership must be in memory. */
export function nameIn(room: Room, userId: string): string | undefined {
  const name = room.members.get(userId)?.auth.content['displayname']
  return typeof name === 'string' && name !== '' ? name : undefined
}

async function findEvent(deps: NotificationsDeps, room: Room, position: number): Promise<TimelineEvent | undefined> {
  const inTail = room.tail.findLast((event) => event.position === position)
  if (inTail !== undefined) return inTail
  const around = { roomNid: room.roomNid, after: position - 1, before: position + 1, backwards: false, limit: 1 }
  const [row] = await listTimeline(deps.ground.db, around)
  return row === undefined ? undefined : timelineEventOf(row)
}

function stateText(room: Room, type: string, key: string): string | undefined {
  const entry = findState(room, type, '')
  const value = entry === undefined ? undefined : parsePdu(entry.json).content[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function deviceOf({ userId, appId, pushkey, createdAtMs, data }: ActivePusher): TargetDevice {
  return { userId, appId, pushkey, createdAtMs, data: objectIn(data) }
}

/** Who of some people wants to be left alone now. */
export async function quietAmong(deps: NotificationsDeps, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  return quietIn(deps, await listAccountData(deps.ground.db, userIds, [QUIET_HOURS_TYPE]))
}

/** Who wants to be left alone at this time. Of those alone who want so while they are not there it is asked whether they are. */
async function quietIn({ ground }: NotificationsDeps, rows: readonly { userId: string; content: string }[]): Promise<ReadonlySet<string>> {
  const wishes = rows.flatMap(({ userId, content }) => {
    const quiet = parseQuietHours(objectIn(content))
    return quiet === undefined ? [] : [{ userId, quiet }]
  })
  const following = wishes.filter(({ quiet }) => quiet.isOn && quiet.followsAvailability).map(({ userId }) => userId)
  const fields = new Map((await listProfileFields(ground.db, following)).map((row) => [row.userId, objectIn(row.fields)[AVAILABILITY_FIELD]]))
  const now = ground.clock.now()
  return new Set(wishes.filter(({ userId, quiet }) => isQuietAt(quiet, now, parseAvailability(fields.get(userId)))).map(({ userId }) => userId))
}

/** Whom the content of `m.ignored_user_list` names. */
export function ignoredIn(content: string): ReadonlySet<string> {
  const users = objectIn(content)['ignored_users']
  return new Set(isJsonObject(users) ? Object.keys(users) : [])
}

function nameOf({ userId, appId, pushkey }: PusherKey): string {
  return JSON.stringify([userId, appId, pushkey])
}
