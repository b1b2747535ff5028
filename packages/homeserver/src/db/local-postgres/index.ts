// The PostgreSQL that a server without `database.url` runs for itself, in its data folder and over a Unix socket only.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createCluster } from './create-cluster.ts'
import type { ClusterPlace } from './create-cluster.ts'
import { listInstallations, pickInstallation } from './find-installations.ts'
import { lockFolder } from './folder-lock.ts'
import { canReach, makePrivateFolder, pickIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { prepareEmbedded } from './prepare-embedded.ts'
import { PORT, writeSettings } from './settings.ts'
import { Supervisor } from './supervisor.ts'
import { LocalPostgresError } from './types.ts'
import type { Installation, LocalPostgres, LocalPostgresLogger, LocalPostgresOptions, PostgresSource } from './types.ts'

export { LocalPostgresError } from './types.ts'
export type { Installation, LocalPostgres, LocalPostgresLogger, LocalPostgresOptions, PostgresExit, PostgresSource } from './types.ts'
export { listInstallations } from './find-installations.ts'

/** The kernel takes 107 bytes for the path of a socket. */
const SOCKET_PATH_BYTES_MAX = 100

const SILENT: LocalPostgresLogger = { info: () => undefined, warn: () => undefined }

/**
 * Starts PostgreSQL on `dataDir/postgres`, making the database first where there is none, and keeps it at work until `stop`.
 * It ends with this process, however this process ends. Throws `LocalPostgresError`, worded for the operator.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const logger = options.logger ?? SILENT
  const baseDir = join(makeDataFolder(options.dataDir), 'postgres')
  const identity = pickIdentity(existsSync(join(baseDir, 'pgdata')) ? join(baseDir, 'pgdata') : baseDir)
  makePrivateFolder(baseDir, identity)
  const socketDir = makeSocketFolder(baseDir, identity)
  const lock = await lockFolder(socketDir, baseDir)
  try {
    const place = choosePlace(baseDir, identity, options.prefer ?? 'system')
    if (!existsSync(place.clusterDir)) {
      logger.info(`making a new database with PostgreSQL ${place.installation.version} in ${baseDir}`)
      await createCluster(place)
    }
    writeSettings(place.clusterDir, place.isBlocked && socketDir.startsWith(`${baseDir}/`) ? '../run' : socketDir, identity)
    const supervisor = new Supervisor(place, socketDir, { lock, logger })
    await supervisor.start()
    return supervisor
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Answers the folder's real path. */
function makeDataFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return realpathSync(dataDir)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new LocalPostgresError(`the data folder ${dataDir} cannot be written (${code})`)
  }
}

function makeSocketFolder(baseDir: string, identity: Identity): string {
  const inside = join(baseDir, 'run')
  const isShort = Buffer.byteLength(join(inside, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_BYTES_MAX
  const name = `chappe-${identity.uid}-${createHash('sha256').update(baseDir).digest('hex').slice(0, 12)}`
  const folder = isShort ? inside : join(tmpdir(), name)
  makePrivateFolder(folder, identity)
  return folder
}

function choosePlace(baseDir: string, identity: Identity, prefer: PostgresSource): ClusterPlace {
  const clusterDir = join(baseDir, 'pgdata')
  const major = readMajor(clusterDir)
  const picked = pickInstallation(listInstallations(prefer), { path: baseDir, ...(major === undefined ? {} : { major }) })
  const installation: Installation = picked.source === 'embedded' ? prepareEmbedded(picked, identity, join(baseDir, 'links')) : picked
  return { installation, identity, clusterDir, isBlocked: !canReach(baseDir, identity) }
}

function readMajor(clusterDir: string): number | undefined {
  if (!existsSync(clusterDir)) return undefined
  try {
    return Number.parseInt(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8'), 10)
  } catch {
    throw new LocalPostgresError(`${clusterDir} is not a PostgreSQL data folder (no PG_VERSION)`)
  }
}
