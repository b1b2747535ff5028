// POST /_chappe/desk/v1/recoveries/{recoveryId}/agree
import { agreeDeskRecovery } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRecoveries } from '../recoveries.ts'

/** Agrees as the other of the two. */
export function agreeDeskRecoveryRoute({ route }: DeskPorts, recoveries: DeskRecoveries): Route {
  return route(agreeDeskRecovery, async (call) => {
    const { recoveryId } = call.params
    const { userId, url, goodFromMs } = await recoveries.agree(deskCallOf(agreeDeskRecovery, call), { recoveryId, ...call.body })
    return call.tap.reveal({ user_id: userId, enrolment_url: url, good_from_ms: goodFromMs }, [{ kind: 'people', count: 1, subject: userId }])
  })
}
