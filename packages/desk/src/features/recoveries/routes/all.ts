// Every route of recoveries.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRecoveries } from '../recoveries.ts'
import { agreeDeskRecoveryRoute } from './agree-desk-recovery.ts'
import { askDeskRecoveryRoute } from './ask-desk-recovery.ts'
import { listRecoveriesRoute } from './list-recoveries.ts'

/** The routes, tied to their operations. */
export function recoveriesRoutes(ports: DeskPorts, recoveries: DeskRecoveries): Route[] {
  return [listRecoveriesRoute(ports, recoveries), askDeskRecoveryRoute(ports, recoveries), agreeDeskRecoveryRoute(ports, recoveries)]
}
