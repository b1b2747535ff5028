// GET /_chappe/desk/v1/evidence/{requestId}/search
import { getEvidenceSearch } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'

/** How far a search is. */
export function getEvidenceSearchRoute({ route }: DeskPorts, ledger: DeskLedger): Route {
  return route(getEvidenceSearch, async (call) => {
    const { stored, request, rows } = await ledger.search(deskCallOf(getEvidenceSearch, call), numberOf(call.params.requestId, 'evidence'))
    const body = {
      request_id: stored.requestNid,
      state: stored.state,
      progress: stored.progress,
      made_at_ms: stored.madeAtMs,
      failure: stored.failure,
      target: request.target,
      reason: request.reason,
      asked_by: request.askedBy,
      decided_by: request.decidedBy,
      expires_at_ms: request.expiresAtMs,
      rows,
    }
    return call.tap.reveal(body, [{ kind: 'people', count: 1, subject: `evidence ${stored.requestNid}` }])
  })
}
