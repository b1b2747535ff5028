// GET /_chappe/desk/v1/overview
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = Type.Integer({ minimum: 0 })

/** What needs somebody now, as numbers: nobody is named. */
export const getDeskOverview = endpoint({
  operation: 'getDeskOverview',
  method: 'GET',
  path: '/_chappe/desk/v1/overview',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor', 'operator'],
  reveals: [],
  response: Type.Object({
    /** What others have asked for, and what one has asked for oneself. */
    requests: Type.Object({ waiting: count, own: count }),
    /** `open`: of real people; `exercise`: of a drill. */
    alerts: Type.Object({ open: count, exercise: count }),
    /** `urgent`: somebody was tricked. */
    reports: Type.Object({ open: count, urgent: count, taken: count }),
    accounts: Type.Object({ contained: count, quarantined: count, watched: count }),
    cases: Type.Object({ open: count }),
    /** Clocks of 72 hours that run, the one that ends first before the others, and those of drills behind all. */
    clocks: Type.Array(Type.Object({ case_id: Type.Integer(), aware_at_ms: Type.Integer(), ends_at_ms: Type.Integer(), is_exercise: Type.Boolean() })),
    /** The drill that is on or is to come; null: none. */
    drill: Type.Union([Type.Object({ drill_id: Type.Integer(), state: Type.String() }), Type.Null()]),
    /** What one person did that takes two, and nobody else has looked at. */
    break_glass: count,
    ledger: Type.Object({
      /** Whether whoever does not trust this server can be shown that nothing is missing. */
      is_proven: Type.Boolean(),
      /** Why not: `broken`, `unsigned`, `late`, `no_witness`, `witness_silent`. */
      problems: Type.Array(Type.String()),
      size: count,
      signed_at_ms: Type.Union([Type.Integer(), Type.Null()]),
      witnessed_at_ms: Type.Union([Type.Integer(), Type.Null()]),
    }),
    /** The clock of the server. */
    now_ms: Type.Integer(),
  }),
})
