// What every feature stands on: the database and its writer, the streams, the listening users, the ledger.
import { join } from 'node:path'
import type { Database } from './db/pool.ts'
import { openDatabase } from './db/pool.ts'
import { migrate } from './db/migrator.ts'
import type { Clock, Logger, Random } from './deps.ts'
import type { Ledger, LedgerDeps } from './features/ledger/ledger.ts'
import { openLedger } from './features/ledger/ledger.ts'
import type { Fence } from './processes/fence.ts'
import { openFence } from './processes/fence.ts'
import type { UnderWay } from './http/under-way.ts'
import { createUnderWay } from './http/under-way.ts'
import type { Outgoing, OutgoingSettings } from './outgoing/outgoing.ts'
import { createOutgoing } from './outgoing/outgoing.ts'
import type { ListenAddress } from './config/types.ts'
import { noWriter } from './engine/following-engine.ts'
import type { Changes, FollowedChanges } from './streams/changes.ts'
import { createFollowedChanges, openChanges } from './streams/changes.ts'
import type { LiveUsers } from './streams/live-users.ts'
import { createDoubt } from './streams/doubt.ts'
import { createLiveUsers } from './streams/live-users.ts'
import type { WriterLease } from './streams/writer-store.ts'
import { createPositionReserve, takeWriter } from './streams/writer-store.ts'

/** What the composition root brings. */
export interface FoundationOptions {
  databaseUrl: string
  clock: Clock
  random: Random
  logger: Logger
  settings: {
    outgoing?: OutgoingSettings | undefined
    role?: Role | undefined
    internalListen?: ListenAddress | undefined
    /** Where the spool of the ledger is; left out: there is none. */
    dataDir?: string | undefined
    ledger?: { spoolBytesMax?: number | undefined } | undefined
  }
}

/** `writer`: owns the rooms and does everything. `reader`: answers reads itself, and has the writer do the rest. */
export type Role = 'writer' | 'reader'

/** The ground under the features. */
export interface Foundation extends Omit<FoundationOptions, 'settings'> {
  role: Role
  database: Database
  live: LiveUsers
  changes: Changes
  ledger: Ledger
  /** Calls to other servers. */
  outgoing: Outgoing
  /** What this process and the others may serve, and to whom. */
  fence: Fence
  /** Answers that are leaving. */
  underWay: UnderWay
  lease: WriterLease
  /** The position of the last event of all. */
  lastPosition: number
}

/** The one process there is for now; positions are per writer, so that there can be more. */
export const WRITER_ID = 1

/** Migrates the database and takes its writer over: whoever held it before can commit nothing more. */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  return openGround(options, 'writer', async ({ db }, live) => {
    const { lease, lastPosition } = await takeWriter(db, WRITER_ID, options.random.text(16))
    const changes = await openChanges(createPositionReserve(db, lease), live, createDoubt(db, options.logger))
    return { lease, lastPosition, changes }
  })
}

/** The same for a process that leaves the writer to another one, and follows it. */
export async function openFollowingFoundation(options: FoundationOptions): Promise<Foundation & { changes: FollowedChanges }> {
  const lease: WriterLease = { writerId: WRITER_ID, epoch: 0, owner: '' }
  return openGround(options, 'reader', async () => ({ lease, lastPosition: 0, changes: createFollowedChanges(noWriter) }))
}

async function openGround<C extends Changes>(
  options: FoundationOptions,
  role: Role,
  openStreams: (database: Database, live: LiveUsers) => Promise<{ lease: WriterLease; lastPosition: number; changes: C }>,
): Promise<Foundation & { changes: C }> {
  const { databaseUrl, clock, random, logger, settings } = options
  await migrate(databaseUrl)
  const database = openDatabase(databaseUrl, {
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was lost'),
  })
  const opened: { fence?: Fence; ledger?: Ledger } = {}
  try {
    const internalAddress = settings.internalListen === undefined ? '' : wordAddress(settings.internalListen)
    const fence = await openFence({ databaseUrl, processId: random.text(16), role, internalAddress, logger })
    opened.fence = fence
    const live = createLiveUsers()
    const { lease, lastPosition, changes } = await openStreams(database, live)
    const ledger = await openLedger({ database, random, logger, lease: fence.lease, settings: spoolOf(settings) })
    opened.ledger = ledger
    const outgoing = createOutgoing({ ledger, clock, settings: settings.outgoing ?? { allowedAddresses: [] } })
    const underWay = createUnderWay()
    return { role, databaseUrl, clock, random, logger, database, live, changes, ledger, outgoing, fence, underWay, lease, lastPosition }
  } catch (error) {
    await opened.ledger?.close()
    await opened.fence?.close()
    await database.close()
    throw error
  }
}

function spoolOf({ dataDir, ledger }: FoundationOptions['settings']): LedgerDeps['settings'] {
  return dataDir === undefined ? {} : { spoolFolder: join(dataDir, 'ledger-spool'), spoolBytesMax: ledger?.spoolBytesMax }
}

function wordAddress(listen: ListenAddress): string {
  return 'socketPath' in listen ? `unix:${listen.socketPath}` : `${listen.host}:${listen.port}`
}
