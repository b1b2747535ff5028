// What the administration of rooms needs.
import type { JsonObject } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { Audit } from '../audit/audit.ts'

/** What it asks of rooms. */
export interface AdministeredRooms {
  find(roomIdOrAlias: string): Promise<Room | undefined>
  get(roomNid: number): Promise<Room>
  getMany(roomNids: readonly number[]): Promise<Room[]>
  ensureAllMembers(room: Room): Promise<void>
  leaveRoom(session: Session, input: { roomId: string; reason: string | undefined }): Promise<void>
  inviteUser(session: Session, input: { roomId: string; userId: string; reason: string | undefined }): Promise<void>
  setRoomState(session: Session, input: { roomId: string; type: string; stateKey: string; content: JsonObject }): Promise<string>
  unpublish(roomNid: number): Promise<void>
  /** A session of a user who is not there, to let them leave. */
  sessionOf(userId: string): Promise<Session>
  /** Nobody finds the room any more, and nothing is appended to it; resolves when nothing of it is under way. */
  close(roomNid: number): Promise<void>
  /** Deletes a file that only this room had. */
  deleteFile(mediaId: string): Promise<unknown>
  /** What is in memory of a room that everybody has forgotten. */
  forget(roomNid: number, userIds: readonly string[]): void
}

/** What the operations need. */
export interface RoomAdminDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  audit: Audit
  rooms: AdministeredRooms
}
