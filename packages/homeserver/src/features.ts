// Every feature, tied to the others it needs. Features know each other only by what is passed to them here.
import { policyOf } from '@chappe/policy'
import type { HomeserverOptions } from './app.ts'
import type { Encryption } from './encryption.ts'
import { createEncryption } from './encryption.ts'
import { createAccountData } from './features/account-data/account-data.ts'
import type { AccountData } from './features/account-data/account-data.ts'
import { accountDataRoutes } from './features/account-data/routes/all.ts'
import type { Accounts } from './features/accounts/accounts.ts'
import { createAccounts, createSessions } from './features/accounts/accounts.ts'
import { accountsRoutes } from './features/accounts/routes/all.ts'
import { createMedia } from './features/media/media.ts'
import { mediaRoutes } from './features/media/routes/all.ts'
import { createProfiles } from './features/profiles/profiles.ts'
import type { Profiles } from './features/profiles/profiles.ts'
import { profilesRoutes } from './features/profiles/routes/all.ts'
import type { Push } from './features/push/push.ts'
import { createPush } from './features/push/push.ts'
import { pushRoutes } from './features/push/routes/all.ts'
import type { RoomEngine } from './features/rooms/engine.ts'
import { openEngine } from './features/rooms/engine.ts'
import type { Rooms } from './features/rooms/rooms.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { roomsRoutes } from './features/rooms/routes/all.ts'
import { findRoomNid } from './features/rooms/rooms-store.ts'
import { serverInfoRoutes } from './features/server-info/routes/all.ts'
import { createServerInfo } from './features/server-info/server-info.ts'
import { createLazyMembers } from './features/sync/lazy-members.ts'
import { syncRoute } from './features/sync/routes/sync.ts'
import type { Sync } from './features/sync/sync.ts'
import { createSync } from './features/sync/sync.ts'
import type { Foundation } from './foundation.ts'
import { WRITER_ID } from './foundation.ts'
import type { RateLimits } from './http/rate-limits.ts'
import type { Route } from './http/route.ts'
import { createStoredRoomPeople } from './room-people-store.ts'
import type { Authenticator, Session } from './session.ts'
import { parseSyncToken } from './streams/sync-token.ts'

/** What the features give the server around them. */
export interface Features {
  routes: Route[]
  authenticator: Authenticator
  contain(userId: string): Promise<void>
  /** Lets held requests end, since the server is about to stop. */
  endWaits(): void
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
  const push = createPush({ db, changes, clock, settings: { plainGateways: settings.profile === 'matrix' } })
  const accountData = createAccountData({
    db,
    changes,
    rooms: { findRoomNid: (roomId) => findRoomNid(db, roomId) },
    virtual: [push.accountData],
  })
  const profiles = createProfiles({ db, settings: { readNeedsToken: settings.profile === 'government' } })
  const media = await createMedia({ db, clock, random, settings: { serverName: settings.serverName, ...settings.media } })
  const engine = createRoomEngine(foundation, push, options.onFenced)
  const rooms = createRooms({
    db,
    clock,
    engine,
    profileOf: (userId) => profiles.memberProfileOf(userId),
    randomText: (length) => random.text(length),
    settings,
  })
  const encryption = createEncryptionFeatures(foundation, accounts, settings.serverName)
  const sync = createSyncFeature(foundation, { engine, encryption, accountData })
  tieHooks({ accounts, encryption, profiles, rooms })
  return {
    routes: [
      ...serverInfoRoutes(serverInfo),
      ...accountsRoutes(accounts),
      ...accountDataRoutes(accountData),
      ...profilesRoutes(profiles),
      ...pushRoutes(push),
      ...mediaRoutes(media),
      ...roomsRoutes(rooms),
      ...encryption.routes,
      syncRoute(sync, { findFilter: (userId, filterId) => accountData.getFilter(userId, filterId) }),
    ],
    authenticator: sessions,
    contain: (userId) => accounts.contain(userId),
    endWaits: () => sync.close(),
    async close() {
      await engine.close()
      await sessions.flushSeen()
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

function createEncryptionFeatures(foundation: Foundation, accounts: Accounts, serverName: string): Encryption {
  const { clock, changes, live, database } = foundation
  const passwordStage = accounts.openPasswordStage<object>()
  return createEncryption({
    db: database.db,
    clock,
    changes,
    people: createStoredRoomPeople(database.db, live),
    reauthentication: {
      async requireReauthentication(session: Session, auth) {
        await passwordStage({ auth, body: undefined, who: session })
      },
    },
    streams: { parseToken: (token) => parseSyncToken(token)?.find((each) => each.writer === WRITER_ID) },
    settings: { serverName },
  })
}

function createSyncFeature(
  foundation: Foundation,
  parts: { engine: RoomEngine; encryption: Encryption; accountData: AccountData },
): Sync {
  const { clock, changes, database } = foundation
  return createSync({
    db: database.db,
    clock,
    engine: parts.engine,
    sources: {
      ...parts.encryption.syncSources,
      accountDataFor: (range) => parts.accountData.changesFor(range),
      receiptsFor: async () => new Map(),
      typingIn: () => undefined,
    },
    lazyMembers: createLazyMembers(),
    visibleEvents: async (_room, _viewer, events) => [...events],
    currentChange: () => changes.current(),
  })
}

/** What one feature has to hear of another. */
function tieHooks(parts: { accounts: Accounts; encryption: Encryption; profiles: Profiles; rooms: Rooms }): void {
  const { accounts, encryption, profiles, rooms } = parts
  accounts.onDeviceChange(async (userId, { deviceId, deviceNid }, change) => {
    if (change === 'removed') await encryption.forgetDevice(userId, deviceNid, deviceId)
    else if (change === 'renamed') await encryption.keys.recordDeviceChange(userId)
  })
  profiles.onChange((userId) => rooms.updateMemberProfile(userId))
}
