// POST /_synapse/admin/v1/register
// https://element-hq.github.io/synapse/latest/admin_api/register_api.html
// docs/api/registration-with-secret.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Makes an account for whoever proves, by an HMAC-SHA1 over the request, to know the shared secret. */
export const registerWithSecret = endpoint({
  operation: 'registerWithSecret',
  method: 'POST',
  path: '/_synapse/admin/v1/register',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/register_api.html',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  body: Type.Object({
    nonce: Type.String({ maxLength: 255 }),
    username: Type.String({ maxLength: 512 }),
    password: Type.String({ maxLength: 512 }),
    admin: Type.Optional(Type.Boolean()),
    displayname: Type.Optional(Type.String({ maxLength: 255 })),
    user_type: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    inhibit_login: Type.Optional(Type.Boolean()),
    mac: Type.String({ maxLength: 255 }),
  }),
  response: Type.Object({
    user_id: Type.String(),
    home_server: Type.String(),
    access_token: Type.Optional(Type.String()),
    device_id: Type.Optional(Type.String()),
    /** Where there are no passwords: the link with which the account's owner registers a passkey. */
    'org.chappe.enrolment_url': Type.Optional(Type.String()),
  }),
})
