// Events as the messenger shows them. Whatever an event holds, something is shown: fields of the wrong type are left out.
import type { Letter } from '@chappe/policy'
import { isOwnServer, LETTER } from '@chappe/policy'
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { describePoll, isPollStart } from './describe-poll.ts'
import { groupsIn } from '../person/groups.ts'
import { unreadableReasonOf } from '../keys/unreadable.ts'
import { describeFile } from '../media/content.ts'
import { isMxc } from '../media/mxc.ts'
import type { Content } from '../read-content.ts'
import { contentOf, fieldOf, nameOf, textOf } from '../read-content.ts'
import { replyTarget } from './relation.ts'
import type { MessageBody, Person, RoomChange } from '../types.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const TONES: ReadonlyMap<string, 'emote' | 'notice'> = new Map([
  ['m.emote', 'emote'],
  ['m.notice', 'notice'],
])

/** What an event says. */
export function describeBody(event: MatrixEvent, room: Room): MessageBody {
  if (event.isRedacted()) return { kind: 'deleted', reason: nameOf(fieldOf(contentOf(contentOf(event.getUnsigned()['redacted_because'])['content']), 'reason')) || undefined }
  if (event.isDecryptionFailure() || event.isBeingDecrypted() || event.shouldAttemptDecryption()) return { kind: 'unreadable', reason: unreadableReasonOf(event) }
  if (event.isState()) return { kind: 'change', change: describeChange(event, room) }
  const content = contentOf(event.getContent())
  if (isPollStart(event.getType())) return describePoll(event, room) ?? { kind: 'unknown', type: event.getType(), text: '' }
  if (event.getType() !== 'm.room.message') return { kind: 'unknown', type: textOf(event.getType()), text: textOf(fieldOf(content, 'body')) }
  const body = describeContent(content, replyTarget(event) !== undefined)
  // Of anybody else it is one text: they could tell two people two things.
  return body.kind === 'text' && isOwnServer(textOf(event.getSender()), room.myUserId) ? { ...body, ...letterIn(content) } : body
}

function letterIn(content: Content): { letter?: Letter } {
  const said = contentOf(fieldOf(content, LETTER))
  const [fr, en] = [textOf(fieldOf(said, 'fr')), textOf(fieldOf(said, 'en'))]
  return fr === '' || en === '' ? {} : { letter: { fr, en } }
}

/** What the content of a message says. `isReply`: it may begin with what it answers, as old clients write it. */
export function describeContent(content: Content, isReply: boolean): MessageBody {
  const msgtype = textOf(fieldOf(content, 'msgtype'))
  const body = textOf(fieldOf(content, 'body'))
  const file = describeFile(content)
  const html = fieldOf(content, 'formatted_body')
  const isHtml = fieldOf(content, 'format') === 'org.matrix.custom.html' && typeof html === 'string'
  const named = groupsIn(content)
  const groups = named.length === 0 ? {} : { groups: named }
  if (file !== undefined) return file.caption === undefined || !isHtml ? file : { ...file, captionHtml: html, ...groups }
  return { kind: 'text', text: isReply ? withoutQuote(body) : body, html: isHtml ? html : undefined, tone: TONES.get(msgtype) ?? 'plain', ...groups }
}

/** https://spec.matrix.org/v1.12/client-server-api/#fallbacks-for-rich-replies */
function withoutQuote(body: string): string {
  if (!body.startsWith('> <')) return body
  const lines = body.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('> '))
  return end < 0 || lines[end] !== '' ? body : lines.slice(end + 1).join('\n')
}

/** Somebody, as a room shows them; by their id where the room does not know them. */
export function describeMember(room: Room, userId: string): Person {
  const member = room.getMember(userId)
  const person: Person = { userId, name: nameOf(member?.name) || nameOf(userId), avatarUrl: pictureOf(member?.getMxcAvatarUrl()) }
  return isOwnServer(userId, room.myUserId) ? { ...person, isServer: true } : person
}

/** The address of a picture; undefined where it is none. */
export function pictureOf(value: unknown): string | undefined {
  return isMxc(value) ? value : undefined
}

/** How many days a room says that it keeps what is said; undefined where it says none. */
export function keptDaysIn(content: Content): number | undefined {
  const ms = fieldOf(content, 'max_lifetime')
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= DAY_MS ? Math.round(ms / DAY_MS) : undefined
}

function describeChange(event: MatrixEvent, room: Room): RoomChange {
  const content = contentOf(event.getContent())
  switch (event.getType()) {
    case 'm.room.create':
      return { kind: 'created' }
    case 'm.room.encryption':
      return { kind: 'encrypted' }
    case 'm.room.pinned_events':
      return { kind: 'pinned' }
    case 'm.room.name':
      return { kind: 'named', name: nameOf(fieldOf(content, 'name')) }
    case 'm.room.topic':
      return { kind: 'topic', topic: nameOf(fieldOf(content, 'topic')) }
    case 'm.room.retention':
      return { kind: 'kept', days: keptDaysIn(content) }
    case 'm.room.member': {
      const person = describeMember(room, event.getStateKey() ?? '')
      const from = textOf(fieldOf(contentOf(event.getPrevContent()), 'membership'))
      return { kind: 'member', person, from, to: textOf(fieldOf(content, 'membership')), isOwn: event.getSender() === event.getStateKey(), reason: nameOf(fieldOf(content, 'reason')) }
    }
    default:
      return { kind: 'other', type: textOf(event.getType()) }
  }
}
