// Loading rooms from the database: many at once, a handful of queries however many there are.
import { roomVersionRules } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import { hashForReference } from '../references.ts'
import { attachRelations, noRelations } from '../relations.ts'
import { listTailRelations } from '../relations-store.ts'
import type { Room } from '../room.ts'
import { setState } from '../room.ts'
import type { RoomRow, StoredEvent } from '../rooms-store.ts'
import { listRoomCounts, listRooms, listRoomState, listTails } from '../rooms-store.ts'
import { parsePdu, stateEntryOf, timelineEventOf } from '../row-mapping.ts'

/** What loading needs. */
export interface LoadDeps {
  db: Db
  clock: Clock
  /** Members of a room who have push rules of their own. */
  listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]>
}

/** One more than the tail keeps, which tells whether there is more. */
const TAIL_LOAD = 21

/** The rooms of these numbers, without their members; numbers that are none are left out. */
export async function loadRooms(deps: LoadDeps, roomNids: readonly number[]): Promise<Map<number, Room>> {
  const { db, clock } = deps
  const [rows, state, tails, counts, relations, ruleMembers] = await Promise.all([
    listRooms(db, roomNids),
    listRoomState(db, roomNids),
    listTails(db, roomNids, TAIL_LOAD),
    listRoomCounts(db, roomNids),
    listTailRelations(db, roomNids, TAIL_LOAD),
    deps.listRuleMembers(roomNids),
  ])
  const loaded = new Map<number, Room>()
  for (const row of rows) loaded.set(row.roomNid, emptyRoom(row, clock.now()))
  for (const row of state) fillState(loaded.get(row.roomNid), row)
  fillTails(loaded, tails)
  fillRelations(loaded, relations)
  for (const row of counts) {
    const room = loaded.get(row.roomNid)
    if (room === undefined) continue
    room.joinedCount = row.joined
    room.invitedCount = row.invited
    room.receiptPosition = row.receiptPosition
  }
  for (const { roomNid, userId } of ruleMembers) loaded.get(roomNid)?.ruleMembers.add(userId)
  return loaded
}

/** A room with nothing in it yet. */
export function emptyRoom(row: RoomRow, now: number): Room {
  const rules = roomVersionRules(row.version)
  if (rules === undefined) throw new Error(`room ${row.roomNid} has the unknown version ${row.version}`)
  return {
    roomNid: row.roomNid,
    roomId: row.roomId,
    rules,
    state: new Map(),
    members: new Map(),
    allMembersLoaded: false,
    joinedCount: 0,
    invitedCount: 0,
    lastEventId: undefined,
    lastHash: undefined,
    depth: 0,
    notifyOrdinal: 0,
    lastPosition: 0,
    committedPosition: 0,
    lastStatePosition: 0,
    tail: [],
    tailFrom: 0,
    committedOrdinal: 0,
    settled: undefined,
    listeners: new Set(),
    receiptPosition: 0,
    relations: noRelations(),
    ruleMembers: new Set(),
    discarded: false,
    usedAt: now,
  }
}

/** As many relations as there are events in a tail are all that the tail can have. */
function fillRelations(loaded: ReadonlyMap<number, Room>, rows: Awaited<ReturnType<typeof listTailRelations>>): void {
  for (const [roomNid, list] of Map.groupBy(rows, (row) => row.roomNid)) {
    const room = loaded.get(roomNid)
    if (room === undefined) continue
    attachRelations(room, new Map(list.map((row) => [row.position, row])))
    room.relations.hasThreads = list.some((row) => row.roomHasThreads)
  }
}

function fillState(room: Room | undefined, row: StoredEvent): void {
  if (room === undefined || row.stateKey === null) return
  setState(room, row.type, row.stateKey, stateEntryOf(row))
  room.lastStatePosition = Math.max(room.lastStatePosition, row.position)
}

function fillTails(loaded: ReadonlyMap<number, Room>, newestFirst: readonly StoredEvent[]): void {
  for (const row of newestFirst) loaded.get(row.roomNid)?.tail.push(timelineEventOf(row))
  for (const room of loaded.values()) {
    room.tail.sort((a, b) => a.position - b.position)
    if (room.tail.length === TAIL_LOAD) room.tailFrom = room.tail.shift()?.position ?? 0
    const last = room.tail.at(-1)
    if (last === undefined) continue
    room.lastEventId = last.eventId
    room.lastHash = hashForReference(room.rules, () => parsePdu(last.json))
    room.depth = depthOf(last.json)
    room.notifyOrdinal = last.notifyOrdinal
    room.committedOrdinal = last.notifyOrdinal
    room.lastPosition = last.position
    room.committedPosition = last.position
    for (const event of room.tail) if (event.stateKey !== undefined) room.lastStatePosition = Math.max(room.lastStatePosition, event.position)
    // Membership that changed before the tail is not in the state loaded: the tail's start is a safe lower bound.
    room.lastStatePosition = Math.max(room.lastStatePosition, room.tailFrom)
  }
}

/** The depth stands in the canonical text after the content, whose own quotes are escaped. */
function depthOf(json: string): number {
  const match = /"depth":(\d+),"(?:event_id|hashes)":/.exec(json.slice(json.lastIndexOf(',"depth":')))
  return match === null ? 0 : Number(match[1])
}
