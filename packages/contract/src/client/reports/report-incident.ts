// POST /_chappe/client/v1/reports
// docs/api/alerts.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Tells the security desk what has happened to oneself: one was tricked, or somebody else has signed in. */
export const reportIncident = endpoint({
  operation: 'reportIncident',
  method: 'POST',
  path: '/_chappe/client/v1/reports',
  spec: 'docs/api/alerts.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    kind: Type.Union([Type.Literal('tricked'), Type.Literal('sign_in')]),
    /** How one was tricked. */
    choice: Type.Optional(Type.Union([Type.Literal('gave_code'), Type.Literal('opened'), Type.Literal('sent_in_my_name')])),
    /** The sign-in that is reported: a device of the caller. */
    device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    reason: Type.Optional(Type.String({ maxLength: 4096 })),
    /** Ends every other session of the caller, at once. */
    end_other_sessions: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    report_id: Type.Integer(),
    /** Null: none were, since the device that asks has to be approved first. */
    sessions_ended: Type.Union([Type.Integer(), Type.Null()]),
  }),
})
