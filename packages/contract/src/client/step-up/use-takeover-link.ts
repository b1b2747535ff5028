// POST /not-me
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { endpoint } from '../../endpoint.ts'

/** "It wasn't me", from the mail about a new device: stops the account, whoever is signed in where. */
export const useTakeoverLink = endpoint({
  operation: 'useTakeoverLink',
  method: 'POST',
  path: '/not-me',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'none',
  rate: 'write',
  reveals: [],
  body: 'raw',
  response: 'raw',
})
