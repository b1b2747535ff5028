// From the command line to a server that answers, and to its orderly end. What goes wrong is said in one line.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { formatProblem, loadConfig, parseFlags } from '@chappe/homeserver/config'
import type { Config } from '@chappe/homeserver/config'
import { startLocalPostgres } from '@chappe/homeserver/local-postgres'
import type { LocalPostgres } from '@chappe/homeserver/local-postgres'
import { loadSigningKeys, signingKeyPathOf } from '@chappe/homeserver/signing-keys'
import type { Logger } from 'pino'

import { StartError, wordFailure, wordPlace } from './failures.ts'
import { openLog } from './log.ts'
import { openServedLog } from './served-log.ts'
import { systemRandom } from './system.ts'

/** How long requests in flight may take after the server was told to stop. */
const CLOSE_MS_MAX = 20_000

/** Two servers on one database would answer from two different memories: the one that came later stays. */
const FENCED = 'another server has taken this database over: nothing more is written here, and this one ends'

export interface StartOptions {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Megabytes for what is young. Most of what a server makes is an answer and gone a moment later: with the default of 16
 * much of it is copied before it dies.
 */
const YOUNG_MB = 64

/** Runs the server until it is told to stop. Answers the exit code. */
export async function start(options: StartOptions): Promise<number> {
  setFlagsFromString(`--max-semi-space-size=${YOUNG_MB}`)
  setFlagsFromString(`--min-semi-space-size=${YOUNG_MB / 2}`)
  const config = readConfig(options)
  if (config === undefined) return 1
  const logger = openLog(config.logLevel)
  const stop = listenForStop()
  try {
    const database = await openDatabase(config, logger)
    try {
      const served = openServedLog(options.env['CHAPPE_E2E_SERVED_LOG'])
      if (!stop.isAsked()) await serve(config, { database, logger, stop, served })
    } finally {
      await database[Symbol.asyncDispose]()
    }
    return 0
  } catch (error) {
    for (const line of wordFailure(error, config)) console.error(`chappe: ${line}`)
    if (logger.isLevelEnabled('debug')) logger.debug({ err: error }, 'the start failed')
    return 1
  } finally {
    stop.end()
  }
}

function readConfig(options: StartOptions): Config | undefined {
  const parsed = parseFlags(options.argv)
  const file = parsed.file ?? options.env['CHAPPE_CONFIG']
  const result = loadConfig({ env: options.env, flags: parsed.flags, ...(file === undefined ? {} : { file }) })
  const problems = [...parsed.problems, ...('problems' in result ? result.problems : [])]
  for (const problem of problems) console.error(`chappe: ${formatProblem(problem)}`)
  if (problems.length > 0 || 'problems' in result) return undefined
  for (const warning of result.warnings) console.error(`chappe: ${formatProblem(warning)}, left aside`)
  return result.config
}

interface Database extends AsyncDisposable {
  readonly url: string
}

/** The configured PostgreSQL, or our own one; says which. */
async function openDatabase(config: Config, logger: Logger): Promise<Database> {
  prepareDataFolder(config)
  if (config.databaseUrl !== undefined) {
    console.log(`database: PostgreSQL at ${wordPlace(config.databaseUrl)} (database.url)`)
    return { url: config.databaseUrl, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  const postgres: LocalPostgres = await startLocalPostgres({
    dataDir: config.dataDir,
    logger: { info: (message) => logger.info(message), warn: (message) => logger.warn(message) },
  })
  const origin = postgres.source === 'system' ? 'of this machine' : 'from the npm package, meant for trying out'
  console.log(`database: own PostgreSQL ${postgres.version} (${origin}) in ${config.dataDir}/postgres`)
  return postgres
}

function prepareDataFolder(config: Config): void {
  try {
    makeFolder(config.dataDir)
    accessSync(config.dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new StartError(`the data folder ${config.dataDir} cannot be written (${code}): set data_dir, or give this user the folder`)
  }
  loadSigningKeys(signingKeyPathOf(config), { random: systemRandom })
}

/** One level at a time: the recursive mkdir of Node never returns where the kernel denies that a parent exists (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

interface Serving {
  readonly database: Database
  readonly logger: Logger
  readonly stop: StopSignal
  readonly served: ((userId: string) => void) | undefined
}

async function serve(config: Config, { database, logger, stop, served }: Serving): Promise<void> {
  // Loaded while PostgreSQL is at work already: most of a start is reading modules.
  const { ADMIN_SOCKET, buildServer, prepareWebApps } = await import('./index.ts')
  const fenced = Promise.withResolvers<'fenced'>()
  const building = new AbortController()
  const server = await buildServer({ config, databaseUrl: database.url, logger, onFenced: () => fenced.resolve('fenced'), served })
  try {
    const opening = config.role === 'reader' ? undefined : server.openAdminSocket(join(config.dataDir, ADMIN_SOCKET))
    await using _socket = await opening?.catch((error: unknown) => {
      // The service does not depend on it.
      logger.warn({ err: error }, 'there is no admin socket: `chappe admin` cannot be used')
      return undefined
    })
    const { url } = await server.listen()
    console.log(`chappe is ready on ${url} (server name ${config.serverName})`)
    for (const line of wordNextStep(config)) console.log(line)
    // Whoever measures what is served has no use for pages, and would measure how they are built.
    if (served === undefined) void prepareWebApps({
      say: (line) => console.log(line),
      warn: (error) => logger.warn({ err: error }, 'an app for browsers could not be built'),
      signal: building.signal,
      url,
    })
    if ((await Promise.race([stop.asked, fenced.promise])) === 'fenced') throw new StartError(FENCED)
    logger.info('stopping: requests in flight are finished first')
  } finally {
    building.abort()
    await withinMs(server.close(), CLOSE_MS_MAX, () => logger.warn('requests in flight took too long and were cut'))
  }
}

/** The government profile has no open registration: says how the first account is made. */
function wordNextStep(config: Config): readonly string[] {
  if (config.profile !== 'government') return []
  const command = 'npx chappe account create alice --admin'
  if (config.registrationSharedSecret !== undefined) return [`accounts are made with the shared secret: ${command}`]
  return [
    'accounts are made with a shared secret, and none is set: start again with CHAPPE_REGISTRATION_SHARED_SECRET=<a long secret>,',
    `then, with the same variable: ${command}   (an open server to try out: npm start -- --profile=matrix)`,
  ]
}

interface StopSignal {
  readonly asked: Promise<void>
  isAsked(): boolean
  end(): void
}

/** Ctrl+C reaches us from the terminal and again through npm: only one that comes a while later means "at once". */
function listenForStop(): StopSignal {
  const state = { isAsked: false, isUrgent: false }
  const { promise, resolve } = Promise.withResolvers<void>()
  const onSignal = (): void => {
    if (state.isUrgent) process.exit(130)
    if (state.isAsked) return
    state.isAsked = true
    setTimeout(() => {
      state.isUrgent = true
    }, 1000).unref()
    resolve()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    asked: promise,
    isAsked: () => state.isAsked,
    end: () => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

async function withinMs(work: Promise<void>, msMax: number, onLate: () => void): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => {
    onLate()
    resolve()
  }, msMax)
  await Promise.race([work, late])
  clearTimeout(timer)
}
