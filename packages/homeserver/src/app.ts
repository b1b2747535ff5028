// The homeserver as one value: its features tied together, its routes behind one HTTP server.
import type { FastifyInstance } from 'fastify'
import { openDatabase } from './db/pool.ts'
import { migrate } from './db/migrator.ts'
import type { Clock, Logger, Random } from './deps.ts'
import { createAccounts } from './features/accounts/accounts.ts'
import { accountsRoutes } from './features/accounts/routes/all.ts'
import { createSessions } from './features/accounts/sessions.ts'
import type { Ledger } from './features/ledger/ledger.ts'
import { openLedger } from './features/ledger/ledger.ts'
import { openEngine } from './features/rooms/engine.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { roomsRoutes } from './features/rooms/routes/all.ts'
import { serverInfoRoutes } from './features/server-info/routes/all.ts'
import { createLazyMembers } from './features/sync/lazy-members.ts'
import { syncRoute } from './features/sync/routes/sync.ts'
import { createSync } from './features/sync/sync.ts'
import type { SyncFilter } from './features/sync/sync-filter.ts'
import { parseSyncFilter } from './features/sync/sync-filter.ts'
import { createHttp } from './http/adapter.ts'
import { createRateLimits } from './http/rate-limits.ts'
import { openChanges } from './streams/changes.ts'
import { createLiveUsers } from './streams/live-users.ts'
import { watchLease } from './streams/lease-watch.ts'
import { createPositionReserve, takeWriter } from './streams/writer-store.ts'

/** The part of the configuration that the homeserver reads. */
export interface HomeserverSettings {
  serverName: string
  profile: 'government' | 'matrix'
  rateLimits: boolean
  publicUrl: string
  trustedProxies: readonly string[]
  registrationSharedSecret?: string | undefined
  media: { dir: string; maxUploadBytes: number }
}

/** What the composition root brings. */
export interface HomeserverOptions {
  settings: HomeserverSettings
  databaseUrl: string
  clock: Clock
  random: Random
  logger: Logger
  /** Another process has taken this database over: this one has stopped writing and should end. */
  onFenced?: (() => void) | undefined
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
  const accounts = createAccounts({
    db,
    clock,
    random,
    sessions,
    settings: { serverName: settings.serverName, openRegistration: settings.profile === 'matrix' },
  })
  void changes
  const engine = openEngine({
    db,
    databaseUrl: options.databaseUrl,
    clock,
    logger,
    live,
    lease,
    lastPosition,
    rules: { ownRules: () => undefined, listRuleMembers: async () => [] },
    onFenced: () => options.onFenced?.(),
  })
  const watch = watchLease({
    databaseUrl: options.databaseUrl,
    lease,
    logger,
    onFenced: () => engine.fence(),
    onHang() {
      engine.cut()
      database.cut()
    },
  })
  const rooms = createRooms({
    db,
    clock,
    engine,
    profileOf: async () => ({}),
    randomText: (length) => random.text(length),
    settings,
  })
  const sync = createSync({
    db,
    clock,
    engine,
    sources: {
      accountDataFor: async () => ({ global: [], rooms: new Map() }),
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
  const filterOf = (_userId: string, filter: string | undefined): SyncFilter => parseSyncFilter(filter)
  const routes = [
    syncRoute(sync, filterOf),
    ...serverInfoRoutes(),
    ...accountsRoutes(accounts),
    ...roomsRoutes(rooms),
  ]
  const http = createHttp(routes, {
    authenticator: sessions,
    rateLimits: createRateLimits(clock, settings.rateLimits),
    ledger,
    clock,
    logger,
    trustedProxies: settings.trustedProxies,
  })
  return {
    http,
    ports: { contain: (userId) => accounts.contain(userId), ledger },
    async close() {
      await watch.close()
      sync.close()
      live.wakeAll()
      await http.close()
      await engine.close()
      await ledger.settle()
      await database.close()
    },
  }
}

export type { Clock, Logger, Random } from './deps.ts'
export type { Ledger } from './features/ledger/ledger.ts'
