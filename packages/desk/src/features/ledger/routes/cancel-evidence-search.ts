// POST /_chappe/desk/v1/evidence/{requestId}/cancel
import { cancelEvidenceSearch } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'

/** A search is not worked out any further. */
export function cancelEvidenceSearchRoute({ route }: DeskPorts, ledger: DeskLedger): Route {
  return route(cancelEvidenceSearch, async (call) => {
    await ledger.cancel(deskCallOf(cancelEvidenceSearch, call), numberOf(call.params.requestId, 'evidence'), call.body.reason)
    return {}
  })
}
