// What somebody has of a room goes on to the room that replaces it: tags, push rules, and that it is a direct talk.
// https://spec.matrix.org/v1.19/client-server-api/#room-upgrades
import type { JsonValue } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import type { AccountData } from '../account-data/account-data.ts'
import type { Push } from '../push/push.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'
import { contentOf, membershipOf } from '../rooms/rooms.ts'

/** What it needs. */
export interface SuccessionDeps {
  rooms: RoomsDeps
  accountData: Pick<AccountData, 'find' | 'set'>
  push: Pick<Push, 'copyRoomRules'>
}

/**
 * Somebody has come into a room: where it replaces another one that they are in, they find it as they had that one.
 * Costs nothing for rooms that replace none.
 */
export async function succeed(deps: SuccessionDeps, userId: string, room: Room): Promise<void> {
  const old = await predecessorOf(deps, room)
  if (old === undefined || (await membershipOf(deps.rooms, old, userId))?.membership !== 'join') return
  await Promise.all([copyTags(deps, userId, old, room), copyDirect(deps, userId, old, room), deps.push.copyRoomRules(userId, old.roomId, room.roomId)])
}

/** The room that this one replaces, if that one says so too: anybody can claim to be somebody's successor. */
async function predecessorOf(deps: SuccessionDeps, room: Room): Promise<Room | undefined> {
  const predecessor = contentOf(room, 'm.room.create')?.['predecessor']
  const oldId = isRecord(predecessor) ? predecessor['room_id'] : undefined
  if (typeof oldId !== 'string' || oldId === room.roomId) return undefined
  const old = await deps.rooms.engine.registry.find(oldId)
  if (old === undefined || contentOf(old, 'm.room.tombstone')?.['replacement_room'] !== room.roomId) return undefined
  return old
}

async function copyTags({ accountData }: SuccessionDeps, userId: string, old: Room, room: Room): Promise<void> {
  const type = 'm.tag'
  const [content, already] = await Promise.all([
    accountData.find(userId, old.roomNid, type),
    accountData.find(userId, room.roomNid, type),
  ])
  if (content !== undefined && already === undefined) await accountData.set(userId, room.roomNid, { type, content })
}

/** "m.direct" names rooms by whom they are with. */
async function copyDirect({ accountData }: SuccessionDeps, userId: string, old: Room, room: Room): Promise<void> {
  const type = 'm.direct'
  const text = await accountData.find(userId, 0, type)
  const content = text === undefined ? undefined : parseJson(text)
  if (!isJsonObject(content)) return
  let changed = false
  const named: [string, JsonValue][] = Object.entries(content).map(([who, rooms]) => {
    const isNew = Array.isArray(rooms) && rooms.includes(old.roomId) && !rooms.includes(room.roomId)
    changed ||= isNew
    return [who, isNew ? [...rooms, room.roomId] : rooms]
  })
  if (changed) await accountData.set(userId, 0, { type, content: JSON.stringify(Object.fromEntries(named)) })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
