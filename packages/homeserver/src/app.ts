// The homeserver as one value: its features tied together, its routes behind one HTTP server.
import type { FastifyInstance } from 'fastify'
import { policyOf } from '@chappe/policy'
import type { Db } from './db/pool.ts'
import { openDatabase } from './db/pool.ts'
import { migrate } from './db/migrator.ts'
import type { Clock, Logger, Random } from './deps.ts'
import type { AccountData } from './features/account-data/account-data.ts'
import { createAccountData } from './features/account-data/account-data.ts'
import { findRoomNid } from './features/account-data/account-data-store.ts'
import { accountDataRoutes } from './features/account-data/routes/all.ts'
import { createAccounts } from './features/accounts/accounts.ts'
import { accountsRoutes } from './features/accounts/routes/all.ts'
import { createSessions } from './features/accounts/sessions.ts'
import type { Ledger } from './features/ledger/ledger.ts'
import { openLedger } from './features/ledger/ledger.ts'
import { createMedia } from './features/media/media.ts'
import { mediaRoutes } from './features/media/routes/all.ts'
import type { Profiles } from './features/profiles/profiles.ts'
import { createProfiles } from './features/profiles/profiles.ts'
import { profilesRoutes } from './features/profiles/routes/all.ts'
import type { Push } from './features/push/push.ts'
import { createPush } from './features/push/push.ts'
import { pushRoutes } from './features/push/routes/all.ts'
import { openEngine } from './features/rooms/engine.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { roomsRoutes } from './features/rooms/routes/all.ts'
import { serverInfoRoutes } from './features/server-info/routes/all.ts'
import type { SupportContacts } from './features/server-info/server-info.ts'
import { createServerInfo } from './features/server-info/server-info.ts'
import { createLazyMembers } from './features/sync/lazy-members.ts'
import { syncRoute } from './features/sync/routes/sync.ts'
import { createSync } from './features/sync/sync.ts'
import { createFilterOf } from './features/sync/stored-filters.ts'
import { createHttp } from './http/adapter.ts'
import { createRateLimits } from './http/rate-limits.ts'
import type { Route } from './http/route.ts'
import type { Changes } from './streams/changes.ts'
import { openChanges } from './streams/changes.ts'
import { createLiveUsers } from './streams/live-users.ts'
import { createPositionReserve, takeWriter } from './streams/writer-store.ts'

/** The part of the configuration that the homeserver reads. */
export interface HomeserverSettings {
  serverName: string
  profile: 'government' | 'matrix'
  rateLimits: boolean
  publicUrl: string
  trustedProxies: readonly string[]
  registrationSharedSecret?: string | undefined
  /** Whom to write to about this server: `/.well-known/matrix/support`. */
  support?: SupportContacts | undefined
  media: { dir: string; maxUploadBytes: number }
}

/** What the composition root brings. */
export interface HomeserverOptions {
  settings: HomeserverSettings
  databaseUrl: string
  clock: Clock
  random: Random
  logger: Logger
}

/** A running homeserver that does not listen yet. */
export interface Homeserver {
  http: FastifyInstance
  /** What the desk and the tests may do to it. */
  ports: { contain(userId: string): Promise<void>; ledger: Ledger }
  close(): Promise<void>
}

const WRITER_ID = 1

/** Migrates the database, takes the writer over and ties every feature. */
export async function createHomeserver(options: HomeserverOptions): Promise<Homeserver> {
  const { settings, clock, random, logger } = options
  await migrate(options.databaseUrl)
  const database = openDatabase(options.databaseUrl, {
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was lost'),
  })
  const { db } = database
  const { lease, lastPosition } = await takeWriter(db, WRITER_ID, random.text(16))
  const live = createLiveUsers()
  const changes = await openChanges(createPositionReserve(db, lease), live)
  const ledger = openLedger(db)
  const sessions = createSessions(db, clock)
  const rateLimits = createRateLimits(clock, settings.rateLimits)
  const policy = policyOf(settings.profile)
  const accounts = createAccounts({ db, clock, random, sessions, rateLimits, settings: { ...settings, policy } })
  const serverInfo = createServerInfo({ db, settings: { ...settings, ...policy } })
  const { push, accountData, profiles, ...personal } = await createPersonal(options, db, changes)
  const engine = openEngine({
    db,
    databaseUrl: options.databaseUrl,
    clock,
    logger,
    live,
    lease,
    lastPosition,
    rules: push,
    onFenced: () => logger.error({}, 'this process no longer writes'),
  })
  const rooms = createRooms({
    db,
    clock,
    engine,
    profileOf: (userId) => profiles.memberProfileOf(userId),
    randomText: (length) => random.text(length),
    settings,
  })
  const sync = createSync({
    db,
    clock,
    engine,
    sources: {
      accountDataFor: (range) => accountData.changesFor(range),
      toDeviceFor: async (range) => ({ events: [], upTo: range.to }),
      confirmToDevice: async () => undefined,
      keyCountsOf: async () => ({ oneTimeKeyCounts: { signed_curve25519: 0 }, unusedFallbackKeyTypes: [] }),
      deviceListChangesFor: async () => [],
      shareRoom: async () => false,
      receiptsFor: async () => new Map(),
      typingIn: () => undefined,
    },
    lazyMembers: createLazyMembers(),
    visibleEvents: async (_room, _viewer, events) => [...events],
    currentChange: () => changes.current(),
  })
  const routes = [
    syncRoute(sync, createFilterOf(accountData.getFilter)),
    ...serverInfoRoutes(serverInfo),
    ...accountsRoutes(accounts),
    ...roomsRoutes(rooms),
    ...personal.routes,
  ]
  const http = createHttp(routes, {
    authenticator: sessions,
    rateLimits,
    ledger,
    clock,
    logger,
    trustedProxies: settings.trustedProxies,
  })
  return {
    http,
    ports: { contain: (userId) => accounts.contain(userId), ledger },
    async close() {
      sync.close()
      live.wakeAll()
      await closeHttp(http)
      await engine.close()
      await ledger.settle()
      await sessions.flushSeen().catch((error: unknown) => logger.warn({ err: error }, 'when devices were last seen was not stored'))
      await database.close()
    },
  }
}

/** What belongs to single people: their settings, profiles, push rules and files. */
interface Personal {
  accountData: AccountData
  profiles: Profiles
  push: Push
  routes: Route[]
}

async function createPersonal(options: HomeserverOptions, db: Db, changes: Changes): Promise<Personal> {
  const { settings, clock, random } = options
  const push = createPush({ db, changes, clock, settings: { plainGateways: settings.profile === 'matrix' } })
  const rooms = { findRoomNid: (roomId: string) => findRoomNid(db, roomId) }
  const accountData = createAccountData({ db, changes, rooms, virtual: [push.accountData] })
  const profiles = createProfiles({ db, settings: { readNeedsToken: settings.profile === 'government' } })
  const media = await createMedia({ db, clock, random, settings: { serverName: settings.serverName, ...settings.media } })
  const routes = [
    ...accountDataRoutes(accountData),
    ...profilesRoutes(profiles),
    ...pushRoutes(push),
    ...mediaRoutes(media),
  ]
  return { accountData, profiles, push, routes }
}

/** Finishes what is in flight. A connection whose last answer ends now would stay open until its keep-alive is over. */
async function closeHttp(http: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => http.server.closeIdleConnections(), 50)
  try {
    await http.close()
  } finally {
    clearInterval(sweep)
  }
}

export type { Clock, Logger, Random } from './deps.ts'
export type { Ledger } from './features/ledger/ledger.ts'
