// What one does in a room: write, answer, react, correct, delete, pin, ask, forward.
import type { MatrixClient, MatrixEvent, Room, StateEvents, TimelineEvents } from 'matrix-js-sdk'
import { EventStatus } from 'matrix-js-sdk'
import type { Mentions, NewPoll, Outgoing, Place } from './compose.ts'
import { confirmedBy, waitsForMe } from './confirmations.ts'
import { toContent, toEdit, toForward, toPoll, toPollEnd, toVote } from './compose.ts'
import { describeContent } from './describe.ts'
import { findOwnReaction } from './describe-message.ts'
import { POLL } from './describe-poll.ts'
import { takeBreak } from '../pace/idle.ts'
import { CONFIRMATION_TYPE, toConfirmation } from './priority.ts'
import { showsTyping } from '../person/privacy.ts'
import type { Content } from '../read-content.ts'
import { contentOf, fieldOf, textsOf } from '../read-content.ts'
import { asked, Refused } from '../refused.ts'
import { replyTarget } from './relation.ts'
import { fetchEvent } from './timeline-follow.ts'
import type { MessageBody } from '../types.ts'

/** What one does in a room. All reject where the server will not have it or does not answer. */
export interface TalkActions {
  send(outgoing: Outgoing, place: Place): Promise<void>
  edit(id: string, outgoing: Outgoing): Promise<void>
  /** Sends what failed once more. */
  resend(id: string): Promise<void>
  /** Gives up what was not sent. */
  discard(id: string): void
  /** Puts a reaction under a message, or takes it away again. */
  react(id: string, key: string): Promise<void>
  remove(id: string, reason: string): Promise<void>
  setPinned(id: string, isPinned: boolean): Promise<void>
  ask(poll: NewPoll, place: Place): Promise<void>
  vote(pollId: string, answers: readonly string[]): Promise<void>
  endPoll(pollId: string, text: string): Promise<void>
  /** Confirms a message that asks for it, once. */
  confirm(id: string): Promise<void>
  /** Sends a message's words or file to another room. */
  forward(id: string, roomId: string): Promise<void>
  /** What a message said before, the first version first. */
  listVersions(id: string): Promise<Version[]>
  setTyping(isTyping: boolean): Promise<void>
}

/** What a message said at a time. */
export interface Version {
  sentAtMs: number
  body: MessageBody
}

const TYPING_MS = 20_000
const PINS_MAX = 100

/** The actions in a room. */
export function createTalkActions(client: MatrixClient, room: Room): TalkActions {
  const { roomId } = room
  const find = (id: string): MatrixEvent | undefined => room.findEventById(id) ?? room.getPendingEvents().find((event) => event.getId() === id)
  const get = async (id: string): Promise<MatrixEvent> => find(id) ?? (await fetchEvent(client, room, id))

  return {
    async send(outgoing, place) {
      await sendEvent(client, roomId, { type: 'm.room.message', content: toContent(outgoing, withLast(room, place)), threadId: place.threadId })
    },
    async edit(id, outgoing) {
      const event = await get(id)
      await sendEvent(client, roomId, { type: 'm.room.message', content: toEdit(id, outgoing, mentionsOf(event)), threadId: event.threadRootId })
    },
    async resend(id) {
      const event = find(id)
      if (event !== undefined) await client.resendEvent(event, room)
    },
    discard(id) {
      const event = find(id)
      if (event !== undefined) client.cancelPendingEvent(event)
    },
    async react(id, key) {
      const own = findOwnReaction(id, key, room)
      const ownId = own?.getId()
      if (own?.status === null && ownId !== undefined) await client.redactEvent(roomId, ownId)
      if (own === undefined) await sendEvent(client, roomId, { type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: id, key } }, threadId: find(id)?.threadRootId })
    },
    async remove(id, reason) {
      await client.redactEvent(roomId, id, undefined, reason === '' ? undefined : { reason })
    },
    async setPinned(id, isPinned) {
      const others = pinnedIds(room).filter((each) => each !== id)
      await sendState(client, roomId, 'm.room.pinned_events', { pinned: isPinned ? [...others, id].slice(-PINS_MAX) : others })
    },
    async ask(poll, place) {
      await sendEvent(client, roomId, { type: POLL.start, content: toPoll(poll), threadId: place.threadId })
    },
    async vote(pollId, answers) {
      await sendEvent(client, roomId, { type: POLL.response, content: toVote(pollId, answers), threadId: find(pollId)?.threadRootId })
    },
    async endPoll(pollId, text) {
      await sendEvent(client, roomId, { type: POLL.end, content: toPollEnd(pollId, text), threadId: find(pollId)?.threadRootId })
    },
    async confirm(id) {
      await asked(confirmMessage(client, room, id))
    },
    async forward(id, to) {
      await sendEvent(client, to, { type: 'm.room.message', content: toForward(contentOf((await get(id)).getContent())), threadId: undefined })
    },
    listVersions: (id) => listVersions(client, room, id),
    async setTyping(isTyping) {
      // To sign a call and send it takes about as long as the letter that it tells of.
      await takeBreak()
      if (showsTyping(client)) await client.sendTyping(roomId, isTyping, TYPING_MS)
    },
  }
}

/** Confirms a message; where that was done, or is on its way, nothing is sent. Rejects where the message cannot be read. */
export async function confirmMessage(client: MatrixClient, room: Room, id: string): Promise<void> {
  const event = room.findEventById(id) ?? (await fetchEvent(client, room, id))
  await client.decryptEventIfNeeded(event)
  if (event.isDecryptionFailure()) throw new Refused(undefined, '')
  const isOnItsWay = room.getPendingEvents().some((each) => each.status !== EventStatus.NOT_SENT && confirmedBy(each) === id)
  if (isOnItsWay || !waitsForMe(event, room)) return
  await sendEvent(client, room.roomId, { type: CONFIRMATION_TYPE, content: toConfirmation(id), threadId: event.threadRootId })
}

/** The messages that are pinned, the last one last. */
export function pinnedIds(room: Room): string[] {
  return textsOf(fieldOf(contentOf(room.currentState.getStateEvents('m.room.pinned_events', '')?.getContent()), 'pinned'), PINS_MAX)
}

/** A place, with the last message of its thread for clients that know no threads. */
export function withLast(room: Room, place: Place): Place {
  if (place.threadId === undefined) return place
  const last = room.getThread(place.threadId)?.lastReply((event) => event.status === null && !event.isRelation('m.replace') && !event.isRelation('m.annotation'))
  return { ...place, threadLastId: last?.getId() ?? place.threadId }
}

function mentionsOf(event: MatrixEvent): Mentions {
  const mentioned = contentOf(fieldOf(contentOf(event.getContent()), 'm.mentions'))
  return { userIds: textsOf(fieldOf(mentioned, 'user_ids'), 1000), room: fieldOf(mentioned, 'room') === true }
}

/** What is sent. */
export interface Sent {
  type: string
  content: Content
  threadId: string | undefined
  /** The same at each attempt, where there may be several. */
  txnId?: string
}

/**
 * Sends an event. The SDK knows each event's content by its type; ours are made in `compose.ts`, and whatever is forwarded is as it
 * came.
 */
export async function sendEvent(client: MatrixClient, roomId: string, { type, content, threadId, txnId }: Sent): Promise<void> {
  await client.sendEvent(roomId, threadId ?? null, type as keyof TimelineEvents, content as unknown as TimelineEvents[keyof TimelineEvents], txnId)
}

async function sendState(client: MatrixClient, roomId: string, type: string, content: Content): Promise<void> {
  await client.sendStateEvent(roomId, type as keyof StateEvents, content as unknown as StateEvents[keyof StateEvents])
}

async function listVersions(client: MatrixClient, room: Room, id: string): Promise<Version[]> {
  const { originalEvent, events } = await client.relations(room.roomId, id, 'm.replace', 'm.room.message')
  const first = originalEvent === null || originalEvent === undefined ? [] : [{ sentAtMs: originalEvent.getTs(), body: describeContent(contentOf(originalEvent.getOriginalContent()), replyTarget(originalEvent) !== undefined) }]
  const edits = events
    .filter((event) => !event.isRedacted())
    .toSorted((a, b) => a.getTs() - b.getTs())
    .map((event) => ({ sentAtMs: event.getTs(), body: describeContent(contentOf(fieldOf(contentOf(event.getOriginalContent()), 'm.new_content')), false) }))
  return [...first, ...edits]
}
