// Whose devices the client must look at anew: those that changed, and those whom coming and going brought near or
// took away.
// https://spec.matrix.org/v1.19/client-server-api/#tracking-the-device-list-for-a-user
import { listJoinedUserIds } from '../../../engine/rooms-store.ts'
import type { JoinPlan, SyncScope } from '../sync-request.ts'
import { mayHaveChanged } from '../sync-request.ts'
import type { LeavePlan } from './other-rooms.ts'

/** The users for `device_lists` of an incremental sync; on an initial one a client knows nobody yet. */
export async function deviceListsOf(
  scope: SyncScope,
  joins: readonly JoinPlan[],
  leaves: readonly LeavePlan[],
): Promise<{ changed: string[]; left: string[] }> {
  const changed = new Set<string>()
  const gone = new Set<string>()
  if (mayHaveChanged(scope, 'deviceLists')) {
    const { userId } = scope.session
    const range = { userId, from: scope.since.changes, to: scope.now.changes }
    for (const each of await scope.deps.sources.deviceListChangesFor(range)) changed.add(each)
  }
  for (const plan of joins) if (isEncrypted(plan) && mayMove(scope, plan)) await noteMembers(scope, plan, changed, gone)
  for (const plan of leaves) if (isEncrypted(plan)) await noteEverybody(scope, plan, gone)
  const { userId: self } = scope.session
  const away = [...gone].filter((userId) => userId !== self && !changed.has(userId))
  const sharing = await scope.deps.sources.sharingWith(self, away)
  return { changed: [...changed], left: away.filter((userId) => !sharing.has(userId)) }
}

function isEncrypted(plan: { room: JoinPlan['room'] }): boolean {
  return plan.room.state.has('m.room.encryption')
}

/** Whether anybody may have come near or gone: most of what rooms show are messages. */
function mayMove(scope: SyncScope, { each, room, timeline }: JoinPlan): boolean {
  return each.joinedPosition > scope.since.events || room.lastStatePosition > scope.since.events || timeline.some((event) => event.type === 'm.room.encryption')
}

async function noteMembers(scope: SyncScope, plan: JoinPlan, changed: Set<string>, gone: Set<string>): Promise<void> {
  const { room } = plan
  const becameEncrypted = plan.timeline.some((event) => event.type === 'm.room.encryption')
  if (plan.each.joinedPosition > scope.since.events || becameEncrypted) {
    for (const userId of await joinedUserIds(scope, room)) changed.add(userId)
    return
  }
  const userIds = movedMembers(plan, scope.since.events)
  if (userIds.size === 0) return
  await scope.deps.engine.registry.ensureMembers(room, [...userIds])
  for (const userId of userIds) {
    const member = room.members.get(userId)
    if (member?.membership !== 'join') gone.add(userId)
    else if (member.joinedPosition > scope.since.events) changed.add(userId)
  }
}

/** Whose membership changed, by timeline and by state. */
function movedMembers(plan: JoinPlan, since: number): Set<string> {
  const inTimeline = plan.timeline.filter((event) => event.type === 'm.room.member').map((event) => event.stateKey)
  const inState = plan.state.filter((line) => line.type === 'm.room.member' && line.position > since).map((line) => line.stateKey)
  return new Set([...inTimeline, ...inState].filter((userId) => userId !== undefined))
}

async function noteEverybody(scope: SyncScope, plan: LeavePlan, gone: Set<string>): Promise<void> {
  for (const userId of await joinedUserIds(scope, plan.room)) gone.add(userId)
}

/** Everybody who is joined: of a large room by their ids alone, without loading what they are. */
async function joinedUserIds({ deps }: SyncScope, room: JoinPlan['room']): Promise<string[]> {
  if (!room.allMembersLoaded) return listJoinedUserIds(deps.db, room.roomNid)
  return [...room.members].flatMap(([userId, member]) => (member?.membership === 'join' ? [userId] : []))
}
