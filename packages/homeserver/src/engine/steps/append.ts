// The one writer of events. Everything that becomes an event comes through `append`: it is completed, judged, given
// its place and handed to the committer, in one turn of the event loop, so that nothing can come between.
import { MatrixError } from '@chappe/contract'
import type { JsonObject, Pdu, PushContext, PushEvent, PushOutcome, PushRuleset } from '@chappe/core'
import {
  authEventOf,
  authTypesFor,
  buildEvent,
  canonicalJson,
  checkAuth,
  checkEventFormat,
  checkRedactionApplies,
  defaultOutcome,
  defaultPushRules,
  evaluatePush,
  JsonError,
  needsOwnEvaluation,
  notificationPowerLevel,
  powerLevelFor,
  redact,
  userPowerLevel,
} from '@chappe/core'
import type { Clock } from '../../deps.ts'
import { nodeCrypto } from '../../node-crypto.ts'
import type { SessionLife } from '../../session.ts'
import { assertLive } from '../../session.ts'
import type { MediaLinks } from '../carried-media.ts'
import { mayCarryMedia, NO_MEDIA } from '../carried-media.ts'
import type { MembershipChange, PushException, Redaction, RelationRow } from '../commit-store.ts'
import type { IgnoredUsers } from '../ignored-users.ts'
import type { FactsByUser } from '../account-facts.ts'
import type { RoomGuard } from '../room-guard.ts'
import { authReferences, hashForReference, prevReferences } from '../references.ts'
import { annotationName, isAnnotated } from '../relations.ts'
import type { Member, Relation, Room, StateEntry, TimelineEvent } from '../room.ts'
import { authStateOf, findState, setState } from '../room.ts'
import { parsePdu } from '../row-mapping.ts'
import type { CommitItem, Committer } from './committer.ts'

/** An event before it has a place. */
export interface Draft {
  type: string
  stateKey?: string | undefined
  sender: string
  content: JsonObject
  /** The event to redact, loaded before. */
  redacts?: { eventId: string; json: string; position: number } | undefined
  /** Milliseconds since 1970; now, where it is left out. */
  originServerTs?: number | undefined
  deviceNid?: number | undefined
  txnId?: string | undefined
  /** That of the session it is sent by; what the server sends by itself has none. */
  life?: SessionLife | undefined
  /** `mxc://` URIs of files that the event carries and does not name itself. */
  attach?: readonly string[] | undefined
  /** How it relates to an earlier event, looked up before. */
  relation?: DraftRelation | undefined
}

/** A relation of an event that has neither its place nor its time yet. */
export type DraftRelation = Omit<Relation, 'notifies' | 'sentAtMs'>

/** What appending needs. */
export interface AppendDeps {
  clock: Clock
  committer: Committer
  /** The id of an event in a room version whose events do not make their own. */
  newEventId(): string
  /** The push rules of a member who has rules of their own. */
  ownRules(userId: string): PushRuleset | undefined
  /** Which files events carry. */
  media: MediaLinks
  ignored: Pick<IgnoredUsers, 'by'>
  /** What the policy refuses whatever the power levels say. */
  guard: RoomGuard
}

/**
 * Appends events to a room, all of them or none; gives back their ids when they are durable and everybody can see
 * them. The memberships of the sender, of the target of a member event and of everybody mentioned must be in memory
 * (`ensureMembers`). Where one of several events is refused, the room object is spoilt: that is for rooms that nobody
 * else has seen yet.
 *
 * Throws `M_FORBIDDEN` where the authorization rules or the policy refuse, `M_TOO_LARGE` and `M_BAD_JSON` where an event has no
 * valid form, `M_INVALID_PARAM` where a file beside an event is none it may carry, `CHAPPE_UNAVAILABLE` while nothing can be stored. Nothing is stored then.
 */
export async function append(deps: AppendDeps, room: Room, drafts: readonly Draft[]): Promise<string[]> {
  // What there is to wait for comes first: only events that name a file or concern people whose rights differ wait.
  const media = drafts.some(mayCarryMedia) ? await deps.media.carriedBy(drafts) : undefined
  const asked = deps.guard.prepare(room, drafts)
  const people = asked instanceof Promise ? await asked : asked
  deps.committer.assertOpen()
  if (room.discarded) throw new MatrixError('CHAPPE_UNAVAILABLE', { fields: { retry_after_ms: 100 } })
  // Whoever was contained since they asked says nothing more; from here on nothing waits.
  for (const draft of drafts) assertLive(draft)
  const judging = { people, isNew: drafts[0]?.type === 'm.room.create' }
  const items = drafts.map((draft, index) => prepare(deps, room, { draft, media: media?.[index] ?? NO_MEDIA, judging }))
  if (judging.isNew && drafts[0] !== undefined) deps.guard.assertNewRoom(room, drafts[0].sender, people)
  const done = deps.committer.add(items)
  room.settled = done
  await done
  return items.map((item) => item.event.eventId)
}

/** An event to be, and the files it carries. */
interface Carrying {
  draft: Draft
  media: readonly string[]
  judging: { isNew: boolean; people: FactsByUser | undefined }
}

function prepare(deps: AppendDeps, room: Room, { draft, media, judging }: Carrying): CommitItem {
  const { eventId, pdu, json } = complete(deps, room, draft)
  assertAllowed(room, pdu, eventId, draft)
  deps.guard.assertAllowed(room, draft, judging)
  assertNotAnnotated(room, draft)
  const position = deps.committer.nextPosition()
  const before = draft.stateKey === undefined ? undefined : findState(room, draft.type, draft.stateKey)
  const counts = countFor(deps, room, draft)
  const threadId = draft.relation?.threadId
  // Threads are counted on their own: the room's ordinal is that of its main timeline.
  const isCounted = counts.everybody.notify && threadId === undefined
  const item: CommitItem = {
    room,
    event: {
      roomNid: room.roomNid,
      position,
      eventId,
      type: draft.type,
      stateKey: draft.stateKey,
      sender: draft.sender,
      notifyOrdinal: room.notifyOrdinal + (isCounted ? 1 : 0),
      deviceNid: draft.deviceNid,
      txnId: draft.txnId,
      redactedBy: undefined,
      replacesState: before?.eventId,
      json,
    },
    previous: before === undefined ? undefined : { position: before.position, json: before.json },
    state: undefined,
    membership: undefined,
    exceptions: counts.exceptions.map((each) => ({ ...each, roomNid: room.roomNid, position, threadId })),
    redaction: redactionOf(room, draft, eventId),
    media,
    relation: undefined,
    notifies: counts.everybody.notify,
  }
  if (draft.relation !== undefined) item.relation = relationRowOf(room, item.event, draft.relation, { notifies: counts.everybody.notify, sentAtMs: Math.max(0, pdu.origin_server_ts) })
  place(room, item, pdu)
  return item
}

/** The id an event would have: how a room of version 12 gets its own. */
export function eventIdOfDraft(deps: AppendDeps, room: Room, draft: Draft): string {
  return complete(deps, room, draft).eventId
}

function complete(deps: AppendDeps, room: Room, draft: Draft): { eventId: string; pdu: Pdu; json: string } {
  const target = draft.redacts
  const inContent = room.rules.updatedRedactionRules
  const content = target !== undefined && inContent ? { ...draft.content, redacts: target.eventId } : draft.content
  const authority: StateEntry[] = []
  for (const [type, stateKey] of authTypesFor(room.rules, selecting(draft))) {
    const entry = findState(room, type, stateKey)
    if (entry !== undefined) authority.push(entry)
  }
  const withoutRoomId = draft.type === 'm.room.create' && room.rules.roomIdIsCreateHash
  try {
    const built = buildEvent(
      {
        auth_events: authReferences(room.rules, authority),
        prev_events: prevReferences(room),
        depth: Math.min(room.depth + 1, Number.MAX_SAFE_INTEGER),
        origin_server_ts: draft.originServerTs ?? deps.clock.now(),
        ...(withoutRoomId ? {} : { room_id: room.roomId }),
        sender: draft.sender,
        type: draft.type,
        ...(draft.stateKey === undefined ? {} : { state_key: draft.stateKey }),
        content,
        ...(target !== undefined && !inContent ? { redacts: target.eventId } : {}),
        ...(room.rules.eventIdFormat === 'server' ? { event_id: deps.newEventId() } : {}),
      },
      room.rules,
      nodeCrypto,
    )
    assertFormat(room, built.pdu, built.json)
    return built
  } catch (error) {
    if (error instanceof JsonError) throw new MatrixError('M_BAD_JSON', { message: error.message })
    throw error
  }
}

function selecting(draft: Draft): { type: string; sender: string; content: JsonObject; state_key?: string } {
  const { type, sender, content, stateKey } = draft
  return stateKey === undefined ? { type, sender, content } : { type, sender, content, state_key: stateKey }
}

/** PostgreSQL stores no text with it, and one event that cannot be stored takes its whole batch along. */
const NUL = '\u0000'

function assertFormat(room: Room, pdu: Pdu, json: string): void {
  if (pdu.type.includes(NUL) || pdu.state_key?.includes(NUL) === true) {
    throw new MatrixError('M_BAD_JSON', { message: 'The type or the state key holds U+0000' })
  }
  const fault = checkEventFormat(pdu, room.rules, json)
  if (fault === undefined) return
  const tooLarge = fault.code === 'too_large' || fault.code === 'field_too_long'
  throw new MatrixError(tooLarge ? 'M_TOO_LARGE' : 'M_BAD_JSON', { message: fault.message })
}

function assertAllowed(room: Room, pdu: Pdu, eventId: string, draft: Draft): void {
  const state = authStateOf(room)
  const event = authEventOf(pdu, eventId)
  const rejection = checkAuth(room.rules, event, state)
  if (rejection !== undefined) throw new MatrixError('M_FORBIDDEN', { message: rejection.message })
  if (draft.redacts === undefined) return
  const target = parsePdu(draft.redacts.json)
  const refusal = checkRedactionApplies(room.rules, event, target, state)
  if (refusal !== undefined) throw new MatrixError('M_FORBIDDEN', { message: refusal.message })
  // The rule above trusts a whole server; on this one, only the sender and those with the power may.
  const mayRedactOthers = userPowerLevel(room.rules, state, draft.sender) >= powerLevelFor(room.rules, state, 'redact')
  if (target.sender !== draft.sender && !mayRedactOthers) {
    throw new MatrixError('M_FORBIDDEN', { message: "You may not redact other people's events in this room" })
  }
}

/** Throws `M_DUPLICATE_ANNOTATION`. Whoever looked in the database may have done so before the first one was there. */
function assertNotAnnotated(room: Room, { relation, sender, type }: Draft): void {
  if (relation?.relType !== 'm.annotation' || !isAnnotated(room, { sender, type }, relation)) return
  throw new MatrixError('M_DUPLICATE_ANNOTATION')
}

function redactionOf(room: Room, draft: Draft, eventId: string): Redaction | undefined {
  const target = draft.redacts
  if (target === undefined) return undefined
  const json = canonicalJson(redact(parsePdu(target.json), room.rules), { lenientNumbers: true })
  return { eventId: target.eventId, position: target.position, redactedBy: eventId, json }
}

function relationRowOf(
  room: Room,
  event: CommitItem['event'],
  relation: DraftRelation,
  more: Pick<Relation, 'notifies' | 'sentAtMs'>,
): RelationRow {
  const { roomNid, position, eventId, type, sender } = event
  const row = { ...relation, ...more, roomNid, position, eventId, type, sender }
  if (row.relType === 'm.annotation') room.relations.pending.add(annotationName(event, row))
  return row
}

/** Gives the event its place in the room: it is what the next one follows and is judged by. */
function place(room: Room, item: CommitItem, pdu: Pdu): void {
  const { event } = item
  room.lastEventId = event.eventId
  room.lastHash = hashForReference(room.rules, () => pdu)
  room.depth = pdu.depth
  room.lastPosition = event.position
  room.notifyOrdinal = event.notifyOrdinal
  if (event.stateKey === undefined) return
  room.lastStatePosition = event.position
  const { type, stateKey, eventId, position, roomNid, json } = event
  item.state = { roomNid, type, stateKey, fromPosition: position, toPosition: undefined, closesEarlier: true, eventId }
  const entry: StateEntry = { position, eventId, sender: event.sender, json, auth: authEventOf(pdu, eventId) }
  if (type === 'm.room.member') item.membership = placeMember(room, item, entry, stateKey)
  else setState(room, type, stateKey, entry)
}

function placeMember(room: Room, item: CommitItem, entry: StateEntry, userId: string): MembershipChange {
  const before = room.members.get(userId) ?? undefined
  const value = entry.auth.content['membership']
  const membership = typeof value === 'string' ? value : 'leave'
  const joined = membership === 'join'
  const stays = joined && before?.membership === 'join'
  const member: Member = {
    ...entry,
    membership,
    joinedPosition: stays ? before.joinedPosition : joined ? entry.position : 0,
    joinedOrdinal: stays ? before.joinedOrdinal : joined ? item.event.notifyOrdinal : 0,
  }
  room.members.set(userId, member)
  room.joinedCount += countOf(membership, 'join') - countOf(before?.membership, 'join')
  room.invitedCount += countOf(membership, 'invite') - countOf(before?.membership, 'invite')
  const { joinedPosition, joinedOrdinal } = member
  return { userId, roomNid: room.roomNid, membership, position: entry.position, joinedPosition, joinedOrdinal }
}

function countOf(membership: string | undefined, which: string): number {
  return membership === which ? 1 : 0
}

interface Counts {
  everybody: PushOutcome
  exceptions: Pick<PushException, 'userId' | 'notifyDelta' | 'highlight'>[]
}

/** Who is notified: once for everybody with the default rules, and one by one for those who may differ. */
function countFor(deps: AppendDeps, room: Room, draft: Draft): Counts {
  const event = { type: draft.type, sender: draft.sender, content: draft.content, room_id: room.roomId, ...(draft.stateKey === undefined ? {} : { state_key: draft.stateKey }) }
  const context = pushContextOf(room, draft.sender)
  const everybody = defaultOutcome(event, context)
  const namesNobody = draft.stateKey === undefined && !Object.hasOwn(draft.content, 'm.mentions')
  const ignorers = deps.ignored.by(draft.sender) ?? NOBODY
  const isSame = namesNobody && room.ruleMembers.size === 0 && !everybody.highlight && ignorers.size === 0
  if (isSame) return { everybody, exceptions: [] }
  const singles = new Set([...needsOwnEvaluation(event), ...room.ruleMembers, ...ignorers])
  if (everybody.highlight) for (const userId of room.members.keys()) singles.add(userId)
  singles.delete(draft.sender)
  const exceptions: Counts['exceptions'] = []
  for (const userId of singles) {
    const outcome = outcomeFor(deps, room, userId, { event, context, invited: draft.stateKey, ignorers })
    if (outcome === undefined) continue
    const notifyDelta = Number(outcome.notify) - Number(everybody.notify)
    if (notifyDelta !== 0 || outcome.highlight) exceptions.push({ userId, notifyDelta, highlight: outcome.highlight })
  }
  return { everybody, exceptions }
}

/** What push rules ask of a room, whoever's rules they are. */
export function pushContextOf(room: Room, sender: string): Omit<PushContext, 'userId' | 'displayName'> {
  const state = authStateOf(room)
  return {
    memberCount: room.joinedCount,
    senderPower: userPowerLevel(room.rules, state, sender),
    notificationLevel: (key) => notificationPowerLevel(room.rules, state, key),
  }
}

const NOBODY: ReadonlySet<string> = new Set()

interface Evaluated {
  event: PushEvent
  context: Omit<PushContext, 'userId' | 'displayName'>
  invited: string | undefined
  ignorers: ReadonlySet<string>
}

/** What one member's rules say; nothing for those who are neither joined nor the one this event invites. */
function outcomeFor(
  deps: AppendDeps,
  room: Room,
  userId: string,
  { event, context, invited, ignorers }: Evaluated,
): PushOutcome | undefined {
  const member = room.members.get(userId)
  const isInvited = event.type === 'm.room.member' && invited === userId
  if (member?.membership !== 'join' && !isInvited) return undefined
  if (ignorers.has(userId)) return { notify: false, highlight: false }
  const name = member?.auth.content['displayname']
  const own = { ...context, userId, ...(typeof name === 'string' ? { displayName: name } : {}) }
  return evaluatePush(deps.ownRules(userId) ?? plainRules(userId), event, own)
}

const plainRuleCache = new Map<string, PushRuleset>()

function plainRules(userId: string): PushRuleset {
  let rules = plainRuleCache.get(userId)
  if (rules !== undefined) return rules
  if (plainRuleCache.size >= 10_000) plainRuleCache.clear()
  rules = defaultPushRules(userId)
  plainRuleCache.set(userId, rules)
  return rules
}

/** The event as everybody sees it once it is durable. */
export function timelineEventOfItem(item: CommitItem): TimelineEvent {
  const { event } = item
  return {
    position: event.position,
    eventId: event.eventId,
    type: event.type,
    stateKey: event.stateKey,
    sender: event.sender,
    notifyOrdinal: event.notifyOrdinal,
    deviceNid: event.deviceNid,
    txnId: event.txnId,
    redactedBy: event.redactedBy,
    replacesState: event.replacesState,
    previous: item.previous,
    redaction: undefined,
    relation: item.relation,
    json: event.json,
  }
}
