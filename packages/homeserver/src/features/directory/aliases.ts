// Aliases of rooms.
// https://spec.matrix.org/v1.19/client-server-api/#room-aliases
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { parseRoomAlias, requiredPowerLevel, userPowerLevel } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import { contentOf, isWorldReadable, joinedRoomOf, membershipOf, roomOf } from '../rooms/rooms.ts'
import { deleteAlias, findAlias, listAliases } from './alias-store.ts'
import { AUDIENCE, audienceOf } from '@chappe/policy'
import type { DirectoryDeps, Looker } from './directory-deps.ts'

const MAX_ALIASES = 200

/** The room of an alias, and the servers that know it. Throws `M_NOT_FOUND` where there is none, or it is an open room for others. */
export async function getAlias(deps: DirectoryDeps, alias: string, { looker, isFor }: { looker: Looker; isFor: (audience: readonly string[] | undefined) => boolean }): Promise<{ roomId: string; servers: string[] }> {
  assertAlias(alias)
  const roomNid = await deps.names.findAlias(alias)
  if (roomNid === undefined) throw noSuchAlias()
  const room = await deps.rooms.engine.registry.get(roomNid)
  const isOpen = contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public'
  const isOthers = isOpen && !isFor(audienceOf(contentOf(room, AUDIENCE)))
  if (isOthers && (looker === undefined || (await membershipOf(deps.rooms, room, looker.userId)) === undefined)) throw noSuchAlias()
  return { roomId: room.roomId, servers: [deps.settings.serverName] }
}

function noSuchAlias(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no room of that alias' })
}

/** Gives a room an alias; only members may. Throws `M_UNKNOWN` with status 409 where it is taken. */
export async function setAlias(
  deps: DirectoryDeps,
  session: Session,
  input: { alias: string; roomId: string },
): Promise<void> {
  const { server } = assertAlias(input.alias)
  if (server !== deps.settings.serverName) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'That alias belongs to another server' })
  }
  const room = await joinedRoomOf(deps.rooms, session.userId, input.roomId)
  if ((await listAliases(deps.db, room.roomNid)).length >= MAX_ALIASES) {
    throw new MatrixError('M_RESOURCE_LIMIT_EXCEEDED', { message: 'This room has as many aliases as a room may have' })
  }
  if (!(await deps.names.takeAlias(input.alias, room.roomNid, session.userId))) {
    throw new MatrixError('M_UNKNOWN', { status: 409, message: 'That alias is taken' })
  }
}

/** Removes an alias: its creator may, and whoever may choose the room's main alias. */
export async function removeAlias(deps: DirectoryDeps, session: Session, alias: string): Promise<void> {
  assertAlias(alias)
  const found = await findAlias(deps.db, alias)
  if (found === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no room of that alias' })
  const room = await deps.rooms.engine.registry.get(found.roomNid)
  const mayChoose = await mayChooseAliases(deps, room, session.userId)
  if (found.creator !== session.userId && !mayChoose) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Only who made an alias may remove it' })
  }
  await deleteAlias(deps.db, alias)
  if (mayChoose) await unname(deps, session, room, alias)
}

/** The aliases of a room, for its members and, where anybody may read it, for everybody. */
export async function listRoomAliases(deps: DirectoryDeps, session: Session, roomId: string): Promise<string[]> {
  const room = await roomOf(deps.rooms, roomId)
  if (!isWorldReadable(room)) await joinedRoomOf(deps.rooms, session.userId, roomId)
  return (await listAliases(deps.db, room.roomNid)).map((row) => row.alias)
}

/** Whether a user is joined and may send the state event that names the room's main alias. */
export async function mayChooseAliases(deps: DirectoryDeps, room: Room, userId: string): Promise<boolean> {
  const member = await membershipOf(deps.rooms, room, userId)
  if (member?.membership !== 'join') return false
  const state = authStateOf(room)
  return userPowerLevel(room.rules, state, userId) >= requiredPowerLevel(room.rules, state, 'm.room.canonical_alias', true)
}

/** Takes a removed alias out of the state event that names it. */
async function unname(deps: DirectoryDeps, session: Session, room: Room, alias: string): Promise<void> {
  const before = contentOf(room, 'm.room.canonical_alias') ?? {}
  const alternatives = Array.isArray(before['alt_aliases']) ? before['alt_aliases'] : []
  if (before['alias'] !== alias && !alternatives.includes(alias)) return
  const content: JsonObject = {}
  if (typeof before['alias'] === 'string' && before['alias'] !== alias) content['alias'] = before['alias']
  const kept = alternatives.filter((each) => typeof each === 'string' && each !== alias)
  if (kept.length > 0) content['alt_aliases'] = kept
  await deps.setRoomState(session, { roomId: room.roomId, type: 'm.room.canonical_alias', stateKey: '', content })
}

function assertAlias(alias: string): { server: string } {
  const parts = parseRoomAlias(alias)
  if (parts === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a room alias' })
  return { server: parts.serverName }
}
