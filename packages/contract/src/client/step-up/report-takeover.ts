// POST /_chappe/client/v1/not_me
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** "It wasn't me": stops the caller's account everywhere, at once. No touch is asked for: haste counts. */
export const reportTakeover = endpoint({
  operation: 'reportTakeover',
  method: 'POST',
  path: '/_chappe/client/v1/not_me',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({}),
})
