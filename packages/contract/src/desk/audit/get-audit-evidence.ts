// GET /_chappe/desk/v1/audit/evidence
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { getEvidence } from '../ledger/get-evidence.ts'
import { deskPage } from '../shapes.ts'

/**
 * What was tried at the desk, a page of the record, with what proves it: a file for `chappe verify-report`. Acts whose time
 * in the ledger is over are not in it.
 */
export const getAuditEvidence = endpoint({
  operation: 'getAuditEvidence',
  method: 'GET',
  path: '/_chappe/desk/v1/audit/evidence',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({ ...deskPage }),
  response: Type.Object({
    ...getEvidence.response.properties,
    acts: Type.Array(
      Type.Object({
        /** `desk`. */
        source: Type.String(),
        /** The number of the act. */
        number: Type.Integer(),
        phase: Type.Union([Type.Literal('attempt'), Type.Literal('end')]),
        /** What is on record, as JSON text; its SHA-256 is in the row of the ledger. */
        body: Type.String(),
      }),
    ),
  }),
})
