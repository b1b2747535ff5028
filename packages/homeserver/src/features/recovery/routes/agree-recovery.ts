// POST /_chappe/client/v1/recoveries/{recoveryId}/agree
import { agreeRecovery } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Recovery } from '../recovery.ts'

/** Agrees to a recovery. */
export function agreeRecoveryRoute(recovery: Recovery): Route {
  return route(agreeRecovery, async ({ session, params }) => {
    const { userId, url, goodFromMs } = await recovery.agree(session, params.recoveryId)
    return { user_id: userId, enrolment_url: url, good_from_ms: goodFromMs }
  })
}
