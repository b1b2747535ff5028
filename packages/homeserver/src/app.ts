// The homeserver as one value: a foundation, the features on it, and one HTTP server in front of them.
import { existsSync, unlinkSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Features } from './composition/features.ts'
import { createFeatures } from './composition/features.ts'
import { createReader } from './composition/reader.ts'
import type { ListenAddress } from './config/types.ts'
import { noWriter } from './engine/following-engine.ts'
import type { ProvenLedger } from './features/ledger/ledger.ts'
import { startProvenLedger } from './features/ledger/ledger.ts'
import type { Foundation } from './foundation.ts'
import { openFollowingFoundation, openFoundation } from './foundation.ts'
import type { HttpDeps } from './http/adapter.ts'
import { closeHttp, createHttp, enter } from './http/adapter.ts'
import { createAssertBound } from './http/bound-tokens.ts'
import type { Proofs } from './http/dpop.ts'
import { createProofs } from './http/dpop.ts'
import { createForward } from './http/forward.ts'
import type { InnerCalls } from './http/inner-calls.ts'
import { createInnerCalls } from './http/inner-calls.ts'
import type { InternalServer } from './http/internal-server.ts'
import { createInternalServer } from './http/internal-server.ts'
import type { RateLimits } from './http/rate-limits.ts'
import { RawBody } from './http/reveal-tap.ts'
import { route } from './http/route.ts'
import { createRateLimits } from './http/rate-limits.ts'
import type { HomeserverPorts } from './ports.ts'
import type { Feed } from './processes/feed.ts'
import { FEED_PATH } from './processes/feed.ts'
import { takeInternalSecret } from './processes/processes-store.ts'
import { CALLER_HEADER, POSITION_HEADER, SECRET_HEADER } from './processes/writer-link.ts'
import type { HomeserverOptions, HomeserverSettings } from './settings.ts'
import { keyFileOf } from './signing-keys.ts'
import { watchLease } from './streams/lease-watch.ts'

/** A running homeserver that does not listen yet. */
export interface Homeserver {
  http: FastifyInstance
  /** A reader has none: what they lead to is the writer's. */
  ports: HomeserverPorts
  close(): Promise<void>
}

/** Migrates the database, takes the writer over and ties every feature; a reader takes nothing over, and follows. */
export function createHomeserver(options: HomeserverOptions): Promise<Homeserver> {
  return options.settings.role === 'reader' ? createReadingHomeserver(options) : createWritingHomeserver(options)
}

async function createWritingHomeserver(options: HomeserverOptions): Promise<Homeserver> {
  const foundation = await openFoundation(options)
  const { ledger, live, clock, logger, database } = foundation
  const rateLimits = createRateLimits(clock, options.settings.rateLimits)
  const proofs = createProofs(clock)
  const features = await createFeatures(foundation, { ...options, rateLimits, proofs })
  const watch = watchLease({
    databaseUrl: options.databaseUrl,
    lease: foundation.lease,
    logger,
    onFenced: () => features.fence(),
    onHang() {
      features.cut()
      database.cut()
    },
  })
  const provenLedger = await proveLedger(foundation, options.settings)
  const inside = createInnerCalls()
  const ports = portsOf(foundation, options, { features, provenLedger, inside })
  const extension = await options.extend?.(ports)
  const { authenticator, mounts, stopping: { addresses } } = features
  const http = createHttp([...features.routes, ...(extension?.routes ?? [])], {
    ...httpDepsOf(foundation, options, { authenticator, rateLimits, proofs, addresses }),
    refused: async (refusal) => extension?.refused?.(refusal),
    mounts,
  })
  await options.dress?.(http)
  const internal = await openInternal(foundation, options.settings.internalListen, { http, feed: features.feed })
  await features.warmUp()
  await http.ready()
  inside.open((request, response) => enter(http, request, response))
  return {
    http,
    ports,
    async close() {
      await watch.close()
      features.endWaits()
      live.wakeAll()
      await closeHttp(http)
      await extension?.close?.()
      inside.close()
      features.feed.close()
      await internal?.close()
      await features.close()
      await provenLedger[Symbol.asyncDispose]()
      await ledger.close()
      await foundation.fence.close()
      await database.close()
    },
  }
}

function proveLedger({ database, clock, random, logger, outgoing }: Foundation, effective: HomeserverSettings): Promise<ProvenLedger & AsyncDisposable> {
  const { serverName, dataDir, signingKeyPath, ledger } = effective
  const keyPath = keyFileOf('ledger.key', { dataDir, signingKeyPath })
  const settings = { serverName, keyPath, keepMonths: 12, witnesses: [], ...ledger, effective: { ...effective } }
  return startProvenLedger({ database, clock, random, logger, outgoing, settings })
}

/** How long a reader that starts waits for the writer before it answers what it can. */
const WRITER_MS_MAX = 10_000

async function createReadingHomeserver(options: HomeserverOptions): Promise<Homeserver> {
  const foundation = await openFollowingFoundation(options)
  const { ledger, live, clock, logger, database, fence, underWay } = foundation
  const rateLimits = createRateLimits(clock, options.settings.rateLimits)
  const reader = await createReader(foundation, options)
  const { authenticator, addresses } = reader
  const proofs = createProofs(clock)
  const elsewhere = createForward({
    authenticator,
    addresses,
    lease: fence.lease,
    underWay,
    served: options.served,
    logger,
    send: (call) => reader.send(call),
    reached: (answer) => reader.reached(answer),
  })
  const http = createHttp(reader.routes, { ...httpDepsOf(foundation, options, { authenticator, rateLimits, proofs, addresses }), elsewhere })
  await options.dress?.(http)
  const late = new Promise<void>((resolve) => setTimeout(resolve, WRITER_MS_MAX).unref())
  await Promise.race([reader.started, late])
  return {
    http,
    get ports(): HomeserverPorts {
      throw noWriter()
    },
    async close() {
      reader.endWaits()
      live.wakeAll()
      await closeHttp(http)
      await reader.close()
      await ledger.close()
      await fence.close()
      await database.close()
    },
  }
}

function httpDepsOf(
  { ledger, live, clock, logger, fence, underWay }: Foundation,
  { settings, served }: HomeserverOptions,
  { proofs, ...parts }: Pick<HttpDeps, 'authenticator' | 'addresses'> & { rateLimits: RateLimits; proofs: Proofs },
): HttpDeps {
  return {
    ...parts,
    refused: async () => undefined,
    assertBound: createAssertBound(proofs, settings.publicUrl),
    ledger,
    clock,
    logger,
    waking: { isCrowded: () => live.isCrowded(), onAwake: (listener) => live.onAwake(listener), recorded: async () => ledger.settle() },
    trustedProxies: settings.trustedProxies,
    lease: fence.lease,
    underWay,
    served,
  }
}

/** The door for the other processes, where one is asked for. */
async function openInternal(
  { database, random }: Foundation,
  listen: ListenAddress | undefined,
  { http, feed }: { http: FastifyInstance; feed: Feed },
): Promise<InternalServer | undefined> {
  if (listen === undefined) return undefined
  // What comes in goes to the routes at once, whether or not the server listens outside yet.
  await http.ready()
  const internal = createInternalServer({
    secret: await takeInternalSecret(database.db, random.text(43)),
    headers: { secret: SECRET_HEADER, caller: CALLER_HEADER, position: POSITION_HEADER },
    enter: (request, response) => enter(http, request, response),
    feed: { path: FEED_PATH, subscribe: (response) => feed.subscribe(response) },
    position: () => feed.position(),
  })
  // A process that was killed leaves its socket behind.
  if ('socketPath' in listen && existsSync(listen.socketPath)) unlinkSync(listen.socketPath)
  await internal.listen(listen)
  return internal
}

function portsOf(foundation: Foundation, { settings }: HomeserverOptions, { features, provenLedger, inside }: { features: Features; provenLedger: ProvenLedger; inside: InnerCalls }): HomeserverPorts {
  const { clock, random, logger, database, ledger } = foundation
  return {
    ...features.stopping,
    async contain(userId) {
      const { processes } = await features.stopping.containment.contain(userId, { actors: ['system'] })
      return processes
    },
    ledger,
    provenLedger,
    ...features.ports,
    exercises: { ...features.ports.exercises, call: (call) => inside.call(call) },
    fileAnswer: (body, { byteLength, name, contentType }) =>
      new RawBody(body, byteLength, { 'content-type': contentType, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }),
    route,
    ground: { db: database.db, clock, random, logger, publicUrl: settings.publicUrl.replace(/\/$/, '') },
  }
}

export type { Clock, Logger, Random } from './deps.ts'
export type { Ledger } from './features/ledger/ledger.ts'
export type { HomeserverOptions, HomeserverSettings } from './settings.ts'
