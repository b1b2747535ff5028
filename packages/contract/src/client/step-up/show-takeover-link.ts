// GET /not-me
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page that the mail about a new device leads to. It shows which device that was; looking does nothing. */
export const showTakeoverLink = endpoint({
  operation: 'showTakeoverLink',
  method: 'GET',
  path: '/not-me',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    token: Type.Optional(Type.String({ maxLength: 64 })),
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
