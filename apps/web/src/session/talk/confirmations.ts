// Who has confirmed a message that asks for it, as far as the room's events say. Who confirms is who sent the confirmation: that
// is the server's word, and the keys' where it is encrypted.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import { allowed } from '../allowed.ts'
import { describeMember } from './describe.ts'
import { CONFIRMATION_TYPE, weightOf } from './priority.ts'
import { contentOf, fieldOf, textOf } from '../read-content.ts'
import { relationOf } from './relation.ts'
import type { Asked, Asking, Confirmation } from '../types.ts'

/** More confirmations than these are not held. */
const CONFIRMED_MAX = 2000

/** Whom a message asks, and who has confirmed; undefined where it asks nobody. */
export function describeAsking(event: MatrixEvent, room: Room): Asking | undefined {
  const { asks } = weightIn(event)
  if (asks === undefined) return undefined
  const correctedAtMs = event.replacingEvent()?.getTs() ?? 0
  const confirmations = confirmationsOf(event, room).map(
    (each): Confirmation => ({ person: describeMember(room, each.getSender() ?? ''), atMs: each.getTs(), isBeforeCorrection: each.getTs() < correctedAtMs }),
  )
  return { asked: asks, confirmations, isOfMe: isAskedOf(event, room, asks), isDone: confirmations.some(({ person }) => person.userId === room.myUserId) }
}

/** What a message says of its weight, as it was corrected last; nothing where it is none that can be read. */
export function weightIn(event: MatrixEvent): ReturnType<typeof weightOf> {
  const isSaid = event.getType() === 'm.room.message' && !event.isRedacted() && !event.isState()
  return isSaid ? weightOf(contentOf(event.getContent())) : { priority: undefined, asks: undefined }
}

/** Whether a message waits for one's own confirmation. */
export function waitsForMe(event: MatrixEvent, room: Room): boolean {
  const { asks } = weightIn(event)
  if (asks === undefined || event.isRelation('m.replace') || !isAskedOf(event, room, asks)) return false
  return !confirmationsOf(event, room).some((each) => each.getSender() === room.myUserId)
}

/** The message that an event confirms; undefined where it confirms none. */
export function confirmedBy(event: MatrixEvent): string | undefined {
  const relation = relationOf(event)
  const isOne = event.getType() === CONFIRMATION_TYPE && !event.isRedacted() && fieldOf(relation, 'rel_type') === 'm.reference'
  return isOne ? textOf(fieldOf(relation, 'event_id')) || undefined : undefined
}

/** The first of each person, the author left out. */
function confirmationsOf(event: MatrixEvent, room: Room): MatrixEvent[] {
  const events = room.relations.getChildEventsForEvent(event.getId() ?? '', 'm.reference', CONFIRMATION_TYPE)?.getRelations() ?? []
  const first = new Map<string, MatrixEvent>()
  for (const each of events) {
    const sender = each.getSender()
    if (sender === undefined || sender === event.getSender() || each.isRedacted()) continue
    const known = first.get(sender)
    if ((known === undefined && first.size < CONFIRMED_MAX) || (known !== undefined && each.getTs() < known.getTs())) first.set(sender, each)
  }
  return [...first.values()].toSorted((a, b) => a.getTs() - b.getTs())
}

/** Whether one is asked oneself, and can answer. Who came in after it was said is not asked with everybody. */
function isAskedOf(event: MatrixEvent, room: Room, asks: Asked): boolean {
  const me = room.myUserId
  if (event.getSender() === me || room.getMyMembership() !== 'join' || !allowed(() => room.maySendMessage())) return false
  return asks === 'everybody' ? (cameAtMs(room, me) ?? 0) <= event.getTs() : asks.userIds.includes(me)
}

/** When somebody came in, where their last change of membership says so. */
export function cameAtMs(room: Room, userId: string): number | undefined {
  const event = room.getMember(userId)?.events.member
  const isComing = event !== undefined && textOf(fieldOf(contentOf(event.getPrevContent()), 'membership')) !== 'join'
  return isComing ? event.getTs() : undefined
}
