// GET /_matrix/client/v1/media/config
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediaconfig
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** How large an upload may be. */
export const getConfigAuthed = endpoint({
  operation: 'getConfigAuthed',
  method: 'GET',
  path: '/_matrix/client/v1/media/config',
  aliases: ['/_matrix/media/v3/config'],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediaconfig',
  auth: 'token',
  rate: 'media',
  reveals: [],
  response: Type.Object({ 'm.upload.size': Type.Integer() }),
})
