// Every route of recoveries.
import type { Route } from '../../../http/route.ts'
import type { Recovery } from '../recovery.ts'
import { agreeRecoveryRoute } from './agree-recovery.ts'
import { askRecoveryRoute } from './ask-recovery.ts'

/** The routes, tied to their operations. */
export function recoveryRoutes(recovery: Recovery): Route[] {
  return [askRecoveryRoute(recovery), agreeRecoveryRoute(recovery)]
}
