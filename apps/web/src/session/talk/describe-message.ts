// Messages with all that hangs on them: what they answer, what was put under them, what was answered below.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { EventStatus, MatrixError, NotificationCountType } from 'matrix-js-sdk'
import { describeAsking, weightIn } from './confirmations.ts'
import { describeBody, describeMember } from './describe.ts'
import { isWaiting } from '../outbox.ts'
import { contentOf, fieldOf, textOf, textsOf } from '../read-content.ts'
import { relationOf, replyTarget } from './relation.ts'
import { isShown } from './shown.ts'
import type { Message, Quote, Reaction, Said, SendFailure, ThreadSummary } from '../types.ts'

const MENTIONS_MAX = 1000
const REACTIONS_MAX = 30
const REACTION_CHARS = 64
const NAMES_MAX = 12
const LAST_SHOWN = 3

/** An entry of a conversation, without who has read it. `findQuote` knows the messages that others answer. */
export function describeMessage(event: MatrixEvent, room: Room, findQuote: (id: string) => Quote): Message {
  const sender = event.getSender() ?? ''
  const id = event.getId() ?? event.getTxnId() ?? ''
  const target = replyTarget(event)
  const sending = sendingOf(event)
  return {
    id,
    sentAs: sender === room.myUserId ? event.getTxnId() : undefined,
    sender: describeMember(room, sender),
    sentAtMs: timeOf(event),
    isMine: sender === room.myUserId,
    body: describeBody(event, room),
    sending,
    failure: sending === 'failed' ? failureOf(event) : undefined,
    isEdited: !event.isRedacted() && event.replacingEvent() !== null,
    mentionsMe: mentions(event, room.myUserId),
    priority: weightIn(event).priority,
    asking: describeAsking(event, room),
    replyTo: target === undefined ? undefined : findQuote(target),
    reactions: describeReactions(id, room),
    thread: describeThread(event, room),
    readBy: [],
  }
}

function timeOf(event: MatrixEvent): number {
  const ms: unknown = event.getTs()
  // The last moment that a date can be made of.
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 8.64e15) : 0
}

function sendingOf(event: MatrixEvent): Message['sending'] {
  if (event.status === null || event.status === EventStatus.SENT) return 'sent'
  if (isWaiting(event)) return 'waiting'
  return event.status === EventStatus.NOT_SENT ? 'failed' : 'sending'
}

function failureOf({ error }: MatrixEvent): SendFailure {
  if (!(error instanceof MatrixError)) return 'other'
  if (error.errcode === 'M_FORBIDDEN') return 'forbidden'
  return error.errcode === 'M_TOO_LARGE' ? 'tooLarge' : 'other'
}

function mentions(event: MatrixEvent, me: string): boolean {
  const mentioned = contentOf(fieldOf(contentOf(event.getContent()), 'm.mentions'))
  return fieldOf(mentioned, 'room') === true || textsOf(fieldOf(mentioned, 'user_ids'), MENTIONS_MAX).includes(me)
}

/** A message as others quote it. */
export function describeQuote(event: MatrixEvent, room: Room): Quote {
  return { id: event.getId() ?? '', message: describeSaid(event, room) }
}

/** Who said it, and when. */
export function describeSaid(event: MatrixEvent, room: Room): Said {
  return { sender: describeMember(room, event.getSender() ?? ''), body: describeBody(event, room), sentAtMs: event.getTs() }
}

/** The reactions to a message, those that came first before the others. */
export function describeReactions(id: string, room: Room): Reaction[] {
  const events = room.relations.getChildEventsForEvent(id, 'm.annotation', 'm.reaction')?.getRelations() ?? []
  const senders = new Map<string, { key: string; people: Set<string> }>()
  for (const event of events.toSorted((a, b) => a.getTs() - b.getTs())) {
    const key = textOf(fieldOf(relationOf(event), 'key'))
    const sender = event.getSender()
    if (event.isRedacted() || key === '' || key.length > REACTION_CHARS || sender === undefined) continue
    const known = senders.get(bare(key)) ?? { key, people: new Set() }
    if (known.people.size === 0 && senders.size >= REACTIONS_MAX) continue
    known.people.add(sender)
    senders.set(bare(key), known)
  }
  return [...senders.values()].map(({ key, people }) => ({
    key,
    count: people.size,
    people: [...people].slice(0, NAMES_MAX).map((userId) => describeMember(room, userId).name),
    isMine: people.has(room.myUserId),
  }))
}

/** The same emoji is written with and without the mark that asks for its colored drawing. */
function bare(key: string): string {
  return key.replaceAll('\uFE0F', '')
}

/** The event of one's own reaction. */
export function findOwnReaction(id: string, key: string, room: Room): MatrixEvent | undefined {
  const events = room.relations.getChildEventsForEvent(id, 'm.annotation', 'm.reaction')?.getRelations() ?? []
  return events.find((event) => event.getSender() === room.myUserId && !event.isRedacted() && bare(textOf(fieldOf(relationOf(event), 'key'))) === bare(key))
}

/** What was answered below a message; undefined where nothing was. */
export function describeThread(event: MatrixEvent, room: Room): ThreadSummary | undefined {
  const id = event.getId()
  const thread = id === undefined ? undefined : room.getThread(id)
  if (id === undefined || thread === null || thread === undefined || thread.length === 0) return undefined
  const answers = thread.timeline.filter((each) => each.getId() !== id && isShown(each))
  const newest = thread.replyToEvent
  if (answers.length === 0 && newest !== null && newest !== undefined && newest.getId() !== id) answers.push(newest)
  return {
    count: thread.length,
    unreadCount: room.getThreadUnreadNotificationCount(id, NotificationCountType.Total),
    mentionCount: room.getThreadUnreadNotificationCount(id, NotificationCountType.Highlight),
    last: answers.slice(-LAST_SHOWN).map((each) => ({
      id: each.getId() ?? '',
      sender: describeMember(room, each.getSender() ?? ''),
      body: describeBody(each, room),
      sentAtMs: each.getTs(),
    })),
  }
}
