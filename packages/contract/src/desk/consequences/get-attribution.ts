// GET /_chappe/desk/v1/attributions/{requestId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = Type.Integer({ minimum: 0 })

/** Who was shown what has leaked, once it was agreed to, until a day after it was asked for; for the two who did. */
export const getAttribution = endpoint({
  operation: 'getAttribution',
  method: 'GET',
  path: '/_chappe/desk/v1/attributions/{requestId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  response: Type.Object({
    from_ms: count,
    to_ms: count,
    targets: Type.Array(
      Type.Object({
        event_id: Type.Union([Type.String(), Type.Null()]),
        mxc: Type.Union([Type.String(), Type.Null()]),
        /** How many sessions were shown it. */
        readers: count,
      }),
    ),
    /** How many sessions have read anything in that time, some of it, all of it. */
    sessions: Type.Object({ any: count, some: count, all: count }),
    /** More sessions than can be told apart: some are missing. */
    is_cut: Type.Boolean(),
    /** Whether the record is whole; where it is not, somebody may be missing. */
    is_whole: Type.Boolean(),
    /** Those that were shown most of it first. */
    ranked: Type.Array(
      Type.Object({
        user_id: Type.String(),
        display_name: Type.Union([Type.String(), Type.Null()]),
        device_id: Type.Union([Type.String(), Type.Null()]),
        device_name: Type.Union([Type.String(), Type.Null()]),
        /** How many of the targets. */
        covered: count,
        /** Of those, how many only by a row that does not name each event. */
        vague: count,
        /** How many of the targets the account has itself written. */
        wrote: count,
        /** How many rows of the record the session has in that time. */
        reads: count,
        first_at_ms: count,
        last_at_ms: count,
        addresses: Type.Array(Type.String()),
      }),
    ),
  }),
})
