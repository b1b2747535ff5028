// A process that answers reads: the features that read, over an engine that follows the writer; all else is the writer's.
import type { IncomingMessage } from 'node:http'
import { policyOf } from '@chappe/policy'
import type { FollowingEngine } from '../engine/following-engine.ts'
import { noWriter, openFollowingEngine } from '../engine/following-engine.ts'
import { createRoomPeople } from '../engine/people.ts'
import { visibleEvents } from '../engine/visibility.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import type { AddressBlocks } from '../features/containment/containment.ts'
import { createAppservices } from '../features/appservices/appservices.ts'
import { createRoomNames } from '../features/directory/directory.ts'
import { createProfiles } from '../features/profiles/profiles.ts'
import { createPush } from '../features/push/push.ts'
import { createReceipts } from '../features/receipts/receipts.ts'
import { createRelations } from '../features/relations/relations.ts'
import { relationsRoutes } from '../features/relations/routes/all.ts'
import type { RoomsDeps } from '../features/rooms/rooms.ts'
import { createRooms } from '../features/rooms/rooms.ts'
import { roomsRoutes } from '../features/rooms/routes/all.ts'
import { createServerInfo } from '../features/server-info/server-info.ts'
import { serverInfoRoutes } from '../features/server-info/routes/all.ts'
import { syncRoute } from '../features/sync/routes/sync.ts'
import type { Sync } from '../features/sync/sync.ts'
import { createHeroes, createLazyMembers, createSync } from '../features/sync/sync.ts'
import type { Foundation } from '../foundation.ts'
import { WRITER_ID } from '../foundation.ts'
import type { Call } from '../http/forward.ts'
import type { Route } from '../http/route.ts'
import type { Positions } from '../processes/feed.ts'
import { takeInternalSecret } from '../processes/processes-store.ts'
import { answerTo, CALLER_HEADER, createWriterLink, POSITION_HEADER } from '../processes/writer-link.ts'
import type { WriterLink } from '../processes/writer-link.ts'
import type { Authenticator } from '../session.ts'
import type { HomeserverOptions } from '../settings.ts'
import type { FollowedChanges } from '../streams/changes.ts'
import { parseSyncToken } from '../streams/sync-token.ts'
import { createAccountDataFeature } from './account-data.ts'
import { gatewaySettingsOf } from './awareness.ts'
import { roomPolicyOf } from './features.ts'
import { createEncryption } from './encryption.ts'
import type { Following } from './following.ts'
import { startFollowing } from './following.ts'
import { createMediaFeature } from './media.ts'
import { obey, openSessions, openStops, tieSessions } from './sessions.ts'

/** What a reader answers itself: what it has in memory or finds in the database, and nothing that keeps state beside. */
const READS: ReadonlySet<string> = new Set([
  'sync',
  'getRoomEvents',
  'getEventContext',
  'getOneRoomEvent',
  'getRoomState',
  'getRoomStateWithKey',
  'getRoomStateWithoutKey',
  'getMembersByRoom',
  'getJoinedMembersByRoom',
  'getJoinedRooms',
  'getRelatingEvents',
  'getRelatingEventsWithRelType',
  'getRelatingEventsWithRelTypeAndEventType',
  'getThreadRoots',
  'getContentAuthed',
  'getContentOverrideNameAuthed',
  'getContentThumbnailAuthed',
  'getLiveness',
  'getReadiness',
  'getVersions',
])

/** What a reader gives the server around it. */
export interface Reader {
  routes: Route[]
  authenticator: Authenticator
  addresses: AddressBlocks
  /** Sends a request to the writer; rejects where there is none. */
  send(call: Call): Promise<IncomingMessage>
  /** Resolves when this process shows what the writer's answer tells of. */
  reached(answer: IncomingMessage): Promise<void>
  started: Promise<void>
  endWaits(): void
  close(): Promise<void>
}

/** A reader sets no pushers. */
const NO_BROWSERS = { isOwnGateway: () => false, assertSubscription: () => undefined }

type ReaderFoundation = Foundation & { changes: FollowedChanges }

/** Ties the features that read. */
export async function createReader(foundation: ReaderFoundation, options: HomeserverOptions): Promise<Reader> {
  const { clock, random, logger, outgoing, changes, database: { db } } = foundation
  const { settings } = options
  const policy = policyOf(settings.profile)
  const sessions = openSessions(foundation, settings)
  const appservices = createAppservices({ db, clock, logger, outgoing, settings: { serverName: settings.serverName, files: settings.appservices ?? [] } })
  const push = createPush({ db, changes, clock, settings: gatewaySettingsOf(settings, policy), browsers: NO_BROWSERS })
  const { accountData, ignored } = await createAccountDataFeature(foundation, push)
  const knot: { engine?: FollowingEngine } = {}
  const media = await createMediaFeature(foundation, settings, () => knot.engine)
  const engine = openFollowingEngine({ db, clock, live: foundation.live, media: media.links, ignored, policy: roomPolicyOf(settings) })
  knot.engine = engine
  const told = { sessions, stops: await openStops(foundation, { sessions, engine }) }
  const link = createWriterLink(await takeInternalSecret(db, random.text(43)))
  const following = startFollowing(foundation, {
    engine,
    changes,
    ignored,
    link,
    lost: () => sessions.forgetAll(),
    // What fails here is done again before the lease is renewed: the notice stands in the database, too.
    obey: (notice) => void obey(told, notice).catch((error: unknown) => logger.warn({ err: error }, 'what the writer said could not be done yet')),
  })
  const roomsDeps: RoomsDeps = {
    db,
    clock,
    engine,
    names: createRoomNames({ db, clock, random, serverName: settings.serverName, appservices: appservices.names }),
    people: { profileOf: (userId) => createProfiles({ db, clock, askFor: async () => false, people: { shareRoom: async () => false, areColleagues: async () => false }, given: { fields: [], read: async () => ({}) }, settings: { readNeedsToken: true, ownDisplayName: policy.ownDisplayName } }).memberProfileOf(userId), blocksInvites: async () => false },
    settings: { serverName: settings.serverName, policy },
  }
  const sync = createReadingSync(foundation, { roomsDeps, accountData, following })
  tieSessions(foundation, told, media)
  const routes = [
    ...serverInfoRoutes(createServerInfo({ db, clock, settings: { ...settings, ...policy } })),
    ...media.routes,
    ...roomsRoutes(createRooms(roomsDeps), NO_LATER),
    ...relationsRoutes(createRelations(roomsDeps)),
    syncRoute(sync, { findFilter: (userId, filterId) => accountData.getFilter(userId, filterId) }),
  ]
  return {
    routes: routes.filter(({ endpoint }) => READS.has(endpoint.operation)),
    authenticator: appservices.withAppservices(sessions),
    addresses: told.stops.addresses,
    send: (call) => send(link, call),
    reached: async (answer) => void (await following.reached(positionsOf(answer))),
    started: following.follower.started,
    endWaits: () => sync.close(),
    async close() {
      await following.follower.close()
      await appservices.close()
      await media.close()
      await engine.close()
      await sessions.flushSeen().catch((error: unknown) => logger.warn({ err: error }, 'when devices were last seen was not stored'))
    },
  }
}

/** Sending later is the writer's. */
const NO_LATER: Parameters<typeof roomsRoutes>[1] = { schedule: () => Promise.reject(noWriter()) }

/** Syncs as the writer's do, after this process has come as far as the client has been; presence is not told here. */
function createReadingSync(
  foundation: ReaderFoundation,
  { roomsDeps, accountData, following }: { roomsDeps: RoomsDeps; accountData: AccountData; following: Following },
): Sync {
  const { clock, logger, changes, database: { db } } = foundation
  const { engine } = roomsDeps
  const receipts = createReceipts({ db, clock, logger, changes, rooms: roomsDeps, setFullyRead: () => Promise.reject(noWriter()) })
  const encryption = createEncryption({
    db,
    clock,
    changes,
    people: createRoomPeople(db, engine),
    reauthentication: { requireReauthentication: () => Promise.reject(noWriter()) },
    streams: { parseToken: () => undefined },
    settings: { serverName: roomsDeps.settings.serverName },
  })
  const sync = createSync({
    db,
    clock,
    engine,
    sources: {
      ...encryption.syncSources,
      accountDataFor: (range) => accountData.changesFor(range),
      receiptsFor: (roomNids, viewer, from, to) => receipts.receiptsFor(roomNids, viewer, from, to),
      receiptsAt: (rooms, viewer) => receipts.receiptsAt(rooms, viewer),
      typingIn: (roomNid) => following.typingIn(roomNid),
      presence: undefined,
    },
    members: { lazy: createLazyMembers(), heroes: createHeroes(db, engine) },
    visibleEvents: (room, viewer, events) => visibleEvents(roomsDeps, room, viewer, events),
    currentChange: () => changes.current(),
  })
  return {
    ...sync,
    async sync(session, input) {
      // Up to where changes can be read, the writer alone can say.
      if (!following.follower.hasBegun()) throw noWriter()
      const since = parseSyncToken(input.since ?? '')?.find((each) => each.writer === WRITER_ID)
      if (since !== undefined) await following.reached(since)
      return sync.sync(session, input)
    },
  }
}

async function send(link: WriterLink, { method, path, headers, body, caller, signal }: Call): Promise<IncomingMessage> {
  const call = link.begin({ method, path, headers: { ...headers, [CALLER_HEADER]: caller } })
  if (call === undefined) throw noWriter()
  signal.addEventListener('abort', () => call.destroy(), { once: true })
  body.pipe(call)
  try {
    return await answerTo(call)
  } catch {
    throw noWriter()
  }
}

function positionsOf(answer: IncomingMessage): Positions {
  const [events = 0, changes = 0] = String(answer.headers[POSITION_HEADER] ?? '0.0').split('.').map(Number)
  return { events, changes }
}
