// GET /_matrix/client/v1/media/preview_url
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediapreview_url
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What a page says of itself, for a small picture of it beside a link. */
export const getUrlPreviewAuthed = endpoint({
  operation: 'getUrlPreviewAuthed',
  method: 'GET',
  path: '/_matrix/client/v1/media/preview_url',
  aliases: ['/_matrix/media/v3/preview_url'],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediapreview_url',
  auth: 'token',
  rate: 'search',
  reveals: [],
  query: Type.Object({ url: Type.String({ maxLength: 2048 }), ts: Type.Optional(Type.Integer()) }),
  response: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])),
})
