// PUT /_chappe/desk/v1/exposure_reports/{reportId}/breach_notification
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { breachFields, breachNotification, breachPhase, moment } from './shapes.ts'

/** Writes what the supervisory authority is told. What was written before is kept. */
export const setBreachNotification = endpoint({
  operation: 'setBreachNotification',
  method: 'PUT',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/breach_notification',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({
    /** The revision that was read; where another one was written meanwhile: `M_BAD_STATE`. */
    revision: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    phase: breachPhase,
    /** When it was known that there was a breach: 72 hours count from here. Left out: as before. */
    became_aware_at_ms: Type.Optional(moment),
    fields: breachFields,
    reference: Type.String({ maxLength: 255 }),
  }),
  response: breachNotification,
})
