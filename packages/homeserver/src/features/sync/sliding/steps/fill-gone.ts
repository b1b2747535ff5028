// Rooms the user has left or was put out of: the state as it was then, and nothing that came after.
import type { StoredEvent } from '../../../../engine/rooms-store.ts'
import { listStateBefore, listStateChanges } from '../../../../engine/rooms-store.ts'
import { parsePdu } from '../../../../engine/row-mapping.ts'
import { strippedJsonOf } from '../../../../engine/client-event.ts'
import { lineOf, memberLine } from '../../steps/fill-state.ts'
import { isRequired } from '../required-state.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { lazyNeeds } from './lazy-needs.ts'
import type { RoomPlan } from './room-plan.ts'

const MEMBER = 'm.room.member'

/** Fills what is shown beside the timeline of such a room. */
export async function fillGone(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  if (await scope.deps.facts.wasJoined(scope.mine, plan.room.roomNid)) await fillLast(scope, plan)
  else await fillNeverJoined(scope, plan)
}

/** An invitation that was declined or taken back: nothing but that. */
async function fillNeverJoined(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  const { room, config } = plan
  const { userId } = scope.session
  await scope.deps.engine.registry.ensureMembers(room, [userId])
  const own = room.members.get(userId) ?? undefined
  plan.stripped = own === undefined ? [] : [{ json: strippedJsonOf(own.json), position: own.position }]
  const isAsked = config.required.lazyMembers || isRequired(config.required, MEMBER, userId)
  if (own !== undefined && isAsked) plan.state = [memberLine(userId, own)]
}

async function fillLast(scope: SlidingScope, plan: RoomPlan): Promise<void> {
  const { room, each, initial } = plan
  const until = each.position + 1
  const rows = initial
    ? await listStateBefore(scope.deps.db, room.roomNid, until, { members: true })
    : await listStateChanges(scope.deps.db, room.roomNid, plan.after, until)
  const lazy = lazyNeeds(plan).add(scope.session.userId)
  plan.state = rows.filter((row) => isShown(plan, row, lazy)).map(lineOf)
  for (const row of rows) {
    if (row.stateKey !== '') continue
    if (row.type === 'm.room.name') plan.name = textOf(plan, row.json, 'name')
    if (row.type === 'm.room.avatar') plan.avatar = textOf(plan, row.json, 'url')
  }
}

function isShown({ config }: RoomPlan, { type, stateKey }: StoredEvent, lazy: ReadonlySet<string>): boolean {
  if (type === MEMBER && config.required.lazyMembers && lazy.has(stateKey ?? '')) return true
  return isRequired(config.required, type, stateKey ?? '')
}

function textOf({ initial }: RoomPlan, json: string, member: string): string | null | undefined {
  const value = parsePdu(json).content[member]
  if (typeof value === 'string' && value !== '') return value
  return initial ? undefined : null
}
