// The members whom a timeline needs.
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
