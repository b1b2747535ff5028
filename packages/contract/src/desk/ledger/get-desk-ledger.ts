// GET /_chappe/desk/v1/ledger
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** How the record of reads stands: how large it is, what was signed last, who cosigned it, and whether anything is missing. */
export const getDeskLedger = endpoint({
  operation: 'getDeskLedger',
  method: 'GET',
  path: '/_chappe/desk/v1/ledger',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor', 'operator'],
  reveals: [],
  response: Type.Object({
    /** How many rows are in its tree. */
    size: Type.Integer(),
    /** What is wrong with it, in words; null: each block follows the one before it. */
    broken: Type.Union([Type.String(), Type.Null()]),
    /** Bytes of rows that wait in a spool, since the database did not take them: they are in no tree and no report yet. */
    spooled_bytes: Type.Integer(),
    /** The key that signs it, as `chappe verify-report` and witnesses take it. */
    key: Type.String(),
    /** What was signed last, as a signed note; null: nothing yet. */
    head: Type.Union([Type.Object({ size: Type.Integer(), made_at_ms: Type.Integer(), note: Type.String() }), Type.Null()]),
    witnesses: Type.Array(
      Type.Object({
        name: Type.String(),
        /** How many rows it has cosigned; 0: none yet. */
        size: Type.Integer(),
        signed_at_ms: Type.Integer(),
        /** Why it did not sign last time; null: it did. */
        problem: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  }),
})
