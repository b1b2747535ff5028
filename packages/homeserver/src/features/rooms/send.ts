// Sending: messages, state, redactions. Each with its transaction, so that a request sent twice counts once.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { mentionedUsers } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { findEvent } from '../../engine/rooms-store.ts'
import type { Draft } from '../../engine/steps/append.ts'
import { append } from '../../engine/steps/append.ts'
import type { Session } from '../../session.ts'
import { assertJoined, roomOf } from './access.ts'
import { assertAliasesOfRoom } from './canonical-alias.ts'
import { withRelation } from './draft-relation.ts'
import { assertInvitable } from './invitations.ts'
import type { RoomsDeps } from './rooms-deps.ts'

/** What a client sends into a room. */
export interface SendInput {
  roomId: string
  type: string
  content: JsonObject
  txnId: string
  /** `mxc://` URIs of files that the event carries and does not name itself (MSC3911). */
  attach?: readonly string[] | undefined
}

/** A state event that a client sets. */
export interface StateInput {
  roomId: string
  type: string
  stateKey: string
  content: JsonObject
  attach?: readonly string[] | undefined
  /** Of what is sent later: the id of its delay. */
  txnId?: string | undefined
}

const REDACTION = 'm.room.redaction'
const MAX_MENTIONS = 100
const MAX_IGNORERS = 1000

/** Sends a message event; gives back its id. */
export async function sendEvent(deps: RoomsDeps, session: Session, input: SendInput): Promise<string> {
  if (input.type === REDACTION) return redactEvent(deps, session, redactionIn(input))
  const room = await roomOf(deps, input.roomId)
  const { type, txnId, content, attach } = input
  const key = { deviceNid: session.deviceNid, roomNid: room.roomNid, type, txnId }
  return deps.engine.transactions.once(key, () =>
    appendOne(deps, room, {
      type,
      sender: session.userId,
      content,
      deviceNid: session.deviceNid,
      life: session.life,
      txnId,
      attach,
      originServerTs: session.appservice?.originServerTs,
    }),
  )
}

/** Sets a state event; gives back its id. Content that stands already is not sent again. */
export async function setRoomState(
  deps: RoomsDeps,
  session: Session,
  input: StateInput,
): Promise<string> {
  const room = await roomOf(deps, input.roomId)
  if (input.type === 'm.room.create') throw new MatrixError('M_FORBIDDEN', { message: 'A room is created once' })
  const { type, stateKey, attach, txnId } = input
  const content = type === 'm.room.member' ? await memberContentOf(deps, session, room, input) : input.content
  if (type === 'm.room.canonical_alias' && stateKey === '') {
    // To those who may not set it, whether an alias exists says nothing.
    await assertJoined(deps, room, session.userId)
    await assertAliasesOfRoom(deps, room, content)
  }
  const originServerTs = session.appservice?.originServerTs
  const { deviceNid, life } = session
  return appendOne(deps, room, { type, stateKey, sender: session.userId, content, deviceNid, life, txnId, attach, originServerTs })
}

/** A membership that a client writes by itself: only the server says who let somebody in. */
async function memberContentOf(
  deps: RoomsDeps,
  session: Session,
  room: Room,
  { stateKey, content }: { stateKey: string; content: JsonObject },
): Promise<JsonObject> {
  if (content['membership'] === 'invite') {
    await assertJoined(deps, room, session.userId)
    await assertInvitable(deps, session.userId, [stateKey])
  }
  const { join_authorised_via_users_server: _, ...own } = content
  return own
}

/** What a client takes away. */
export interface RedactInput {
  roomId: string
  eventId: string
  txnId: string
  /** The reason, and whatever else is to stand in the redaction. */
  content: JsonObject
}

/**
 * "Homeservers must support sending `m.room.redaction` events with this endpoint for all room versions": the event that
 * is meant stands in the content, wherever the room's version has it.
 */
function redactionIn({ roomId, txnId, content }: SendInput): RedactInput {
  const { redacts, ...rest } = content
  if (typeof redacts !== 'string') throw new MatrixError('M_BAD_JSON', { message: 'redacts: an event id was expected' })
  return { roomId, txnId, eventId: redacts, content: rest }
}

/** Takes the content of an event away; gives back the id of the redaction. */
export async function redactEvent(deps: RoomsDeps, session: Session, input: RedactInput): Promise<string> {
  const room = await roomOf(deps, input.roomId)
  const type = REDACTION
  const key = { deviceNid: session.deviceNid, roomNid: room.roomNid, type, txnId: input.txnId, target: input.eventId }
  return deps.engine.transactions.once(key, async () => {
    await room.settled?.catch(() => undefined)
    const target = await findEvent(deps.db, input.eventId)
    if (target === undefined || target.roomNid !== room.roomNid) {
      throw new MatrixError('M_NOT_FOUND', { message: 'There is no such event in this room' })
    }
    return appendOne(deps, room, {
      type,
      sender: session.userId,
      content: input.content,
      redacts: { eventId: target.eventId, json: target.json, position: target.position },
      deviceNid: session.deviceNid,
      life: session.life,
      txnId: input.txnId,
      originServerTs: session.appservice?.originServerTs,
    })
  })
}

/** Loads whom the event concerns and appends it. */
export async function appendOne(deps: RoomsDeps, room: Room, draft: Draft): Promise<string> {
  if (!room.allMembersLoaded) await loadConcerned(deps, room, draft)
  const related = Object.hasOwn(draft.content, 'm.relates_to') ? await withRelation(deps, room, draft) : draft
  const [eventId] = await append(deps.engine.append, room, [related])
  if (eventId === undefined) throw new Error('an event was appended without an id')
  return eventId
}

async function loadConcerned(deps: RoomsDeps, room: Room, draft: Draft): Promise<void> {
  const { registry } = deps.engine
  const mentions = mentionedUsers({ type: draft.type, sender: draft.sender, content: draft.content })
  if (mentions.room) return registry.ensureAllMembers(room)
  const ignorers = [...(deps.engine.ignored.by(draft.sender) ?? [])].slice(0, MAX_IGNORERS)
  const concerned = [draft.sender, ...mentions.userIds.slice(0, MAX_MENTIONS), ...room.ruleMembers, ...ignorers]
  if (draft.type === 'm.room.member' && draft.stateKey !== undefined) concerned.push(draft.stateKey)
  const authoriser = draft.content['join_authorised_via_users_server']
  if (typeof authoriser === 'string') concerned.push(authoriser)
  return registry.ensureMembers(room, concerned)
}
