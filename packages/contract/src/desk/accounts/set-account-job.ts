// PUT /_chappe/desk/v1/accounts/{userId}/job
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Says what somebody does in their organisation, where no directory of it does; nobody does so of themselves. */
export const setAccountJob = endpoint({
  operation: 'setAccountJob',
  method: 'PUT',
  path: '/_chappe/desk/v1/accounts/{userId}/job',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'operator'],
  reveals: [],
  body: Type.Object({
    ...deskReason.properties,
    /** What is empty is not known. */
    title: Type.String({ maxLength: 120 }),
    service: Type.String({ maxLength: 120 }),
    phone: Type.String({ maxLength: 40 }),
    place: Type.String({ maxLength: 120 }),
  }),
  response: Type.Object({}),
})
