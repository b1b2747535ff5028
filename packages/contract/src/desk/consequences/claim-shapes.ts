// Shapes of the claim check. docs/api/desk.md
import { Type } from 'typebox'
import { jobHead } from '../job-shapes.ts'

const count = Type.Number({ minimum: 0 })

/** What every claim check says of itself. */
export const claimCheckHead = {
  check_id: Type.Integer(),
  report_id: Type.Integer(),
  ...jobHead,
  /** How many figures and identifiers stand in the text. */
  claims: Type.Integer({ minimum: 0 }),
  asked_by: Type.String(),
  asked_at_ms: Type.Integer(),
}

/** What the ledger says of each claim. */
export const claimsFound = Type.Object({
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
})
