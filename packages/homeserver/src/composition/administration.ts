// Everything administrators and moderation need, tied together: accounts, rooms, reports, server notices; and what it
// forbids everybody else in rooms.
import { MatrixError } from '@chappe/contract'
import type { Letter } from '@chappe/policy'
import { letterContent } from '@chappe/policy'
import { clientJsonOf } from '../engine/client-event.ts'
import { findEvent } from '../engine/rooms-store.ts'
import { timelineEventOf } from '../engine/row-mapping.ts'
import type { Alerts } from '../alerts.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import { createAdmin } from '../features/admin/admin.ts'
import { adminRoutes } from '../features/admin/routes/all.ts'
import { createAudit } from '../features/audit/audit.ts'
import type { MediaCare } from '../features/media/media.ts'
import { createMediaAdmin } from '../features/media-admin/media-admin.ts'
import { mediaAdminRoutes } from '../features/media-admin/routes/all.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import type { ReportableRooms, ReportedEvent, ReportTriage } from '../features/reports/reports.ts'
import { createReports } from '../features/reports/reports.ts'
import { reportsRoutes } from '../features/reports/routes/all.ts'
import type { AdministeredRooms, RoomAdmin } from '../features/room-admin/room-admin.ts'
import { createRoomAdmin } from '../features/room-admin/room-admin.ts'
import { roomAdminRoutes } from '../features/room-admin/routes/all.ts'
import type { ExportRecord } from '../features/room-exports/room-exports.ts'
import { createRoomExports } from '../features/room-exports/room-exports.ts'
import { roomExportsRoutes } from '../features/room-exports/routes/all.ts'
import type { RoomLinks } from '../features/room-links/room-links.ts'
import { createRoomLinks } from '../features/room-links/room-links.ts'
import { roomLinksRoutes } from '../features/room-links/routes/all.ts'
import type { Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, createRooms, isWorldReadable, joinedRoomOf, membershipOf } from '../features/rooms/rooms.ts'
import type { ServerInfo } from '../features/server-info/server-info.ts'
import { serverNoticesRoutes } from '../features/server-notices/routes/all.ts'
import type { ServerNotices } from '../features/server-notices/server-notices.ts'
import { createServerNotices } from '../features/server-notices/server-notices.ts'
import type { Foundation } from '../foundation.ts'
import type { RoomCare } from './room-care.ts'
import { startRoomCare } from './room-care.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import type { Route } from '../http/route.ts'
import type { Session } from '../session.ts'
import type { StepUp } from '../step-up.ts'

/** What it is tied from. */
export interface AdministrationParts {
  accounts: Accounts
  accountData: AccountData
  profiles: Profiles
  rooms: Rooms
  roomsDeps: RoomsDeps
  serverInfo: Pick<ServerInfo, 'version'>
  media: MediaCare
  alerts: Alerts
  stepUp: StepUp
}

/** A session of a user who is not there, to let them leave; its device is the server's. */
async function sessionFor(accounts: Accounts, userId: string): Promise<Session> {
  return { ...(await accounts.serverCaller()), userId }
}

/** What it gives the server: its own routes, and those of rooms behind what it forbids. */
export interface Administration {
  routes: Route[]
  /** The operations on rooms with their guards: what accounts do in rooms, now or later, goes through these. */
  rooms: Rooms
  /** Tells somebody something from the server itself, in a room that every client shows. */
  tell(userId: string, letter: Letter, body?: string): Promise<void>
  /** The same, with whatever content; gives back the event id. */
  notices: Pick<ServerNotices, 'send'>
  /** What people have reported, for the desk. */
  reports: ReportTriage
  /** What people took along of conversations, for the desk. */
  exports: ExportRecord
  /** What is done for rooms from time to time. */
  care: RoomCare
  /** Everybody leaves a room, nobody comes in again, and what there is of it is deleted. */
  removeRoom(roomId: string): Promise<void>
}

/** Ties the features. */
export async function createAdministration(
  foundation: Foundation,
  { rateLimits }: { rateLimits: RateLimits },
  parts: AdministrationParts,
): Promise<Administration> {
  const { clock, random, logger, database } = foundation
  const { db } = database
  const { accounts, accountData, profiles, roomsDeps } = parts
  const { policy } = roomsDeps.settings
  const audit = createAudit({ db, clock, settings: { policy } })
  const admin = await createAdmin({ db, audit, accounts: accounts.administration, profiles, rateLimits, version: parts.serverInfo.version })
  const reports = createReports({ db, clock, audit, rooms: reportableRooms(parts), incidents: { alerts: parts.alerts, endOtherSessions: (session) => endOtherSessions(accounts, session) }, settings: { policy } })
  const plainPolicy = { ...policy, encryptedPrivateRooms: false }
  const notices = createServerNotices({
    db,
    audit,
    sender: () => accounts.serverCaller(),
    // The server cannot encrypt what it says: the profile's rule is not for its own rooms.
    rooms: createRooms({ ...roomsDeps, settings: { ...roomsDeps.settings, policy: plainPolicy } }),
    setFirstTags: (userId, roomNid, tags) => accountData.setFirst(userId, roomNid, { type: 'm.tag', content: JSON.stringify({ tags }) }),
    newTxnId: () => random.text(24),
  })
  accounts.onAccountClosed(async (userId) => {
    // Behind the answer: somebody may be in a thousand rooms.
    void leaveEverything(parts, userId).catch((error: unknown) => {
      logger.error({ err: error, userId }, 'a closed account could not leave its rooms')
    })
  })
  const roomAdmin = await createRoomAdmin({ db, clock, random, logger, audit, rooms: administeredRooms(parts) })
  const mediaAdmin = createMediaAdmin({ audit, care: parts.media, settings: roomsDeps.settings })
  const guarded = guardRooms(parts, { roomAdmin, notices })
  const exports = createRoomExports({ db, clock, stepUp: parts.stepUp, audit, joinedRoomOf: (userId, roomId) => joinedRoomOf(roomsDeps, userId, roomId) })
  return {
    rooms: guarded,
    reports: reports.triage,
    exports: exports.record,
    tell: async (userId, letter, body) => void (await notices.send({ userId, type: 'm.room.message', content: letterContent(letter, body) })),
    notices,
    care: startRoomCare({ roomsDeps, logger, media: parts.media, notices }),
    removeRoom: async (roomId) => void (await roomAdmin.remove(await accounts.serverCaller(), { roomId, block: true, purge: true })),
    routes: [
      ...adminRoutes(admin),
      ...reportsRoutes(reports),
      ...serverNoticesRoutes(notices),
      ...roomAdminRoutes(roomAdmin),
      ...mediaAdminRoutes(mediaAdmin),
      ...roomLinksRoutes(createLinks(foundation, parts, guarded)),
      ...roomExportsRoutes(exports),
    ],
  }
}

/** Ends every session of somebody but the one that asks. */
async function endOtherSessions(accounts: Accounts, session: Session): Promise<number> {
  const devices = await accounts.administration.listDevices(session.userId)
  const others = devices.map(({ deviceId }) => deviceId).filter((deviceId) => deviceId !== session.deviceId)
  if (others.length > 0) await accounts.endDevices(session, others)
  return others.length
}

/** Join links act for people who are not there. */
function createLinks({ database, clock, random }: Foundation, parts: AdministrationParts, rooms: Rooms): RoomLinks {
  const { accounts, roomsDeps } = parts
  return createRoomLinks({
    db: database.db,
    clock,
    random,
    rooms: {
      get: (roomNid) => roomsDeps.engine.registry.get(roomNid),
      joinedRoomOf: (userId, roomId) => joinedRoomOf(roomsDeps, userId, roomId),
      isJoined: async (room, userId) => (await membershipOf(roomsDeps, room, userId))?.membership === 'join',
      inviteUser: (session, input) => rooms.inviteUser(session, input),
      joinRoom: (session, input) => rooms.joinRoom(session, input),
      sessionOf: (userId) => sessionFor(accounts, userId),
    },
  })
}

/** The operations on rooms as accounts have them: blocked rooms, notice rooms and suspended accounts are refused. */
function guardRooms(
  { rooms, roomsDeps, profiles }: AdministrationParts,
  { roomAdmin, notices }: { roomAdmin: RoomAdmin; notices: ServerNotices },
): Rooms {
  async function guardMember(session: Session, input: { roomId: string; stateKey: string; content: object }): Promise<void> {
    await assertOwnName(session, input)
    if ('membership' in input.content && input.content.membership === 'join') return roomAdmin.assertNotBlocked(input.roomId)
    if (input.stateKey === session.userId) await notices.assertMayLeave(session.userId, input.roomId)
  }
  /** Where people do not choose their name, they do not choose one for a room either. */
  async function assertOwnName(session: Session, { stateKey, content }: { stateKey: string; content: object }): Promise<void> {
    if (roomsDeps.settings.policy.ownDisplayName || session.appservice !== undefined || stateKey !== session.userId) return
    const name = 'displayname' in content ? content.displayname : undefined
    if (name === undefined || name === null || name === (await profiles.memberProfileOf(session.userId)).displayname) return
    throw new MatrixError('M_FORBIDDEN', { message: 'Your name is given by your organisation' })
  }
  async function assertOwnEvent(session: Session, eventId: string): Promise<void> {
    if ((await findEvent(roomsDeps.db, eventId))?.sender !== session.userId) throw new MatrixError('M_USER_SUSPENDED')
  }
  return {
    ...rooms,
    async joinRoom(session, input) {
      await roomAdmin.assertNotBlocked(input.roomIdOrAlias)
      return rooms.joinRoom(session, input)
    },
    async leaveRoom(session, input) {
      await notices.assertMayLeave(session.userId, input.roomId)
      return rooms.leaveRoom(session, input)
    },
    async setRoomState(session, input) {
      if (input.type === 'm.room.member') await guardMember(session, input)
      return rooms.setRoomState(session, input)
    },
    async redactEvent(session, input) {
      if (session.isSuspended) await assertOwnEvent(session, input.eventId)
      return rooms.redactEvent(session, input)
    },
  }
}

/** Takes an account that is closed out of every room, and declines what it was invited to. */
async function leaveEverything({ accounts, rooms, roomsDeps }: AdministrationParts, userId: string): Promise<void> {
  const session = await sessionFor(accounts, userId)
  const { rooms: entries } = await roomsDeps.engine.userRooms.open(userId)
  for (const { roomNid, membership } of entries.values()) {
    if (membership !== 'join' && membership !== 'invite' && membership !== 'knock') continue
    const { roomId } = await roomsDeps.engine.registry.get(roomNid)
    await rooms.leaveRoom(session, { roomId, reason: undefined })
  }
}

function reportableRooms({ rooms, roomsDeps }: AdministrationParts): ReportableRooms {
  const { db, engine, clock } = roomsDeps
  async function eventOf(roomId: string, eventId: string): Promise<ReportedEvent | undefined> {
    const [room, stored] = [await engine.registry.find(roomId), await findEvent(db, eventId)]
    if (room === undefined || stored?.roomNid !== room.roomNid) return undefined
    const text = clientJsonOf(roomId, timelineEventOf(stored), { userId: '', deviceNid: 0, now: clock.now() })
    return { roomNid: room.roomNid, position: stored.position, sender: stored.sender, text }
  }
  return {
    findEvent: eventOf,
    async findKnownRoom(userId, roomId) {
      const room = await engine.registry.find(roomId)
      if (room === undefined) return undefined
      const member = await membershipOf(roomsDeps, room, userId)
      const isOpen = contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public' || isWorldReadable(room)
      return member !== undefined || isOpen ? room.roomNid : undefined
    },
    async findVisibleEvent(session, roomId, eventId) {
      const room = await engine.registry.find(roomId)
      if (room === undefined || (await membershipOf(roomsDeps, room, session.userId))?.membership !== 'join') return undefined
      try {
        await rooms.getEvent(session, { roomId, eventId })
      } catch (error) {
        if (error instanceof MatrixError && error.status < 500) return undefined
        throw error
      }
      return eventOf(roomId, eventId)
    },
  }
}

function administeredRooms(parts: AdministrationParts): AdministeredRooms {
  const { accounts, rooms, roomsDeps } = parts
  const { registry, userRooms } = roomsDeps.engine
  return {
    async find(roomIdOrAlias: string) {
      if (!roomIdOrAlias.startsWith('#')) return registry.find(roomIdOrAlias)
      const roomNid = await roomsDeps.names.findAlias(roomIdOrAlias)
      return roomNid === undefined ? undefined : registry.get(roomNid)
    },
    get: (roomNid: number) => registry.get(roomNid),
    getMany: (roomNids: readonly number[]) => registry.getMany(roomNids),
    ensureAllMembers: registry.ensureAllMembers,
    leaveRoom: rooms.leaveRoom,
    inviteUser: rooms.inviteUser,
    setRoomState: rooms.setRoomState,
    unpublish: (roomNid: number) => roomsDeps.names.setPublished(roomNid, false),
    close: registry.close,
    deleteFile: (mediaId: string) => parts.media.delete(mediaId),
    sessionOf: (userId: string) => sessionFor(accounts, userId),
    forget(roomNid: number, userIds: readonly string[]) {
      for (const userId of userIds) {
        const each = userRooms.peek(userId)?.rooms.get(roomNid)
        if (each !== undefined) each.forgotten = true
      }
    },
  }
}
