// The members whom a timeline needs.
import type { StateLine } from '../../sync-request.ts'
import type { RoomPlan } from './room-plan.ts'

const MEMBER = 'm.room.member'

/** Senders, and whom member events are about: "the target of all membership events in timeline" (MSC4186). */
export function lazyNeeds(plan: RoomPlan): Set<string> {
  const users = new Set<string>()
  if (!plan.config.required.lazyMembers) return users
  for (const event of plan.timeline) {
    users.add(event.sender)
    if (event.type === MEMBER && event.stateKey !== undefined) users.add(event.stateKey)
  }
  return users
}

/** A member event as a line of state. */
export function memberLine(userId: string, member: { position: number; eventId: string; sender: string; json: string }): StateLine {
  const { position, eventId, sender, json } = member
  return { position, eventId, type: MEMBER, stateKey: userId, sender, json }
}
