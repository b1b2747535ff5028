// Those after whom a room without a name is called.
import type { SlidingScope } from '../sliding-scope.ts'
import { loadMembers } from './fill-rooms.ts'
import type { Hero, RoomPlan } from './room-plan.ts'
import { isJoined } from './room-plan.ts'

/** Fills the heroes of rooms that have no name, where they are new or may have changed. */
export async function fillHeroes(scope: SlidingScope, plans: readonly RoomPlan[]): Promise<void> {
  const nameless = plans.filter((plan) => isJoined(plan) && mayHaveChanged(plan) && isNameless(plan))
  if (nameless.length === 0) return
  const heroes = await scope.deps.members.heroes.of(nameless.map((plan) => plan.room), scope.session.userId)
  const userIds = (plan: RoomPlan): readonly string[] => heroes.get(plan.room.roomNid) ?? []
  await loadMembers(scope, nameless.map((plan) => ({ room: plan.room, userIds: userIds(plan) })))
  for (const plan of nameless) plan.heroes = userIds(plan).map((userId) => heroOf(plan, userId))
}

function mayHaveChanged(plan: RoomPlan): boolean {
  const { room, sent } = plan
  if (plan.initial || plan.name === null || sent === undefined) return true
  return room.lastStatePosition > plan.after && (plan.limited || plan.timeline.some((event) => event.type === 'm.room.member'))
}

function isNameless({ room }: RoomPlan): boolean {
  const name = room.state.get('m.room.name')?.get('')?.auth.content['name']
  return typeof name !== 'string' || name === ''
}

function heroOf({ room }: RoomPlan, userId: string): Hero {
  const content = room.members.get(userId)?.auth.content
  return { userId, displayName: textOf(content?.['displayname']), avatarUrl: textOf(content?.['avatar_url']) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
