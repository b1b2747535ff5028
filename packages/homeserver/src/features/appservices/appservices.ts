// Application services: bridges and bots that the operator has registered.
// https://spec.matrix.org/v1.19/application-service-api/
import type { AppserviceNames } from '../../appservice-names.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import type { Authenticator, Session } from '../../session.ts'
import { startFollower } from '../../streams/follow.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { ForgettingAuthenticator } from './acting.ts'
import { withAppservices } from './acting.ts'
import { namesOf } from './namespaces.ts'
import { askFor } from './name-queries.ts'
import { createCalls } from './outgoing-calls.ts'
import { listNetworkRooms, setNetworkRoom } from './network-rooms.ts'
import { ping } from './ping.ts'
import { readRegistrations } from './registration.ts'
import { createCollector } from './steps/collect.ts'
import { startDelivery } from './steps/deliver.ts'
import type { ChangeSources } from './steps/follow-changes.ts'
import { startFollowingChanges } from './steps/follow-changes.ts'
import type { ThirdParty } from './third-party.ts'
import { createThirdParty } from './third-party.ts'

/** What the feature needs. */
export interface AppservicesDeps {
  db: Db
  clock: Clock
  logger: Logger
  outgoing: Outgoing
  settings: { serverName: string; files: readonly string[] }
}

/** What it needs of features that are made after it. */
export interface AppservicesStart {
  engine: Pick<RoomEngine, 'stream' | 'onPublished' | 'registry'>
  accounts: Pick<Accounts, 'ensureAccount' | 'onAccountCreated'>
  sources: ChangeSources
}

/** The operations of this feature. */
export interface Appservices {
  names: AppserviceNames
  thirdParty: ThirdParty
  /** The authenticator of accounts, with that of application services in front. */
  withAppservices(inner: ForgettingAuthenticator): Authenticator
  /** Makes the accounts of the application services, and begins to send to them. */
  start(parts: AppservicesStart): Promise<void>
  /** Calls the application service that calls; milliseconds. */
  ping(session: Session, input: { appserviceId: string; transactionId: string | undefined }): Promise<number>
  setNetworkRoom(session: Session, input: { networkId: string; roomId: string; listed: boolean }): Promise<void>
  close(): Promise<void>
}

const GATHER_MS = 20

/** Reads the registrations; throws where one is not valid. Without any, nothing runs and nothing is asked. */
export function createAppservices(deps: AppservicesDeps): Appservices {
  const { db, clock, logger, outgoing } = deps
  const registrations = readRegistrations(deps.settings.files, deps.settings.serverName)
  const client = outgoing.openClient({ maxSockets: 64, maxSocketsPerHost: 8, anyAddress: true })
  const call = createCalls(client)
  const closing: (() => Promise<void>)[] = []
  let registry: Pick<RoomEngine['registry'], 'find'> | undefined
  return {
    names: namesOf(registrations, {
      askFor: (kind, name) => askFor({ registrations, call, logger }, kind, name),
      listNetworkRooms: (instanceId) => listNetworkRooms({ db, registrations }, instanceId),
    }),
    thirdParty: createThirdParty({ registrations, call, logger }),
    withAppservices: (inner) => withAppservices(inner, { db, registrations }),
    async start({ engine, accounts, sources }) {
      registry = engine.registry
      if (registrations.length === 0) return
      for (const { senderId } of registrations) await accounts.ensureAccount(senderId)
      const deliverDeps = { db, clock, logger, tap: outgoing.tap, call }
      const receiving = registrations.filter((each) => each.url !== undefined)
      const deliveries = receiving.map((each) => startDelivery(deliverDeps, each))
      const queued = (): void => deliveries.forEach((delivery) => delivery.wake())
      const watching = receiving
        .filter((each) => each.receivesEphemeral || each.receivesDevices)
        .map((each) => startFollowingChanges({ db, logger, sources, queued }, each))
      accounts.onAccountCreated(async (userId) => watching.forEach((each) => each.noteAccount(userId)))
      const follower = startFollower(
        { db, logger, source: engine },
        {
          name: 'appservices',
          wants: () => true,
          take: createCollector(registrations),
          taken: queued,
          gatherMs: GATHER_MS,
          patienceMs: 0,
        },
      )
      closing.push(() => follower.close(), ...watching.map((each) => () => each.close()), ...deliveries.map((delivery) => () => delivery.close()))
    },
    ping: (session, input) => ping({ registrations, call, clock, tap: outgoing.tap }, session, input),
    setNetworkRoom: (session, input) => setNetworkRoom({ db, registry }, session, input),
    async close() {
      const waiting = closing.map((close) => close())
      await client[Symbol.asyncDispose]()
      await Promise.all(waiting)
    },
  }
}
