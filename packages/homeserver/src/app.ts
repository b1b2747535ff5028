// The homeserver as one value: a foundation, the features on it, and one HTTP server in front of them.
import type { FastifyInstance } from 'fastify'
import type { Features } from './composition/features.ts'
import { createFeatures } from './composition/features.ts'
import type { Ledger } from './features/ledger/ledger.ts'
import { openFoundation } from './foundation.ts'
import { closeHttp, createHttp } from './http/adapter.ts'
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
  const features = await createFeatures(foundation, { ...options, rateLimits })
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
  const http = createHttp(features.routes, {
    authenticator: features.authenticator,
    rateLimits,
    ledger,
    clock,
    logger,
    trustedProxies: options.settings.trustedProxies,
  })
  await features.warmUp()
  return {
    http,
    ports: portsOf(features, ledger),
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

function portsOf({ contain, media, joining }: Features, ledger: Ledger): HomeserverPorts {
  const { organisations, enrolment, directorySources, runDue } = joining
  return { contain, ledger, media, organisations, enrolment, directorySources, runDue }
}

export type { Clock, Logger, Random } from './deps.ts'
export type { Ledger } from './features/ledger/ledger.ts'
export type { HomeserverOptions, HomeserverSettings } from './settings.ts'
