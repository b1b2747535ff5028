// GET /pages/{asset}
// docs/decisions/0029-sign-people-in-with-passkeys-on-our-own-pages.md, https://www.w3.org/TR/webauthn-3/
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A file that the pages load: style, script or mark. */
export const showPageAsset = endpoint({
  operation: 'showPageAsset',
  method: 'GET',
  path: '/pages/{asset}',
  spec: 'https://www.w3.org/TR/webauthn-3/',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    v: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: 'raw',
})
