// GET /_chappe/client/v1/web_push
// docs/api/alerts.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What a browser subscribes with, and the gateway its pusher names. */
export const getWebPush = endpoint({
  operation: 'getWebPush',
  method: 'GET',
  path: '/_chappe/client/v1/web_push',
  spec: 'docs/api/alerts.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    enabled: Type.Boolean(),
    application_server_key: Type.Optional(Type.String()),
    gateway_url: Type.Optional(Type.String()),
  }),
})
