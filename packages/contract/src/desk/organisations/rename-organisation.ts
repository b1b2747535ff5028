// POST /_chappe/desk/v1/organisations/{organisationId}/rename
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskOrganisation, deskReason } from '../shapes.ts'

/** Gives an organisation another name on screen. */
export const renameOrganisation = endpoint({
  operation: 'renameOrganisation',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations/{organisationId}/rename',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: Type.Object({ ...deskReason.properties, name: Type.String({ maxLength: 255 }) }),
  response: deskOrganisation,
})
