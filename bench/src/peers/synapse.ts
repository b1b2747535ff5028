// Synapse on PostgreSQL, installed from PyPI, as a peer to compare with.

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseAddress } from '../http/request.ts'
import { createChild, findFreePort } from '../targets/child.ts'
import { waitForAnswer, type Target } from '../targets/target.ts'
import { startPeerDatabase } from './postgres.ts'

export interface SynapseOptions {
  name: string
  /** Python environment that has matrix-synapse and psycopg2-binary; made there when `install` is set. */
  venv: string
  install: boolean
  /** Folder that keeps configuration and data; a temporary one, removed afterwards, when undefined. */
  folder: string | undefined
  postgresBinaries: string | undefined
  /** TCP port of this machine; any free one when undefined. */
  port?: number | undefined
}

/** Starts Synapse with rate limits off, open registration and a private PostgreSQL with durable commits. */
export async function startSynapse(options: SynapseOptions): Promise<Target> {
  if (options.install) installSynapse(options.venv)
  const python = path.join(options.venv, 'bin/python')
  if (!existsSync(python)) throw new Error(`no Python environment in ${options.venv}; --install makes it`)
  const folder = options.folder ?? await mkdtemp(path.join(os.tmpdir(), 'synapse-bench-'))
  mkdirSync(folder, { recursive: true })
  const database = await startPeerDatabase({ folder, binaries: options.postgresBinaries })
  database.createDatabase('synapse')
  const port = options.port ?? await findFreePort()
  const sharedSecret = randomBytes(16).toString('hex')
  const config = path.join(folder, 'homeserver.yaml')
  writeFileSync(config, synapseConfig({ folder, port, sharedSecret, socketFolder: database.socketFolder, databaseUser: database.user }), { mode: 0o600 })
  execFileSync(python, ['-m', 'synapse.app.homeserver', '-c', config, '--generate-keys'], { stdio: 'ignore', cwd: folder })
  const logFile = path.join(folder, 'synapse.log')
  const child = createChild({ command: python, args: ['-m', 'synapse.app.homeserver', '-c', config], cwd: folder, logFile })
  const url = `http://127.0.0.1:${port}`
  const target: Target = {
    name: options.name,
    url,
    address: parseAddress(url),
    owners() {
      const pid = child.pid()
      return { ...(pid === undefined ? {} : { serverPid: pid }), databasePid: database.pid }
    },
    sharedSecret,
    folder: options.folder,
    lifecycle: { stop: child.stop, start: async () => child.start() },
    async [Symbol.asyncDispose]() {
      await child.stop('SIGTERM')
      await database[Symbol.asyncDispose]()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    child.start()
    await waitForAnswer(target.address, performance.now())
  } catch (error) {
    await child.stop('SIGKILL')
    await database[Symbol.asyncDispose]()
    throw new Error(`Synapse did not start; see ${logFile}`, { cause: error })
  }
  return target
}

/** Makes a Python environment with Synapse from PyPI, unless it is there. */
function installSynapse(venv: string): void {
  if (existsSync(path.join(venv, 'bin/synapse_homeserver'))) return
  execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' })
  execFileSync(path.join(venv, 'bin/pip'), ['install', '--quiet', 'matrix-synapse', 'psycopg2-binary'], { stdio: 'inherit' })
}

/** Rate limits of Synapse that take `per_second` and `burst_count`, by their place in the configuration. */
const RATE_LIMITS = [
  ['rc_message'], ['rc_registration'], ['rc_registration_token_validity'], ['rc_admin_redaction'], ['rc_joins_per_room'],
  ['rc_login', 'address'], ['rc_login', 'account'], ['rc_login', 'failed_attempts'],
  ['rc_joins', 'local'], ['rc_joins', 'remote'], ['rc_3pid_validation'], ['rc_third_party_invite'], ['rc_media_create'],
  ['rc_invites', 'per_room'], ['rc_invites', 'per_user'], ['rc_invites', 'per_issuer'],
  ['rc_presence', 'per_user'], ['rc_delayed_event_mgmt'], ['rc_reports'], ['rc_room_creation'],
]

/**
 * Writes Synapse's configuration (JSON, which is YAML). One process; caches twice the default size, password hashing at
 * its cheapest, presence and URL previews off: nothing that the benchmarks measure should be slower for our choices.
 */
export function synapseConfig(options: {
  folder: string, port: number, sharedSecret: string, socketFolder: string, databaseUser: string
}): string {
  const limits: Record<string, Record<string, unknown>> = {}
  const unlimited = { per_second: 1_000_000, burst_count: 1_000_000 }
  for (const [section = '', part] of RATE_LIMITS) {
    limits[section] = { ...limits[section], ...(part === undefined ? unlimited : { [part]: unlimited }) }
  }
  const log = path.join(options.folder, 'log.yaml')
  writeFileSync(log, JSON.stringify({
    version: 1, disable_existing_loggers: false,
    handlers: { console: { class: 'logging.StreamHandler', level: 'WARNING' } },
    root: { level: 'WARNING', handlers: ['console'] },
  }))
  return JSON.stringify({
    server_name: 'bench.localhost',
    pid_file: path.join(options.folder, 'synapse.pid'),
    listeners: [{ port: options.port, type: 'http', tls: false, bind_addresses: ['127.0.0.1'], resources: [{ names: ['client', 'federation'], compress: false }] }],
    database: {
      name: 'psycopg2',
      args: { user: options.databaseUser, dbname: 'synapse', host: options.socketFolder, cp_min: 5, cp_max: 10 },
    },
    log_config: log,
    media_store_path: path.join(options.folder, 'media'),
    signing_key_path: path.join(options.folder, 'signing.key'),
    macaroon_secret_key: options.sharedSecret,
    registration_shared_secret: options.sharedSecret,
    enable_registration: true,
    enable_registration_without_verification: true,
    bcrypt_rounds: 4,
    report_stats: false,
    trusted_key_servers: [],
    federation_domain_whitelist: [],
    presence: { enabled: false },
    url_preview_enabled: false,
    caches: { global_factor: 1 },
    ...limits,
  }, undefined, 2)
}
