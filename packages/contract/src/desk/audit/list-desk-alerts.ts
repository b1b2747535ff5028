// GET /_chappe/desk/v1/alerts
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'

/** What the server has noticed by itself, or an owner has said, newest first. */
export const listDeskAlerts = endpoint({
  operation: 'listDeskAlerts',
  method: 'GET',
  path: '/_chappe/desk/v1/alerts',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object(deskPage),
  response: Type.Object({
    alerts: Type.Array(
      Type.Object({
        alert_id: Type.Integer(),
        at_ms: Type.Integer(),
        kind: Type.String(),
        user_id: Type.Union([Type.String(), Type.Null()]),
        /** Empty where no device is known. */
        device_id: Type.String(),
        /** Ids and counts. */
        detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
      }),
    ),
    next: Type.Optional(Type.String()),
  }),
})
