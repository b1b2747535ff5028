// GET /_chappe/desk/v1/exposure_reports/{reportId}/breach_notification
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { breachNotification } from './shapes.ts'

/** What the supervisory authority is told of a breach (GDPR, article 33): as it was written last, or made from the report. */
export const getBreachNotification = endpoint({
  operation: 'getBreachNotification',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/breach_notification',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: breachNotification,
})
