// One room of an answer, spliced from stored texts, and what the connection then has of it.
import { clientJsonOf, stateJsonOf } from '../../../../engine/client-event.ts'
import { unreadOf } from '../../../../engine/user-rooms.ts'
import type { SentRoom } from '../connections.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import type { Hero, RoomPlan } from './room-plan.ts'
import { isGone, isJoined } from './room-plan.ts'

/** The entry of a room, with its key. */
export function writeRoom(scope: SlidingScope, plan: RoomPlan): string {
  const isMerged = scope.request.dialect === 'merged'
  const parts = [
    ...headParts(plan, isMerged),
    ...titleParts(plan),
    ...stateParts(plan, isMerged),
    ...timelineParts(scope, plan),
    ...countParts(plan, isMerged),
  ]
  return `${JSON.stringify(plan.room.roomId)}:{${parts.join(',')}}`
}

function headParts(plan: RoomPlan, isMerged: boolean): string[] {
  const parts: string[] = []
  if (plan.initial) parts.push('"initial":true')
  if (plan.initial || plan.bumpStamp !== plan.sent?.bumpStamp) parts.push(`"bump_stamp":${plan.bumpStamp}`)
  if (isMerged) parts.push(`"membership":${JSON.stringify(plan.each.membership)}`)
  if (isMerged && plan.lists.length > 0) parts.push(`"lists":${JSON.stringify(plan.lists)}`)
  return parts
}

function titleParts({ name, avatar, heroes, isDm, initial, sent }: RoomPlan): string[] {
  const parts: string[] = []
  if (name !== undefined) parts.push(`"name":${JSON.stringify(name)}`)
  if (avatar !== undefined) parts.push(`"avatar":${JSON.stringify(avatar)}`)
  if (initial ? isDm : isDm !== sent?.isDm) parts.push(`"is_dm":${isDm}`)
  if (heroes !== undefined && heroes.length > 0) parts.push(`"heroes":[${heroes.map(heroJson).join(',')}]`)
  return parts
}

function stateParts(plan: RoomPlan, isMerged: boolean): string[] {
  const parts = plan.stripped === undefined ? [] : strippedParts(plan, isMerged)
  if (plan.state.length === 0 && (!plan.initial || plan.stripped !== undefined)) return parts
  return [...parts, `"required_state":[${plan.state.map((line) => stateJsonOf(plan.room.roomId, line)).join(',')}]`]
}

function strippedParts(plan: RoomPlan, isMerged: boolean): string[] {
  const events = (plan.stripped ?? []).map(({ json }) => json).join(',')
  if (isMerged) return [`"stripped_state":[${events}]`]
  // What stands in `invite_state` clients take for an invitation: a declined one has none any more.
  return isGone(plan) ? [] : [`"invite_state":[${events}]`]
}

function timelineParts(scope: SlidingScope, plan: RoomPlan): string[] {
  const { timeline, room } = plan
  if (timeline.length === 0 && !plan.limited && !(plan.initial && plan.stripped === undefined)) return []
  const viewer = { userId: scope.session.userId, deviceNid: scope.session.deviceNid, now: scope.deps.clock.now() }
  const events = timeline.map((event) => clientJsonOf(room.roomId, event, viewer, plan.bundles))
  const live = scope.connection.base?.snapshot.at.events ?? Infinity
  const numLive = timeline.filter((event) => event.position > live).length
  const parts = [`"timeline":[${events.join(',')}]`, `"prev_batch":"p${plan.pageFrom}"`, `"limited":${plan.limited}`, `"num_live":${numLive}`]
  if (plan.expanded) parts.push(scope.request.dialect === 'merged' ? '"expanded_timeline":true' : '"unstable_expanded_timeline":true')
  return parts
}

function countParts(plan: RoomPlan, isMerged: boolean): string[] {
  if (!isJoined(plan)) return []
  const { room, each, sent, initial } = plan
  const parts: string[] = []
  if (initial || room.joinedCount !== sent?.joined) parts.push(`"joined_count":${room.joinedCount}`)
  if (initial || room.invitedCount !== sent?.invited) parts.push(`"invited_count":${room.invitedCount}`)
  if (isMerged) return parts
  const { notifications, highlights } = unreadOf(each, room)
  return [...parts, `"notification_count":${notifications}`, `"highlight_count":${highlights}`]
}

function heroJson({ userId, displayName, avatarUrl }: Hero): string {
  return JSON.stringify({ user_id: userId, displayname: displayName, avatar_url: avatarUrl })
}

/** What the connection has of a room once the client has this answer. */
export function sentOf(plan: RoomPlan): SentRoom {
  const { each, room, sent, timeline } = plan
  const { notifications, highlights } = unreadOf(each, room)
  const anew = plan.initial || plan.expanded
  return {
    membership: each.membership,
    upTo: Math.max(plan.until, sent?.upTo ?? 0),
    required: plan.config.required,
    timelineLimit: plan.config.timelineLimit,
    held: plan.limited ? timeline.length : anew ? Infinity : (sent?.held ?? 0) + timeline.length,
    joined: room.joinedCount,
    invited: room.invitedCount,
    isDm: plan.isDm,
    bumpStamp: plan.bumpStamp,
    notifications,
    highlights,
    lists: plan.lists,
    isSubscribed: plan.isSubscribed,
    lazyMembers: plan.lazyMembers,
  }
}
