// What every feature stands on: the database and its writer, the streams, the listening users, the ledger.
import type { Database } from './db/pool.ts'
import { openDatabase } from './db/pool.ts'
import { migrate } from './db/migrator.ts'
import type { Clock, Logger, Random } from './deps.ts'
import type { Ledger } from './features/ledger/ledger.ts'
import { openLedger } from './features/ledger/ledger.ts'
import type { Outgoing, OutgoingSettings } from './outgoing/outgoing.ts'
import { createOutgoing } from './outgoing/outgoing.ts'
import type { Changes } from './streams/changes.ts'
import { openChanges } from './streams/changes.ts'
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
  settings: { outgoing?: OutgoingSettings | undefined }
}

/** The ground under the features. */
export interface Foundation extends Omit<FoundationOptions, 'settings'> {
  database: Database
  live: LiveUsers
  changes: Changes
  ledger: Ledger
  /** Calls to other servers. */
  outgoing: Outgoing
  lease: WriterLease
  /** The position of the last event of all. */
  lastPosition: number
}

/** The one process there is for now; positions are per writer, so that there can be more. */
export const WRITER_ID = 1

/** Migrates the database and takes its writer over: whoever held it before can commit nothing more. */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  const { databaseUrl, clock, random, logger } = options
  await migrate(databaseUrl)
  const database = openDatabase(databaseUrl, {
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was lost'),
  })
  try {
    const { lease, lastPosition } = await takeWriter(database.db, WRITER_ID, random.text(16))
    const live = createLiveUsers()
    const changes = await openChanges(createPositionReserve(database.db, lease), live, createDoubt(database.db, logger))
    const ledger = openLedger(database)
    const outgoing = createOutgoing({ ledger, clock, settings: options.settings.outgoing ?? { allowedAddresses: [] } })
    return { databaseUrl, clock, random, logger, database, live, changes, ledger, outgoing, lease, lastPosition }
  } catch (error) {
    await database.close()
    throw error
  }
}
