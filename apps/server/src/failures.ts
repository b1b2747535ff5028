// What can keep a server from starting, in one line each, without secrets.
import type { Config } from '@chappe/homeserver/config'

/** A reason not to start whose message is for the operator. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** These were worded for the operator where they were thrown. */
const WORDED = new Set(['StartError', 'LocalPostgresError', 'SigningKeyError', 'MigrationError'])

/** `db.example.org:5432/chappe`: never the user or the password. */
export function wordPlace(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const host = url.searchParams.get('host') ?? (url.hostname || 'localhost')
  return `${host}${host.startsWith('/') ? '' : `:${url.port || '5432'}`}${host.startsWith('/') ? ' ' : ''}${url.pathname}`
}

/** Answers lines for the operator. */
export function wordFailure(error: unknown, config: Config): readonly string[] {
  if (!(error instanceof Error)) return ['the start failed for an unknown reason']
  if (WORDED.has(error.name)) return [error.message]
  const code = 'code' in error ? String(error.code) : ''
  if ('syscall' in error && error.syscall === 'listen') return [wordListen(code, config)]
  const database = wordDatabase(code)
  if (database !== undefined) {
    const place = config.databaseUrl === undefined ? 'the own database' : `the database at ${wordPlace(config.databaseUrl)}`
    return [`${place} ${database}`]
  }
  return [`the start failed: ${error.message}${code === '' ? '' : ` (${code})`}; log.level debug says more`]
}

function wordListen(code: string, config: Config): string {
  const { listen } = config
  if ('socketPath' in listen) {
    return code === 'EADDRINUSE' ? `the socket ${listen.socketPath} is taken: remove it if no server uses it` : `cannot listen on ${listen.socketPath} (${code})`
  }
  const address = `${listen.host}:${listen.port}`
  if (code === 'EADDRINUSE') return `port ${listen.port} on ${listen.host} is taken: stop what listens there, or choose another with --listen=${listen.host}:PORT`
  if (code === 'EACCES') return `this user may not listen on ${address}: ports below 1024 are kept for root`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${listen.host} is no address of this machine (listen)`
  return `cannot listen on ${address} (${code})`
}

const DATABASE_FAILURES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'cannot be reached: nothing answers there'],
  ['ENOENT', 'cannot be reached: there is no such socket'],
  ['ENOTFOUND', 'cannot be reached: the host is unknown'],
  ['EAI_AGAIN', 'cannot be reached: the host is unknown for now'],
  ['ETIMEDOUT', 'cannot be reached: no answer in time'],
  ['EHOSTUNREACH', 'cannot be reached: no way to the host'],
  ['ECONNRESET', 'cut the connection'],
  ['28P01', 'refuses the user or the password'],
  ['28000', 'refuses the user'],
  ['3D000', 'does not exist: create it with createdb'],
  ['53300', 'has no connection left'],
  ['57P03', 'is starting up or shutting down'],
  ['42501', 'does not let the user make tables: make the user its owner'],
  ['53100', 'has no space left on its disk'],
])

function wordDatabase(code: string): string | undefined {
  return DATABASE_FAILURES.get(code)
}
