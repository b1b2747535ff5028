// The whole answer of one turn of sliding sync.
import { shownReads } from '../../../../http/shown.ts'
import { bundledReads } from '../../steps/fill-relations.ts'
import type { SyncAnswer } from '../../steps/assemble.ts'
import type { SentRoom, Snapshot } from '../connections.ts'
import type { SlidingScope } from '../sliding-scope.ts'
import { fillHeroes } from './fill-heroes.ts'
import { fillRooms } from './fill-rooms.ts'
import { listRooms } from './list-rooms.ts'
import { planRooms } from './plan-rooms.ts'
import type { RoomPlan } from './room-plan.ts'
import { writeExtensions } from './write-extensions.ts'
import { sentOf, writeRoom } from './write-room.ts'

/** An answer without its position, and what the connection has once the client has it. */
export interface SlidingAnswer extends Pick<SyncAnswer, 'reads' | 'empty'> {
  /** The members of the answer's object behind `pos`, as JSON text. */
  rest: string
  snapshot: Snapshot
  sent: ReadonlyMap<number, SentRoom>
}

/** Builds the answer for what the client does not have yet. */
export async function assembleSliding(scope: SlidingScope): Promise<SlidingAnswer> {
  const { request, now } = scope
  const window = await listRooms(scope)
  const plans = await planRooms(scope, window.rooms)
  await fillRooms(scope, plans)
  await fillHeroes(scope, plans)
  const sent = new Map(plans.map((plan) => [plan.each.roomNid, sentOf(plan)]))
  const rooms = plans.map((plan) => writeRoom(scope, plan))
  const extensions = await writeExtensions(scope, plans, sent)
  const lists = [...window.counts].map(([name, count]) => `${JSON.stringify(name)}:{"count":${count}}`)
  const parts = [`"lists":{${lists.join(',')}}`, `"rooms":{${rooms.join(',')}}`, `"extensions":{${extensions.parts.join(',')}}`]
  if (request.txnId !== undefined) parts.push(`"txn_id":${JSON.stringify(request.txnId)}`)
  return {
    rest: parts.join(','),
    reads: [...plans.flatMap(readsOfRoom), ...readsOfDevice(scope, plans, extensions.toDeviceCount)],
    empty: rooms.length === 0 && extensions.empty,
    snapshot: { at: now, counts: window.counts, fading: window.fading, configText: request.configText, extensions: extensions.settings },
    sent,
  }
}

/** One row for the stretch of the timeline, one for the state shown beside it. */
function readsOfRoom({ room, timeline, state, bundles }: RoomPlan): SlidingAnswer['reads'] {
  const { roomNid } = room
  const reads: SlidingAnswer['reads'] = []
  if (timeline.length > 0) reads.push(...shownReads({ kind: 'events', roomNid }, timeline.map(({ position }) => position)))
  if (bundles.shown.length > 0) reads.push(...bundledReads(roomNid, bundles.shown))
  if (state.length > 0) reads.push(...shownReads({ kind: 'events', roomNid, subject: 'state' }, state.map(({ position }) => position)))
  return reads
}

function readsOfDevice(scope: SlidingScope, plans: readonly RoomPlan[], toDevice: number): SlidingAnswer['reads'] {
  const reads: SlidingAnswer['reads'] = []
  const outsiders = plans.filter((plan) => plan.stripped !== undefined).length
  if (outsiders > 0) reads.push({ kind: 'events', count: outsiders, subject: 'stripped state' })
  const heroes = plans.reduce((sum, plan) => sum + (plan.heroes?.length ?? 0), 0)
  if (heroes > 0) reads.push({ kind: 'people', count: heroes, subject: 'heroes' })
  if (toDevice > 0) reads.push({ kind: 'keys', count: toDevice, subject: `to-device:${scope.session.deviceId}`.slice(0, 255) })
  return reads
}
