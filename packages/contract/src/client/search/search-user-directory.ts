// POST /_matrix/client/v3/user_directory/search
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3user_directorysearch
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Finds people by the beginning of their name or user id, or by what they do. */
export const searchUserDirectory = endpoint({
  operation: 'searchUserDirectory',
  method: 'POST',
  path: '/_matrix/client/v3/user_directory/search',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3user_directorysearch',
  auth: 'token',
  rate: 'search',
  reveals: ['people'],
  body: Type.Object({
    search_term: Type.String({ maxLength: 512 }),
    limit: Type.Optional(Type.Integer()),
  }),
  response: Type.Object({
    results: Type.Array(
      Type.Object({
        user_id: Type.String(),
        display_name: Type.Optional(Type.String()),
        avatar_url: Type.Optional(Type.String()),
        /** Of people who belong to an organisation: docs/api/standings.md. */
        'org.chappe.account_type': Type.Optional(Type.String()),
        'org.chappe.organisation': Type.Optional(Type.String()),
        /** What they do, and in which service, as their organisation says it. */
        'org.chappe.title': Type.Optional(Type.String()),
        'org.chappe.service': Type.Optional(Type.String()),
        /** Of colleagues and people of common rooms who are out of office: docs/api/availability.md. */
        'org.chappe.away_until_ts': Type.Optional(Type.Integer()),
      }),
    ),
    limited: Type.Boolean(),
  }),
})
