// The homeserver as one value: a foundation, the features on it, and one HTTP server in front of them.
import type { FastifyInstance } from 'fastify'
import type { Features } from './composition/features.ts'
import { createFeatures } from './composition/features.ts'
import type { Foundation } from './foundation.ts'
import { openFoundation } from './foundation.ts'
import { closeHttp, createHttp } from './http/adapter.ts'
import { createAssertBound } from './http/bound-tokens.ts'
import { createProofs } from './http/dpop.ts'
import { route } from './http/route.ts'
import { createRateLimits } from './http/rate-limits.ts'
import type { HomeserverPorts } from './ports.ts'
import type { HomeserverOptions } from './settings.ts'
import { watchLease } from './streams/lease-watch.ts'

/** A running homeserver that does not listen yet. */
export interface Homeserver {
  http: FastifyInstance
  ports: HomeserverPorts
  close(): Promise<void>
}

/** Migrates the database, takes the writer over and ties every feature. */
export async function createHomeserver(options: HomeserverOptions): Promise<Homeserver> {
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
  const ports = portsOf(foundation, options, features)
  const extension = await options.extend?.(ports)
  const http = createHttp([...features.routes, ...(extension?.routes ?? [])], {
    addresses: features.stopping.addresses,
    refused: async (refusal) => extension?.refused?.(refusal),
    authenticator: features.authenticator,
    rateLimits,
    ledger,
    clock,
    logger,
    waking: { isCrowded: () => live.isCrowded(), onAwake: (listener) => live.onAwake(listener), recorded: async () => ledger.settle() },
    trustedProxies: options.settings.trustedProxies,
    mounts: features.mounts,
    assertBound: createAssertBound(proofs, options.settings.publicUrl),
  })
  await features.warmUp()
  return {
    http,
    ports,
    async close() {
      await watch.close()
      features.endWaits()
      live.wakeAll()
      await closeHttp(http)
      await features.close()
      await ledger.settle()
      await database.close()
    },
  }
}

function portsOf(foundation: Foundation, { settings }: HomeserverOptions, features: Features): HomeserverPorts {
  const { clock, random, logger, database, ledger } = foundation
  return {
    ...features.stopping,
    async contain(userId) {
      await features.stopping.containment.contain(userId, { actors: ['system'] })
    },
    ledger,
    ...features.ports,
    route,
    ground: { db: database.db, clock, random, logger, publicUrl: settings.publicUrl.replace(/\/$/, '') },
  }
}

export type { Clock, Logger, Random } from './deps.ts'
export type { Ledger } from './features/ledger/ledger.ts'
export type { HomeserverOptions, HomeserverSettings } from './settings.ts'
