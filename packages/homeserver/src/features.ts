// Every feature, tied to the others it needs. Features know each other only by what is passed to them here.
import { policyOf } from '@chappe/policy'
import type { Logger } from './deps.ts'
import type { Encryption } from './encryption.ts'
import { createEncryption } from './encryption.ts'
import type { RoomEngine } from './engine/engine.ts'
import { openEngine } from './engine/engine.ts'
import { createRoomPeople, listPeopleMoved } from './engine/people.ts'
import { findRoomNid } from './engine/rooms-store.ts'
import { visibleEvents } from './engine/visibility.ts'
import type { AccountData } from './features/account-data/account-data.ts'
import { createAccountData } from './features/account-data/account-data.ts'
import { accountDataRoutes } from './features/account-data/routes/all.ts'
import type { Accounts } from './features/accounts/accounts.ts'
import { createAccounts, createSessions } from './features/accounts/accounts.ts'
import { accountsRoutes } from './features/accounts/routes/all.ts'
import { createDirectory, createRoomNames } from './features/directory/directory.ts'
import { directoryRoutes } from './features/directory/routes/all.ts'
import { createMedia } from './features/media/media.ts'
import { mediaRoutes } from './features/media/routes/all.ts'
import type { Profiles } from './features/profiles/profiles.ts'
import { createProfiles } from './features/profiles/profiles.ts'
import { profilesRoutes } from './features/profiles/routes/all.ts'
import type { Push } from './features/push/push.ts'
import { createPush } from './features/push/push.ts'
import { pushRoutes } from './features/push/routes/all.ts'
import type { Receipts } from './features/receipts/receipts.ts'
import { createReceipts } from './features/receipts/receipts.ts'
import { receiptsRoutes } from './features/receipts/routes/all.ts'
import type { Rooms, RoomsDeps } from './features/rooms/rooms.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { serverInfoRoutes } from './features/server-info/routes/all.ts'
import { createServerInfo } from './features/server-info/server-info.ts'
import { syncRoute } from './features/sync/routes/sync.ts'
import type { Sync } from './features/sync/sync.ts'
import { createLazyMembers, createSync } from './features/sync/sync.ts'
import type { Foundation } from './foundation.ts'
import { createAdministration } from './administration.ts'
import { WRITER_ID } from './foundation.ts'
import type { RateLimits } from './http/rate-limits.ts'
import type { Route } from './http/route.ts'
import type { Authenticator, Session } from './session.ts'
import type { HomeserverOptions } from './settings.ts'
import { parseSyncToken } from './streams/sync-token.ts'

/** What the features give the server around them. */
export interface Features {
  routes: Route[]
  authenticator: Authenticator
  contain(userId: string): Promise<void>
  /** Gets ready for those who were here last. */
  warmUp(): Promise<void>
  /** Lets held requests end, since the server is about to stop. */
  endWaits(): void
  /** The database hangs: what waits for the writer's connection fails. */
  cut(): void
  /** Another process has taken the writer over. */
  fence(): void
  /** Finishes what is under way. */
  close(): Promise<void>
}

type Options = HomeserverOptions & { rateLimits: RateLimits }

/** Ties every feature. */
export async function createFeatures(foundation: Foundation, options: Options): Promise<Features> {
  const { clock, random, changes, database } = foundation
  const { db } = database
  const { settings } = options
  const policy = policyOf(settings.profile)
  const sessions = createSessions(db, clock)
  const accounts = createAccounts({ db, clock, random, sessions, rateLimits: options.rateLimits, settings: { ...settings, policy } })
  const serverInfo = createServerInfo({ db, settings: { ...settings, ...policy } })
  const push = createPush({ db, changes, clock, settings: { plainGateways: policy.plainPushGateways } })
  const accountData = createAccountData({
    db,
    changes,
    rooms: { findRoomNid: (roomId) => findRoomNid(db, roomId) },
    virtual: [push.accountData],
  })
  const profiles = createProfiles({ db, settings: { readNeedsToken: policy.lookupsNeedToken } })
  const media = await createMedia({ db, clock, random, settings: { serverName: settings.serverName, ...settings.media } })
  const engine = createRoomEngine(foundation, push, options.onFenced)
  const names = createRoomNames({ db, clock, random, serverName: settings.serverName })
  const roomsDeps: RoomsDeps = {
    db,
    clock,
    engine,
    names,
    profileOf: (userId) => profiles.memberProfileOf(userId),
    settings: { serverName: settings.serverName, policy },
  }
  const rooms = createRooms(roomsDeps)
  const directory = createDirectory({
    db,
    clock,
    names,
    rooms: roomsDeps,
    setRoomState: (session, input) => rooms.setRoomState(session, input),
    settings: { serverName: settings.serverName, policy },
  })
  const administration = await createAdministration(foundation, options, { accounts, accountData, profiles, rooms, roomsDeps, serverInfo })
  const receipts = createReceiptsFeature(foundation, roomsDeps, accountData)
  const encryption = createEncryptionFeatures(foundation, { accounts, engine, serverName: settings.serverName })
  const sync = createSyncFeature(foundation, { roomsDeps, encryption, accountData, receipts })
  tieHooks({ accounts, encryption, profiles, rooms, push, engine }, foundation.logger)
  return {
    routes: [
      ...serverInfoRoutes(serverInfo),
      ...accountsRoutes(accounts),
      ...accountDataRoutes(accountData),
      ...profilesRoutes(profiles),
      ...pushRoutes(push),
      ...mediaRoutes(media),
      ...administration.routes,
      ...directoryRoutes(directory),
      ...receiptsRoutes(receipts),
      ...encryption.routes,
      syncRoute(sync, { findFilter: (userId, filterId) => accountData.getFilter(userId, filterId) }),
    ],
    authenticator: sessions,
    contain: (userId) => accounts.contain(userId),
    warmUp: () => warmUp(foundation, { accounts, sync }),
    endWaits: () => sync.close(),
    cut: () => engine.cut(),
    fence: () => engine.fence(),
    async close() {
      await receipts.close()
      await engine.close()
      await sessions.flushSeen().catch((error: unknown) => {
        foundation.logger.warn({ err: error }, 'when devices were last seen was not stored')
      })
    },
  }
}

function createRoomEngine(foundation: Foundation, push: Push, onFenced: (() => void) | undefined): RoomEngine {
  const { databaseUrl, clock, logger, live, lease, lastPosition, database } = foundation
  return openEngine({
    db: database.db,
    databaseUrl,
    clock,
    logger,
    live,
    lease,
    lastPosition,
    rules: push,
    onFenced: onFenced ?? (() => undefined),
  })
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

function createEncryptionFeatures(
  foundation: Foundation,
  parts: { accounts: Accounts; engine: RoomEngine; serverName: string },
): Encryption {
  const { clock, changes, database } = foundation
  const { accounts, engine, serverName } = parts
  const passwordStage = accounts.openPasswordStage<object>()
  return createEncryption({
    db: database.db,
    clock,
    changes,
    people: createRoomPeople(database.db, engine),
    reauthentication: {
      async requireReauthentication(session: Session, auth) {
        await passwordStage({ auth, body: undefined, who: session })
      },
    },
    streams: {
      parseToken: (token) => parseSyncToken(token)?.find((each) => each.writer === WRITER_ID),
      // The end of the range is a hint: who came or went after it is told once more rather than never.
      peopleMoved: (userId, from) => listPeopleMoved(database.db, userId, from.events),
    },
    settings: { serverName },
  })
}

function createSyncFeature(
  foundation: Foundation,
  parts: { roomsDeps: RoomsDeps; encryption: Encryption; accountData: AccountData; receipts: Receipts },
): Sync {
  const { clock, changes, database } = foundation
  const { roomsDeps, receipts } = parts
  return createSync({
    db: database.db,
    clock,
    engine: roomsDeps.engine,
    sources: {
      ...parts.encryption.syncSources,
      accountDataFor: (range) => parts.accountData.changesFor(range),
      receiptsFor: (roomNids, viewer, from, to) => receipts.receiptsFor(roomNids, viewer, from, to),
      typingIn: (roomNid) => receipts.typingFor(roomNid),
    },
    lazyMembers: createLazyMembers(),
    visibleEvents: (room, viewer, events) => visibleEvents(roomsDeps, room, viewer, events),
    currentChange: () => changes.current(),
  })
}

/** How long a start may take to get ready for those who come back first, and how many those are. */
const WARM_UP_MS = 600
const WARM_UP_ACCOUNTS = 20

/** Nothing depends on it: where it fails, people are answered a little later. */
async function warmUp({ ledger, logger }: Foundation, { accounts, sync }: { accounts: Accounts; sync: Sync }): Promise<void> {
  try {
    const newest = await ledger.newest()
    const userIds = await accounts.userIdsOf(newest.accounts.slice(0, WARM_UP_ACCOUNTS))
    await sync.warmUp({ userIds, rooms: newest.rooms, timeMs: WARM_UP_MS })
  } catch (error) {
    logger.warn({ err: error }, 'the rooms that were read last are loaded when they are asked for')
  }
}

/** The features that hear of each other. */
interface HookedFeatures {
  accounts: Accounts
  encryption: Encryption
  profiles: Profiles
  rooms: Rooms
  push: Push
  engine: RoomEngine
}

/** Tells each feature what it has to hear of another. */
function tieHooks(parts: HookedFeatures, logger: Logger): void {
  const { accounts, encryption, profiles, rooms, push, engine } = parts
  const inBackground = (work: () => Promise<void>, what: string): void => {
    work().catch((error: unknown) => logger.error({ err: error, what }, 'a change could not be followed up'))
  }
  accounts.onDeviceChange((userId, device, change) => encryption.onDeviceChange(userId, device, change))
  accounts.onAccountCreated(async (userId, { displayName }) => {
    if (displayName !== undefined) await profiles.setInitialName(userId, displayName)
  })
  profiles.onChange((userId) => inBackground(() => rooms.updateMemberProfile(userId), 'member events of a profile'))
  push.onRulesChange((userId) => inBackground(() => engine.rulesChanged(userId), 'push rules of a member'))
}
