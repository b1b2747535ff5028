// Which of the rooms in the window have something new to show, and which stretch of each.
import { NO_BUNDLES } from '../../../../engine/aggregations.ts'
import { loadThreads } from '../../../../engine/unread.ts'
import { unreadOf } from '../../../../engine/user-rooms.ts'
import { bundlesIn } from '../../steps/fill-relations.ts'
import { strippedStateOf } from '../../steps/other-rooms.ts'
import { takeTimeline } from '../../steps/plan-joined.ts'
import { visibleStretch } from '../../steps/visible-stretch.ts'
import type { SentRoom } from '../connections.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { syncScopeOf } from '../sliding-scope.ts'
import type { Wanted } from './list-rooms.ts'
import type { RoomPlan } from './room-plan.ts'
import { isGone, isJoined } from './room-plan.ts'

/** Plans every room that has something new; the others are left out. */
export async function planRooms(scope: SlidingScope, wanted: readonly Wanted[]): Promise<RoomPlan[]> {
  const direct = await scope.deps.facts.directRooms(scope.mine, scope.now.changes)
  const plans: RoomPlan[] = []
  for (const each of wanted) {
    const isDm = direct.has(each.room.roomId)
    if (hasNews(scope, each, isDm)) plans.push(emptyPlan(scope, each, isDm))
  }
  await Promise.all(plans.map((plan) => fillTimeline(scope, plan)))
  await loadThreads(scope.deps.db, plans.map(({ room }) => room))
  for (const plan of plans) await fillBundles(scope, plan)
  return plans
}

async function fillBundles(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  const until = isGone(plan) ? plan.each.position : Number.MAX_SAFE_INTEGER
  plan.bundles = await bundlesIn(syncScopeOf(scope, 0, 1), plan.room, plan.timeline, until)
}

function hasNews(scope: SlidingScope, wanted: Wanted, isDm: boolean): boolean {
  const { each, room, config } = wanted
  const sent = scope.connection.rooms.get(each.roomNid)
  if (sent === undefined) return true
  if (!isJoined(wanted)) return each.position > sent.upTo
  if (room.committedPosition > sent.upTo || isDm !== sent.isDm) return true
  if (config.required.key !== sent.required.key || isExpanded(wanted, sent)) return true
  return scope.request.dialect === 'simplified' && countsChanged(wanted, sent)
}

/** The client asks for more of the timeline than before, and not all of that was sent. */
function isExpanded({ config }: Wanted, sent: SentRoom): boolean {
  return config.timelineLimit > sent.timelineLimit && sent.held < config.timelineLimit
}

function countsChanged({ each, room }: Wanted, sent: SentRoom): boolean {
  const { notifications, highlights } = unreadOf(each, room)
  return notifications !== sent.notifications || highlights !== sent.highlights
}

function emptyPlan(scope: SlidingScope, wanted: Wanted, isDm: boolean): RoomPlan {
  const { each } = wanted
  const sent = scope.connection.rooms.get(each.roomNid)
  const initial = sent === undefined || becameAnother(wanted, sent)
  return {
    ...wanted,
    sent,
    initial,
    expanded: !initial && isJoined(wanted) && isExpanded(wanted, sent),
    after: initial ? 0 : sent.upTo,
    until: isGone(wanted) ? each.position : scope.now.events,
    timeline: [],
    limited: false,
    pageFrom: 0,
    bundles: NO_BUNDLES,
    state: [],
    stripped: undefined,
    name: undefined,
    avatar: undefined,
    heroes: undefined,
    isDm,
    bumpStamp: isJoined(wanted) ? bumpStampOf(wanted, sent) : each.position,
    lazyMembers: sent?.lazyMembers ?? new Set(),
  }
}

/** Who has joined sees another room than who was invited to it: the client begins anew. */
function becameAnother({ each }: Wanted, sent: SentRoom): boolean {
  if (each.membership === 'join') return each.joinedPosition > sent.upTo
  return each.membership === 'invite' || each.membership === 'knock'
}

async function fillTimeline(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  const { each, room, config } = plan
  if (isJoined(plan)) {
    // State in memory runs ahead of what is durable; what is shown must be durable.
    if (room.lastPosition > room.committedPosition) await room.settled?.catch(() => undefined)
    const after = plan.expanded ? 0 : plan.after
    const range = syncScopeOf(scope, after, config.timelineLimit)
    Object.assign(plan, await takeTimeline(range, each, room, after))
    plan.pageFrom = plan.timeline[0]?.position ?? Math.min(room.committedPosition, scope.now.events) + 1
    return
  }
  if (isGone(plan)) {
    const stretch = await visibleStretch(syncScopeOf(scope, plan.after, Math.max(1, config.timelineLimit)), room, each.position)
    Object.assign(plan, stretch)
    plan.pageFrom = plan.timeline[0]?.position ?? each.position + 1
    return
  }
  plan.stripped = await strippedStateOf(syncScopeOf(scope, 0, 1), room)
}

/** "Proper" activity: what moves a room up in a list of rooms. */
const BUMPS: ReadonlySet<string> = new Set([
  'm.room.create',
  'm.room.message',
  'm.room.encrypted',
  'm.sticker',
  'm.call.invite',
  'm.poll.start',
  'org.matrix.msc3381.poll.start',
  'm.beacon_info',
  'org.matrix.msc3672.beacon_info',
])

/** The place of the last proper event; for who has come later, of their joining where that is what they see. */
function bumpStampOf({ room }: Wanted, sent: SentRoom | undefined): number {
  const last = room.tail.findLast((event) => BUMPS.has(event.type))
  // Further back than memory reaches: it was before all of that.
  return last?.position ?? sent?.bumpStamp ?? Math.max(1, room.tailFrom)
}
