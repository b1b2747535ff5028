// GET /_chappe/desk/v1/evidence/{requestId}
import { getEvidence } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { evidenceRowAnswer } from '../../../evidence-row.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'

/** What an account was shown, with its proof; the look is in the record itself. */
export function getEvidenceRoute({ route }: DeskPorts, ledger: DeskLedger): Route {
  return route(getEvidence, async (call) => {
    const evidence = await ledger.evidence(deskCallOf(getEvidence, call), numberOf(call.params.requestId, 'evidence'))
    const body = { ...evidence, rows: evidence.rows.map(evidenceRowAnswer), proof: [...evidence.proof], earlier: evidence.earlier.map((each) => ({ ...each, proof: [...each.proof] })) }
    return call.tap.reveal(body, [{ kind: 'people', count: evidence.rows.length, subject: `evidence ${call.params.requestId}` }])
  })
}
