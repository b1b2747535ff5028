// GET /_chappe/desk/v1/audit/evidence
import { getAuditEvidence } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { evidenceRowAnswer } from '../../../evidence-row.ts'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'

/** A page of the record, with what proves it. */
export function getAuditEvidenceRoute({ route }: DeskPorts, audit: Audit): Route {
  return route(getAuditEvidence, async ({ query, tap }) => {
    const { format, checkpoint, rows, proof, acts = [] } = await audit.evidence(pageOf(query))
    const body = { format, checkpoint, rows: rows.map(evidenceRowAnswer), proof: [...proof], earlier: [], acts: acts.map((act) => ({ ...act })) }
    return tap.reveal(body, rows.length === 0 ? [] : [{ kind: 'people', count: rows.length, subject: 'audit evidence' }])
  })
}
