// GET /_matrix/client/v3/voip/turnServer
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3voipturnserver
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Credentials for the TURN servers of calls; an empty object where none is offered. */
export const getTurnServer = endpoint({
  operation: 'getTurnServer',
  method: 'GET',
  path: '/_matrix/client/v3/voip/turnServer',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3voipturnserver',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    username: Type.Optional(Type.String()),
    password: Type.Optional(Type.String()),
    uris: Type.Optional(Type.Array(Type.String())),
    ttl: Type.Optional(Type.Integer()),
  }),
})
