// GET /_chappe/desk/v1/accounts/{userId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskAccount, deskJob } from '../shapes.ts'

/** One account, with its devices, addresses and rooms. */
export const getDeskAccount = endpoint({
  operation: 'getDeskAccount',
  method: 'GET',
  path: '/_chappe/desk/v1/accounts/{userId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer', 'auditor', 'operator'],
  reveals: ['people'],
  response: Type.Object({
    ...deskAccount.properties,
    addresses: Type.Array(Type.String()),
    devices: Type.Array(
      Type.Object({
        device_id: Type.String(),
        display_name: Type.Union([Type.String(), Type.Null()]),
        last_seen_ip: Type.Union([Type.String(), Type.Null()]),
        last_seen_at_ms: Type.Union([Type.Integer(), Type.Null()]),
        /** Since when it waits to be approved. */
        on_probation_since_ms: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
    /** How many rooms it is in, and to how many it is invited. */
    joined_rooms: Type.Integer(),
    invitations: Type.Integer(),
    job: deskJob,
    /** Whether a directory of the organisation says it: the desk does not then. */
    is_job_of_directory: Type.Boolean(),
  }),
})
