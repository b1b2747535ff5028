// POST /_chappe/desk/v1/organisations
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskOrganisation, deskReason } from '../shapes.ts'

/** Makes an organisation. */
export const createOrganisation = endpoint({
  operation: 'createOrganisation',
  method: 'POST',
  path: '/_chappe/desk/v1/organisations',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['operator'],
  reveals: [],
  body: Type.Object({
    ...deskReason.properties,
    organisation_id: Type.String({ maxLength: 63 }),
    name: Type.String({ maxLength: 255 }),
  }),
  response: deskOrganisation,
})
