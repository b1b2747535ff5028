// A server for a test: built by the builder the test hands in, on a database of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { TestClock } from './clock.ts'
import { createTestClock } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { freshDatabase } from './database.ts'
import type { Person } from './person.ts'
import { createPerson, request } from './person.ts'

/** The configuration testkit gives to a builder. */
export interface TestConfig {
  listen: { host: string; port: number }
  serverName: string
  role?: 'writer' | 'reader'
  internalListen?: { host: string; port: number } | { socketPath: string }
  profile: 'government' | 'matrix'
  rateLimits: boolean
  publicUrl: string
  trustedProxies: readonly string[]
  registrationSharedSecret?: string | undefined
  registrationRequiresToken?: boolean | undefined
  policyServerKey?: string | undefined
  mailUrl?: string | undefined
  mailFrom?: string | undefined
  validityMonths?: number | undefined
  missedMail?: { afterHours: number; everyHours: number } | undefined
  /** Whether new passwords have to be strong, however they are set. */
  strongPasswords?: boolean
  /** A file of passwords that are known from breaches. */
  breachedPasswords?: string
  /** Whether devices ask by a code, instead of what the profile says. */
  deviceGrant?: boolean
  /** Which applications sign people in, instead of what the profile says. */
  clients?: 'any' | readonly string[]
  /** For how many days a sign-in holds, instead of what the profile says. */
  signInDays?: { agents?: number; externals?: number; idle?: number }
  ldap?: {
    url: string
    bindDn?: string
    bindPassword?: string
    baseDn: string
    organisation: string
    filter: string
    addressAttribute: string
    nameAttribute: string
    jobAttributes: { title: readonly string[]; service: readonly string[]; phone: readonly string[]; place: readonly string[] }
  }
  helpDesk?: string | undefined
  accessibility?: { degree?: 'none' | 'partial' | 'full'; authority?: string; contact?: string; audit?: string; appeal?: string }
  media: { dir: string; maxUploadBytes: number; maxBytesPerAccount?: number; maxUploadsPerDay?: number; urlPreviews?: boolean }
  identityProviders?: readonly string[]
  appservices?: readonly string[]
  calls?: { turn: { uris: readonly string[]; secret: string; ttlSeconds: number } | undefined; livekitServiceUrls: readonly string[] }
  push?: { gateways?: readonly string[]; webPushServices?: readonly string[] }
  outgoing?: { allowedAddresses: readonly string[] }
  /** Where keys are kept; left out: nowhere. */
  dataDir?: string
  ledger?: { keepMonths: number; witnesses: readonly { url: string; key: string }[]; spoolBytesMax?: number }
}

/** What a server must be able to do for a test. */
export interface BuiltServer {
  listen(): Promise<{ url: string }>
  close(): Promise<void>
}

/** How a test builds a server. */
export type BuildServer<S extends BuiltServer> = (options: {
  config: TestConfig
  databaseUrl: string
  clock: TestClock
}) => Promise<S>

/** A listening server with people on it. */
export interface TestServer<S extends BuiltServer> extends AsyncDisposable {
  url: string
  server: S
  database: TestDatabase
  clock: TestClock
  config: TestConfig
  /** Registers somebody (matrix profile) and signs their first device in. */
  person(name: string, options?: { deviceId?: string; password?: string }): Promise<Person>
  /** Registers several, one after the other. */
  people<Name extends string>(...names: readonly Name[]): Promise<Record<Name, Person>>
  /** Stops the server and starts another on the same database, as a restart does; tokens stay good. `changed`: of its settings. */
  restart(changed?: Partial<TestConfig>): Promise<void>
}

/** The password of everybody in the tests who was given none. */
export const PASSWORD = 'correct horse battery staple'

/** The server of a test file: awaited at its top, and ended after its last test. */
export async function serverOfThisFile<S extends BuiltServer>(build: BuildServer<S>, overrides: Partial<TestConfig> = {}): Promise<TestServer<S>> {
  const running = await startTestServer(build, overrides)
  afterAll(() => running[Symbol.asyncDispose]())
  return running
}

/** Builds a server on a fresh database and lets it listen on a port of its own. */
export async function startTestServer<S extends BuiltServer>(
  build: BuildServer<S>,
  overrides: Partial<TestConfig> = {},
): Promise<TestServer<S>> {
  const database = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'chappe-test-'))
  const clock = createTestClock()
  const config: TestConfig = {
    listen: { host: '127.0.0.1', port: 0 },
    serverName: 'chappe.test',
    profile: 'matrix',
    rateLimits: false,
    publicUrl: 'http://localhost:8008',
    trustedProxies: [],
    registrationSharedSecret: 'a secret for tests',
    media: { dir: join(folder, 'media'), maxUploadBytes: 10 * 1024 * 1024 },
    ...overrides,
  }
  let server = await build({ config, databaseUrl: database.url, clock })
  let { url } = await server.listen()
  async function person(name: string, options: { deviceId?: string; password?: string } = {}): Promise<Person> {
    const password = options.password ?? PASSWORD
    const made = await request(url, 'POST', '/_matrix/client/v3/register', {
      body: { auth: { type: 'm.login.dummy' }, username: name, password, device_id: options.deviceId },
    })
    if (made.status !== 200) throw new Error(`${name} could not register: ${made.status} ${JSON.stringify(made.body)}`)
    return createPerson(() => url, made.body)
  }
  async function people<Name extends string>(...names: readonly Name[]): Promise<Record<Name, Person>>
  async function people(...names: readonly string[]): Promise<Record<string, Person>> {
    const made: Record<string, Person> = {}
    for (const name of names) made[name] = await person(name)
    return made
  }
  return {
    get url() {
      return url
    },
    get server() {
      return server
    },
    database,
    clock,
    config,
    person,
    people,
    async restart(changed = {}) {
      await server.close()
      server = await build({ config: { ...config, ...changed }, databaseUrl: database.url, clock })
      url = (await server.listen()).url
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
