// Every feature, tied to the others it needs. Features know each other only by what is passed to them here.
import { policyOf, retentionRulesOf } from '@chappe/policy'
import type { RoomPolicy } from '@chappe/policy'
import type { Awareness } from './awareness.ts'
import { createAwareness, createPushFeatures } from './awareness.ts'
import { createAccountDataFeature } from './account-data.ts'
import type { Encryption } from './encryption.ts'
import { createEncryption } from './encryption.ts'
import type { RoomEngine } from '../engine/engine.ts'
import { openEngine } from '../engine/engine.ts'
import type { IgnoredUsers } from '../engine/ignored-users.ts'
import { createRoomPeople, listPeopleMoved } from '../engine/people.ts'
import { visibleEvents } from '../engine/visibility.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import { accountDataRoutes } from '../features/account-data/routes/all.ts'
import type { Accounts, Sessions } from '../features/accounts/accounts.ts'
import type { Appservices, AppservicesStart } from '../features/appservices/appservices.ts'
import { appservicesRoutes } from '../features/appservices/routes/all.ts'
import type { Directory, DirectoryNames } from '../features/directory/directory.ts'
import { createDirectory, createRoomNames } from '../features/directory/directory.ts'
import { directoryRoutes } from '../features/directory/routes/all.ts'
import type { Jobs } from '../features/jobs/jobs.ts'
import type { OldSync } from '../features/old-sync/old-sync.ts'
import { createOldSync } from '../features/old-sync/old-sync.ts'
import { oldSyncRoutes } from '../features/old-sync/routes/all.ts'
import { createRoomPreviews } from '../features/room-previews/room-previews.ts'
import { roomPreviewsRoutes } from '../features/room-previews/routes/all.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import { profilesRoutes } from '../features/profiles/routes/all.ts'
import type { Push } from '../features/push/push.ts'
import { pushRoutes } from '../features/push/routes/all.ts'
import type { Receipts } from '../features/receipts/receipts.ts'
import { createReceipts } from '../features/receipts/receipts.ts'
import { receiptsRoutes } from '../features/receipts/routes/all.ts'
import type { Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { blocksInvites } from '../features/rooms/rooms.ts'
import { createRelations } from '../features/relations/relations.ts'
import { relationsRoutes } from '../features/relations/routes/all.ts'
import { roomsRoutes } from '../features/rooms/routes/all.ts'
import { searchRoutes } from '../features/search/routes/all.ts'
import { createSearch } from '../features/search/search.ts'
import { serverInfoRoutes } from '../features/server-info/routes/all.ts'
import { createServerInfo } from '../features/server-info/server-info.ts'
import { standingsRoutes } from '../features/standings/routes/all.ts'
import { simplifiedSlidingSyncRoute } from '../features/sync/routes/simplified-sliding-sync.ts'
import { slidingSyncRoute } from '../features/sync/routes/sliding-sync.ts'
import { syncRoute } from '../features/sync/routes/sync.ts'
import type { Sync, SyncFrontDeps } from '../features/sync/sync.ts'
import { createHeroes, createLazyMembers, createSlidingSync, createSync } from '../features/sync/sync.ts'
import { userDirectoryRoutes } from '../features/user-directory/routes/all.ts'
import { createUserDirectory } from '../features/user-directory/user-directory.ts'
import type { Foundation } from '../foundation.ts'
import type { Administration } from './administration.ts'
import { createAdministration } from './administration.ts'
import type { ContainmentFeature } from './containment.ts'
import { createContainmentFeature } from './containment.ts'
import { createOAuthFeature } from './oauth.ts'
import { createWeb } from './web.ts'
import { WRITER_ID } from '../foundation.ts'
import type { Exercises } from '../features/exercises/exercises.ts'
import { createExercises } from '../features/exercises/exercises.ts'
import { createExposureFacts } from '../features/exposure/exposure.ts'
import type { HomeserverPorts } from '../ports.ts'
import type { Mount } from '../http/adapter.ts'
import type { Proofs } from '../http/dpop.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import type { Route } from '../http/route.ts'
import { createKeptRooms } from './room-keeping.ts'
import type { MediaFeature } from './media.ts'
import { tieStandings } from './standings.ts'
import type { Joining } from './joining.ts'
import { tieGuestRooms } from './guest-rooms.ts'
import { createJoining } from './joining.ts'
import { createMediaFeature } from './media.ts'
import { createPeople } from './people.ts'
import { createProfilesFeature } from './profiles.ts'
import type { Reauthentication } from '../reauthentication.ts'
import type { Feed } from '../processes/feed.ts'
import { tieProcesses } from './feed.ts'
import type { Authenticator } from '../session.ts'
import type { HomeserverOptions } from '../settings.ts'
import { writeMail } from '../mail.ts'
import { parseSyncToken } from '../streams/sync-token.ts'
import { tieHooks } from './ties.ts'

/** What the features give the server around them. */
export interface Features {
  routes: Route[]
  mounts: Mount[]
  authenticator: Authenticator
  /** What the desk may do. */
  stopping: ContainmentFeature & { accounts: Accounts['stopping']; notify: Administration['tell'] }
  /** Gets ready for those who were here last. */
  warmUp(): Promise<void>
  /** What the processes hear that follow this one. */
  feed: Feed
  /** What others may do with files, rooms and people. */
  ports: Joining['ports'] & Pick<HomeserverPorts, 'exposure' | 'jobs' | 'media' | 'rooms' | 'reports' | 'roomExports' | 'recovery' | 'roomCare' | 'accountChanged' | 'oauth' | 'stepUp' | 'alerts' | 'notices' | 'mail'> & { exercises: Exercises }
  /** Lets held requests end, since the server is about to stop. */
  endWaits(): void
  /** The database hangs: what waits for the writer's connection fails. */
  cut(): void
  /** Another process has taken the writer over. */
  fence(): void
  /** Finishes what is under way. */
  close(): Promise<void>
}

type Options = HomeserverOptions & { rateLimits: RateLimits; proofs: Proofs }

/** Ties every feature. */
export async function createFeatures(foundation: Foundation, options: Options): Promise<Features> {
  const { clock, database: { db } } = foundation
  const { settings } = options
  const policy = policyOf(settings.profile)
  const people = await createPeople(foundation, options)
  const { sessions, appservices, accounts } = people
  const web = createWeb(foundation, { accounts, mail: people.mail, settings: { ...settings, policy } })
  const oauth = createOAuthFeature(foundation, { ...options, accounts, alerts: web.alerts, passkeys: web.passkeys, webSessions: web.sessions, settings: { ...settings, policy } })
  const serverInfo = createServerInfo({ db, clock, settings: { ...settings, ...policy } })
  const { webPush, push } = createPushFeatures(foundation, settings, policy)
  const { accountData, ignored } = await createAccountDataFeature(foundation, push)
  const { media, engine } = await createMediaAndEngine(foundation, options, { push, ignored })
  const { profiles, jobs } = createProfilesFeature(foundation, people, { engine, policy })
  const roomsDeps = createRoomsDeps(foundation, { appservices, engine, profiles, accountData, accounts, settings: { ...settings, policy } })
  const { rooms, keeping } = createKeptRooms({ roomsDeps, accounts, logger: foundation.logger, stepUp: web.stepUps })
  const receipts = createReceiptsFeature(foundation, roomsDeps, accountData)
  const administration = await createAdministration(foundation, options, { accounts, accountData, profiles, rooms, roomsDeps, serverInfo, media: media.care, alerts: web.alerts, stepUp: web.stepUps })
  const joining = createJoining(foundation, settings, { people, profiles, jobs, tell: administration.tell, guestRooms: tieGuestRooms({ accounts, rooms: administration.rooms, roomsDeps }), setAccountData: (userId, entry) => accountData.set(userId, 0, entry) })
  const awareness = await createAwareness(foundation, { engine, push, webPush, receipts, rooms: administration.rooms, roomsDeps, policy })
  const encryption = createEncryptionFeatures(foundation, { reauthentication: oauth.reauthentication, engine, serverName: settings.serverName })
  const finding = createFinding(foundation, roomsDeps, { accounts, profiles, jobs })
  const sync = createSyncFeature(foundation, { roomsDeps, encryption, accountData, receipts, awareness })
  const oldSync = createOldSyncFeature(foundation, roomsDeps, accountData)
  await appservices.start({ engine, accounts, sources: changeSourcesOf(foundation, { encryption, receipts, awareness }) })
  const stopping = await createContainmentFeature(foundation, { accounts, sessions, accountData, push, media, later: awareness.later, wakes: awareness.wakes, encryption, engine, oauth: oauth.server.oauth, web, joining })
  tieHooks({ accounts, encryption, profiles, rooms, push, engine, roomsDeps, accountData, web, oauth: oauth.server.oauth, administration, joining, stopping, wakes: awareness.wakes }, foundation.logger)
  return {
    routes: [
      ...serverInfoRoutes(serverInfo),
      ...oauth.routes,
      ...web.routes,
      ...joining.routes,
      ...accountDataRoutes(accountData),
      ...profilesRoutes(profiles),
      ...pushRoutes(push),
      ...media.routes,
      ...administration.routes,
      ...standingsRoutes(tieStandings(foundation, roomsDeps, joining)),
      ...roomsRoutes(administration.rooms, awareness.later),
      ...roundRooms(foundation, roomsDeps, { rooms, receipts }),
      ...finding.routes,
      ...appservicesRoutes(appservices),
      ...encryption.routes,
      ...awareness.routes,
      ...oldSyncRoutes(oldSync),
      ...sync.routes,
    ],
    mounts: oauth.server.mounts,
    authenticator: appservices.withAppservices(sessions),
    stopping: { ...stopping, accounts: accounts.stopping, notify: administration.tell },
    warmUp: () => warmUp(foundation, { accounts, sync, containment: stopping.containment }),
    ports: { ...joining.ports, jobs, media: media.care, rooms: keeping, reports: administration.reports, roomExports: administration.exports, roomCare: administration.care, accountChanged: engine.accountFacts.forget, oauth: oauth.server.oauth, stepUp: web.stepUps, recovery: web.recovery, alerts: web.alerts, exercises: createExercises({ db, accounts: accounts.exercises, removeRoom: administration.removeRoom, deleteFile: (mediaId) => media.care.delete(mediaId) }), exposure: createExposureFacts({ db, stream: engine.stream, settings: { serverName: settings.serverName, policy } }), notices: administration.notices, mail: { ...people.mail, write: writeMail } },
    feed: tieProcesses(foundation, { sessions, media, engine, stopping }),
    endWaits() {
      sync.endWaits()
      oldSync.close()
    },
    cut: () => engine.cut(),
    fence: () => engine.fence(),
    async close() {
      await Promise.all([appservices.close(), joining.close()])
      await Promise.all([administration.care.close(), finding.close()])
      await media.close()
      await receipts.close()
      await Promise.all([awareness.close(), oauth.server.oauth.close()])
      await engine.close()
      await flushSeen(foundation, sessions)
    },
  }
}

async function flushSeen({ logger }: Foundation, sessions: Sessions): Promise<void> {
  await sessions.flushSeen().catch((error: unknown) => {
    logger.warn({ err: error }, 'when devices were last seen was not stored')
  })
}

function changeSourcesOf(
  { changes }: Foundation,
  { encryption, receipts, awareness }: { encryption: Encryption; receipts: Receipts; awareness: Awareness },
): AppservicesStart['sources'] {
  return {
    ...encryption.syncSources,
    current: () => changes.current(),
    receiptsFor: (roomNids, viewer, from, to) => receipts.receiptsFor(roomNids, viewer, from, to),
    typingIn: (roomNid) => receipts.typingFor(roomNid),
    presenceIn: (range) => awareness.presence?.eventsIn(range) ?? [],
  }
}

/** The routes of what there is round rooms: relations, names, previews and receipts. */
function roundRooms(foundation: Foundation, roomsDeps: DepsOfRooms, { rooms, receipts }: { rooms: Rooms; receipts: Receipts }): Route[] {
  return [
    ...relationsRoutes(createRelations(roomsDeps)),
    ...directoryRoutes(createDirectoryFeature(foundation, roomsDeps, rooms)),
    ...roomPreviewsRoutes(createRoomPreviews(roomsDeps)),
    ...receiptsRoutes(receipts),
  ]
}

/** Media asks rooms who sees what, and rooms ask media what events carry: this knot is tied here. */
async function createMediaAndEngine(
  foundation: Foundation,
  options: Options,
  { push, ignored }: { push: Push; ignored: IgnoredUsers },
): Promise<{ media: MediaFeature; engine: RoomEngine }> {
  const knot: { engine?: RoomEngine } = {}
  const media = await createMediaFeature(foundation, options.settings, () => knot.engine)
  knot.engine = createRoomEngine(foundation, { push, ignored, media, options })
  return { media, engine: knot.engine }
}

function createRoomEngine(
  foundation: Foundation,
  { push, ignored, media, options: { settings, onFenced } }: { push: Push; ignored: IgnoredUsers; media: MediaFeature; options: HomeserverOptions },
): RoomEngine {
  const { databaseUrl, clock, random, logger, live, lease, lastPosition, database } = foundation
  return openEngine({
    db: database.db,
    databaseUrl,
    clock,
    logger,
    live,
    lease,
    lastPosition,
    rules: push,
    random,
    serverName: settings.serverName,
    media: media.links,
    ignored,
    policy: roomPolicyOf(settings),
    onFenced: onFenced ?? (() => undefined),
  })
}

/** What the profile, and the configuration within it, say of rooms. */
export function roomPolicyOf({ profile, retention }: HomeserverOptions['settings']): RoomPolicy {
  return { profile: policyOf(profile), retention: retentionRulesOf(policyOf(profile), retention) }
}

type DepsOfRooms = RoomsDeps & { names: DirectoryNames }

function createRoomsDeps(
  { clock, random, database }: Foundation,
  parts: { appservices: Appservices; engine: RoomEngine; accounts: Accounts; profiles: Profiles; accountData: AccountData; settings: RoomsDeps['settings'] },
): DepsOfRooms {
  const { appservices, engine, settings } = parts
  const { db } = database
  const { serverName, policy } = settings
  const names = createRoomNames({ db, clock, random, serverName, appservices: appservices.names })
  return { db, clock, engine, names, people: memberPeople(parts), settings: { serverName, policy } }
}

function createDirectoryFeature({ clock, database }: Foundation, roomsDeps: DepsOfRooms, rooms: Rooms): Directory {
  return createDirectory({
    db: database.db,
    clock,
    names: roomsDeps.names,
    rooms: roomsDeps,
    setRoomState: (session, input) => rooms.setRoomState(session, input),
    settings: roomsDeps.settings,
  })
}

function memberPeople({ accounts, profiles, accountData }: { accounts: Accounts; profiles: Profiles; accountData: AccountData }): RoomsDeps['people'] {
  return {
    profileOf: (userId) => profiles.memberProfileOf(userId),
    async blocksInvites(userId) {
      const config = await accountData.find(userId, 0, 'm.invite_permission_config')
      return (config !== undefined && blocksInvites(config)) || !(await accounts.stopping.isInvitable(userId))
    },
  }
}

function createReceiptsFeature(foundation: Foundation, rooms: RoomsDeps, accountData: AccountData): Receipts {
  const { clock, logger, changes, database } = foundation
  return createReceipts({
    db: database.db,
    clock,
    logger,
    changes,
    rooms,
    setFullyRead: (userId, roomNid, eventId) =>
      accountData.set(userId, roomNid, { type: 'm.fully_read', content: JSON.stringify({ event_id: eventId }) }),
  })
}

/** Finding people, and what they said. */
function createFinding(
  foundation: Foundation,
  rooms: RoomsDeps,
  parts: { accounts: Accounts; profiles: Profiles; jobs: Jobs },
): { routes: Route[]; close(): Promise<void> } {
  const { logger, database } = foundation
  const directory = createUserDirectory({ db: database.db, clock: foundation.clock, logger, engine: rooms.engine, settings: rooms.settings })
  const changed = async (): Promise<void> => directory.onChange()
  parts.accounts.onAccountCreated(changed)
  parts.accounts.onAccountClosed(changed)
  parts.profiles.onChange(() => directory.onChange())
  parts.jobs.onChange(() => directory.onChange())
  const search = createSearch({ rooms, logger })
  return {
    routes: [...userDirectoryRoutes(directory), ...searchRoutes(search)],
    async close() {
      await directory.close()
      await search.close()
    },
  }
}

function createEncryptionFeatures(
  foundation: Foundation,
  parts: { reauthentication: Reauthentication; engine: RoomEngine; serverName: string },
): Encryption {
  const { clock, changes, database } = foundation
  const { reauthentication, engine, serverName } = parts
  return createEncryption({
    db: database.db,
    clock,
    changes,
    people: createRoomPeople(database.db, engine),
    reauthentication,
    streams: {
      parseToken: (token) => parseSyncToken(token)?.find((each) => each.writer === WRITER_ID),
      // The end of the range is a hint: who came or went after it is told once more rather than never.
      peopleMoved: (userId, from) => listPeopleMoved(database.db, userId, from.events),
    },
    settings: { serverName, remembersCounts: true },
  })
}

function createSyncFeature(
  foundation: Foundation,
  parts: { roomsDeps: RoomsDeps; encryption: Encryption; accountData: AccountData; receipts: Receipts; awareness: Awareness },
): Pick<Features, 'routes' | 'endWaits'> & Pick<Sync, 'warmUp'> {
  const { clock, random, changes, database } = foundation
  const { roomsDeps, accountData, receipts } = parts
  const deps: SyncFrontDeps = {
    db: database.db,
    clock,
    engine: roomsDeps.engine,
    sources: {
      ...parts.encryption.syncSources,
      accountDataFor: (range) => accountData.changesFor(range),
      receiptsFor: (roomNids, viewer, from, to) => receipts.receiptsFor(roomNids, viewer, from, to),
      receiptsAt: (rooms, viewer) => receipts.receiptsAt(rooms, viewer),
      typingIn: (roomNid) => receipts.typingFor(roomNid),
      presence: parts.awareness.presence,
    },
    members: { lazy: createLazyMembers(), heroes: createHeroes(database.db, roomsDeps.engine) },
    visibleEvents: (room, viewer, events) => visibleEvents(roomsDeps, room, viewer, events),
    currentChange: () => changes.current(),
  }
  const directContent = (userId: string) => accountData.find(userId, 0, 'm.direct')
  const sliding = createSlidingSync({ sync: deps, random, currentChange: () => changes.current(), directContent })
  const sync = createSync(deps)
  return {
    routes: [
      syncRoute(sync, { findFilter: (userId, filterId) => accountData.getFilter(userId, filterId) }),
      slidingSyncRoute(sliding),
      simplifiedSlidingSyncRoute(sliding),
    ],
    warmUp: (newest) => sync.warmUp(newest),
    endWaits() {
      sync.close()
      sliding.close()
    },
  }
}

/** How long a start may take to get ready for those who come back first, and how many those are. */
const WARM_UP_MS = 600
const WARM_UP_ACCOUNTS = 20

/** Nothing depends on it: where it fails, people are answered a little later. */
async function warmUp(
  { ledger, logger }: Foundation,
  { accounts, sync, containment }: { accounts: Accounts; sync: Pick<Sync, 'warmUp'>; containment: Pick<ContainmentFeature['containment'], 'getReady'> },
): Promise<void> {
  try {
    await containment.getReady()
    const newest = await ledger.newest()
    const userIds = await accounts.userIdsOf(newest.accounts.slice(0, WARM_UP_ACCOUNTS))
    await sync.warmUp({ userIds, rooms: newest.rooms, timeMs: WARM_UP_MS })
  } catch (error) {
    logger.warn({ err: error }, 'the rooms that were read last are loaded when they are asked for')
  }
}

function createOldSyncFeature({ changes }: Foundation, roomsDeps: DepsOfRooms, accountData: AccountData): OldSync {
  return createOldSync({
    rooms: roomsDeps,
    accountDataOf: (userId, upTo) => accountData.changesFor({ userId, from: 0, to: upTo }),
    published: () => roomsDeps.names.published(),
    currentChange: () => changes.current(),
  })
}
