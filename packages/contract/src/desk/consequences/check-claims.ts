// POST /_chappe/desk/v1/exposure_reports/{reportId}/claims
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = Type.Number({ minimum: 0 })

/** Holds what somebody has published against a report: figures ("876 rooms, 13.51 GB") and identifiers of any text. */
export const checkClaims = endpoint({
  operation: 'checkClaims',
  method: 'POST',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/claims',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer', 'auditor'],
  reveals: ['people', 'events'],
  body: Type.Object({
    /** What was published; what stands in it beside figures and identifiers is passed over, and kept nowhere. */
    text: Type.String({ minLength: 1, maxLength: 100_000 }),
  }),
  response: Type.Object({
    claims: Type.Array(
      Type.Object({
        /** As it stands in the text. */
        text: Type.String(),
        kind: Type.Union([
          Type.Literal('rooms'),
          Type.Literal('messages'),
          Type.Literal('files'),
          Type.Literal('people'),
          Type.Literal('bytes'),
          Type.Literal('sessions'),
          Type.Literal('event'),
          Type.Literal('room'),
          Type.Literal('file'),
          Type.Literal('person'),
        ]),
        verdict: Type.Union([Type.Literal('supported'), Type.Literal('more_than_supported'), Type.Literal('not_supported')]),
        /** The figure that is claimed; null: it is an identifier. */
        claimed: Type.Union([count, Type.Null()]),
        /** What was delivered, or has to be assumed to have been. */
        delivered: count,
        /** Of that, what has to be assumed. */
        assumed: count,
        /** What was within reach besides. */
        reachable: count,
        /** What became of what the identifier names; null: the report does not know it. */
        class: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    /** There were more than are looked at. */
    is_cut: Type.Boolean(),
  }),
})
