// GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediathumbnailservernamemediaid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A small picture of a picture. */
export const getContentThumbnailAuthed = endpoint({
  operation: 'getContentThumbnailAuthed',
  method: 'GET',
  path: '/_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediathumbnailservernamemediaid',
  auth: 'guest',
  rate: 'media',
  reveals: ['media'],
  query: Type.Object({
    width: Type.Integer({ minimum: 1 }),
    height: Type.Integer({ minimum: 1 }),
    method: Type.Optional(Type.Union([Type.Literal('crop'), Type.Literal('scale')])),
    animated: Type.Optional(Type.Boolean()),
    timeout_ms: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  response: 'raw',
})
