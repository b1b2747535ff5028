// Join links: whoever may invite to a room makes one, it ends after a time and a number of uses, and each use is on record.
import { createHash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import { powerLevelFor, userPowerLevel } from '@chappe/core'
import { ADMIN_LEVEL } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { Room } from '../../engine/room.ts'
import { authStateOf } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomLink } from './room-links-store.ts'
import { countUse, giveBack, insertLink, listLinks, mayAct, revokeLink, setJoined } from './room-links-store.ts'

export type { RoomLink } from './room-links-store.ts'

/** What links ask of rooms. */
export interface LinkedRooms {
  get(roomNid: number): Promise<Room>
  /** The room, for somebody who is joined to it; throws `M_FORBIDDEN` otherwise. */
  joinedRoomOf(userId: string, roomId: string): Promise<Room>
  isJoined(room: Room, userId: string): Promise<boolean>
  inviteUser(session: Session, input: { roomId: string; userId: string; reason: string | undefined }): Promise<void>
  joinRoom(session: Session, input: { roomIdOrAlias: string; reason: string | undefined }): Promise<string>
  /** A session of somebody who is not there. */
  sessionOf(userId: string): Promise<Session>
}

/** What the operations need. */
export interface RoomLinksDeps {
  db: Db
  clock: Clock
  random: Random
  rooms: LinkedRooms
}

/** A link as it is given out, once. */
export interface GivenLink {
  linkId: string
  token: string
  expiresAtMs: number
  maxUses: number
}

/** The operations of this feature. */
export interface RoomLinks {
  /** Throws `M_FORBIDDEN` to those who may not invite, and where there are too many. */
  create(session: Session, wish: { roomId: string; expiresInMs?: number | undefined; maxUses?: number | undefined }): Promise<GivenLink>
  list(session: Session, roomId: string): Promise<RoomLink[]>
  /** Throws `M_NOT_FOUND` for what is no link of the caller's, or of the room for its admins. */
  revoke(session: Session, link: { roomId: string; linkId: string }): Promise<void>
  /** Gives back the id of the room; throws `M_NOT_FOUND` where the link is not good, `M_FORBIDDEN` to externals. */
  redeem(session: Session, token: string): Promise<string>
}

const DAY_MS = 24 * 60 * 60 * 1000
const DEFAULT_LIFETIME_MS = 7 * DAY_MS
const DEFAULT_USES = 25
const LINKS_MAX = 100
const USES_SHOWN = 100

/** Ties the operations to what they need. */
export function createRoomLinks(deps: RoomLinksDeps): RoomLinks {
  const { db, clock, random, rooms } = deps
  return {
    async create(session, { roomId, expiresInMs = DEFAULT_LIFETIME_MS, maxUses = DEFAULT_USES }) {
      const room = await rooms.joinedRoomOf(session.userId, roomId)
      if (session.accountType === 'external' || !mayInvite(room, session.userId)) throw mayNot()
      const [token, atMs] = [random.text(32), clock.now()]
      const given = { linkId: random.text(12), expiresAtMs: atMs + expiresInMs, maxUses }
      const link = { ...given, tokenHash: hashOf(token), roomNid: room.roomNid, createdBy: session.userId, atMs }
      if (await insertLink(db, link, LINKS_MAX)) return { ...given, token }
      throw new MatrixError('M_FORBIDDEN', { message: `A room has at most ${LINKS_MAX} links at once: end one of them first` })
    },
    async list(session, roomId) {
      const room = await rooms.joinedRoomOf(session.userId, roomId)
      return listLinks(db, room.roomNid, makerShown(room, session.userId), { links: LINKS_MAX * 2, uses: USES_SHOWN })
    },
    async revoke(session, { roomId, linkId }) {
      const room = await rooms.joinedRoomOf(session.userId, roomId)
      const createdBy = makerShown(room, session.userId)
      if (await revokeLink(db, { roomNid: room.roomNid, linkId, createdBy, atMs: clock.now() })) return
      throw new MatrixError('M_NOT_FOUND', { message: 'There is no such link in this room' })
    },
    redeem: (session, token) => redeem(deps, session, token),
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function mayNot(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'Only those who may invite people to this room make links to it' })
}

function mayInvite(room: Room, userId: string): boolean {
  const state = authStateOf(room)
  return userPowerLevel(room.rules, state, userId) >= powerLevelFor(room.rules, state, 'invite')
}

/** Whose links somebody sees: an admin everybody's (null), others their own. */
function makerShown(room: Room, userId: string): string | null {
  return userPowerLevel(room.rules, authStateOf(room), userId) >= ADMIN_LEVEL ? null : userId
}

async function redeem(deps: RoomLinksDeps, session: Session, token: string): Promise<string> {
  if (session.accountType === 'external') {
    throw new MatrixError('M_FORBIDDEN', { message: 'Externals are invited by name: they do not come by a link' })
  }
  const { db, clock, rooms } = deps
  const use = await countUse(db, { tokenHash: hashOf(token), userId: session.userId, atMs: clock.now() })
  if (use === undefined) throw notGood()
  const { linkNid } = use
  const room = await rooms.get(use.roomNid)
  if (await rooms.isJoined(room, session.userId)) {
    // Who was there already has not come by it; who has may ask again.
    if (!use.hasJoined) await giveBack(db, { linkNid, userId: session.userId })
    return room.roomId
  }
  if (use.hasJoined) throw notGood()
  try {
    await comeIn(deps, session, room, use.createdBy)
  } catch (error) {
    // Where it is in doubt whether they came in, the use stays theirs for the next attempt.
    if (error instanceof MatrixError && error.status < 500) await giveBack(db, { linkNid, userId: session.userId })
    throw error
  }
  await setJoined(db, { linkNid, userId: session.userId, atMs: clock.now() })
  return room.roomId
}

/** The link acts for who made it: they invite, as far as they still may. */
async function comeIn({ db, rooms }: RoomLinksDeps, session: Session, room: Room, maker: string): Promise<void> {
  const { roomId } = room
  if (!(await rooms.isJoined(room, maker)) || !mayInvite(room, maker) || !(await mayAct(db, maker))) throw notGood()
  const isInvited = room.members.get(session.userId)?.membership === 'invite'
  if (!isInvited) await rooms.inviteUser(await rooms.sessionOf(maker), { roomId, userId: session.userId, reason: 'By a link' })
  await rooms.joinRoom(session, { roomIdOrAlias: roomId, reason: undefined })
}

function notGood(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'This link is not good, or not any more. Ask for a new one, or for an invitation' })
}
