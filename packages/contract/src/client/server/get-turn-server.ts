// GET /_matrix/client/v3/voip/turnServer
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3voipturnserver
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The TURN server for calls: none is offered. */
export const getTurnServer = endpoint({
  operation: 'getTurnServer',
  method: 'GET',
  path: '/_matrix/client/v3/voip/turnServer',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3voipturnserver',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({}),
})
