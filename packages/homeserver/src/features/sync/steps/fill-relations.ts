// What is bundled with the events of the planned timelines, and what their threads count from.
import type { Bundles } from '../../../engine/aggregations.ts'
import { bundlesOf, NO_BUNDLES } from '../../../engine/aggregations.ts'
import type { Room, TimelineEvent } from '../../../engine/room.ts'
import { loadThreads, needsThreads } from '../../../engine/unread.ts'
import type { Read } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import type { JoinPlan, SyncScope } from '../sync-request.ts'

/** Fills what is bundled and makes threads countable; nothing to wait for where memory has it all, or there is none. */
export function fillRelations(scope: SyncScope, plans: readonly JoinPlan[]): Promise<unknown> | undefined {
  let waits: Promise<void>[] | undefined
  let uncounted: Room[] | undefined
  for (const plan of plans) {
    const { room } = plan
    if (room.relations.any && needsThreads(room)) (uncounted ??= []).push(room)
    const bundles = bundlesIn(scope, room, plan.timeline, Number.MAX_SAFE_INTEGER)
    if (bundles !== NO_BUNDLES) (waits ??= []).push(fillOne(plan, bundles))
  }
  if (uncounted !== undefined) (waits ??= []).push(loadThreads(scope.deps.db, uncounted))
  return waits === undefined ? undefined : Promise.all(waits)
}

async function fillOne(plan: JoinPlan, bundles: Bundles | Promise<Bundles>): Promise<void> {
  plan.bundles = await bundles
}

/** What is bundled with the events of a timeline, in the eyes of who syncs; events up to `until` count. */
export function bundlesIn(
  scope: SyncScope,
  room: Room,
  timeline: readonly TimelineEvent[],
  until: number,
): Bundles | Promise<Bundles> {
  const { userId, deviceNid } = scope.session
  return bundlesOf(scope.deps, room, { userId, deviceNid, now: scope.deps.clock.now(), until }, timeline)
}

/** The events that are bundled with others, as the ledger notes them. */
export function bundledReads(roomNid: number, shown: readonly { position: number }[]): Read<'events'>[] {
  return shownReads({ kind: 'events', roomNid, subject: 'bundled' }, shown.map(({ position }) => position))
}
