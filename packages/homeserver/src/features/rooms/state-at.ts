// The state of a room at a gap of its timeline: from memory where that is the present, from the database otherwise.
import type { Room } from '../../engine/room.ts'
import { findStateBefore, listStateBefore } from '../../engine/rooms-store.ts'
import { listMembersBefore } from './reading-store.ts'
import type { RoomsDeps } from './rooms-deps.ts'

/** A state event as it is shown. */
export interface StateText {
  position: number
  eventId: string
  json: string
}

/** The same with what filters look at. */
export interface ShownState extends StateText {
  type: string
  sender: string
}

/** Whether the state just before a position is the present one. */
function isPresent(room: Room, gap: number): boolean {
  return room.lastStatePosition < gap
}

/** The state just before a position, with the memberships or without. */
export async function stateAt(
  deps: RoomsDeps,
  room: Room,
  gap: number,
  options: { members: boolean },
): Promise<ShownState[]> {
  if (!isPresent(room, gap)) return listStateBefore(deps.db, room.roomNid, gap, options)
  const shown: ShownState[] = []
  for (const [type, byKey] of room.state) {
    for (const { position, eventId, json, auth } of byKey.values()) shown.push({ position, eventId, json, type, sender: auth.sender })
  }
  return options.members ? [...shown, ...(await membersAt(deps, room, gap))] : shown
}

/** The member events just before a position. */
export async function membersAt(deps: RoomsDeps, room: Room, gap: number): Promise<ShownState[]> {
  if (!isPresent(room, gap)) return listMembersBefore(deps.db, room.roomNid, gap)
  await deps.engine.registry.ensureAllMembers(room)
  const shown: ShownState[] = []
  for (const member of room.members.values()) {
    if (member === null) continue
    const { position, eventId, json, auth } = member
    shown.push({ position, eventId, json, type: 'm.room.member', sender: auth.sender })
  }
  return shown
}

/** The member events of some users just before a position. */
export async function membersBefore(
  deps: Pick<RoomsDeps, 'db'>,
  room: Room,
  gap: number,
  userIds: readonly string[],
): Promise<StateText[]> {
  return listMembersBefore(deps.db, room.roomNid, gap, userIds)
}

/** One state entry just before a position. */
export async function stateEntryAt(
  deps: RoomsDeps,
  room: Room,
  gap: number,
  key: { type: string; stateKey: string },
): Promise<StateText | undefined> {
  if (!isPresent(room, gap)) return findStateBefore(deps.db, room.roomNid, key, gap)
  if (key.type !== 'm.room.member') return room.state.get(key.type)?.get(key.stateKey)
  await deps.engine.registry.ensureMembers(room, [key.stateKey])
  return room.members.get(key.stateKey) ?? undefined
}
