// Events as the messenger shows them. Whatever an event holds, something is shown: fields of the wrong type are left out.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { EventStatus } from 'matrix-js-sdk'
import { unreadableReasonOf } from './keys/unreadable.ts'
import { describeFile } from './media/content.ts'
import { isWaiting } from './outbox.ts'
import type { Message, MessageBody, Person, RoomChange } from './types.ts'

const TONES: Readonly<Record<string, 'plain' | 'emote' | 'notice'>> = { 'm.emote': 'emote', 'm.notice': 'notice' }

/** An entry of a conversation. */
export function describeMessage(event: MatrixEvent, room: Room, me: string): Message {
  const sender = event.getSender() ?? ''
  return {
    id: event.getId() ?? event.getTxnId() ?? '',
    sender: describeMember(room, sender),
    sentAtMs: event.getTs(),
    isMine: sender === me,
    body: describeBody(event, room),
    sending: sendingOf(event),
  }
}

function sendingOf(event: MatrixEvent): Message['sending'] {
  if (event.status === null) return 'sent'
  if (isWaiting(event)) return 'waiting'
  return event.status === EventStatus.NOT_SENT ? 'failed' : 'sending'
}

/** What an event says. */
export function describeBody(event: MatrixEvent, room: Room): MessageBody {
  if (event.isRedacted()) return { kind: 'deleted' }
  if (event.isDecryptionFailure() || event.isBeingDecrypted() || event.shouldAttemptDecryption()) return { kind: 'unreadable', reason: unreadableReasonOf(event) }
  if (event.isState()) return { kind: 'change', change: describeChange(event, room) }
  if (event.getType() !== 'm.room.message') return { kind: 'unknown', type: event.getType() }
  return describeContent(event.getContent())
}

function describeContent(content: Readonly<Record<string, unknown>>): MessageBody {
  const { msgtype, body, formatted_body: html, format } = content
  const file = describeFile(content)
  if (file !== undefined) return file
  const isHtml = format === 'org.matrix.custom.html' && typeof html === 'string'
  return { kind: 'text', text: textOf(body), html: isHtml ? html : undefined, tone: TONES[textOf(msgtype)] ?? 'plain' }
}

/** Somebody, as a room shows them; by their id where the room does not know them. */
export function describeMember(room: Room, userId: string): Person {
  const member = room.getMember(userId)
  return { userId, name: member?.name ?? userId, avatarUrl: member?.getMxcAvatarUrl() }
}

function describeChange(event: MatrixEvent, room: Room): RoomChange {
  const content = event.getContent()
  switch (event.getType()) {
    case 'm.room.create':
      return { kind: 'created' }
    case 'm.room.encryption':
      return { kind: 'encrypted' }
    case 'm.room.name':
      return { kind: 'named', name: textOf(content['name']) }
    case 'm.room.topic':
      return { kind: 'topic', topic: textOf(content['topic']) }
    case 'm.room.member': {
      const person = describeMember(room, event.getStateKey() ?? '')
      return { kind: 'member', person, from: textOf(event.getPrevContent()['membership']), to: textOf(content['membership']), isOwn: event.getSender() === event.getStateKey() }
    }
    default:
      return { kind: 'other', type: event.getType() }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
