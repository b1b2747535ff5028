// A government server that a browser can open, and accounts as its operator makes them.
import { createHmac } from 'node:crypto'
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { createPerson, request, startTestServer } from '@chappe/testkit'
import { freePort } from './screen.ts'

/** Starts it on a port of its own, at the address that it knows itself by. */
export async function openMinistry(): Promise<TestServer<Server>> {
  const port = await freePort()
  return startTestServer(buildServer, {
    profile: 'government',
    listen: { host: '127.0.0.1', port },
    publicUrl: `http://localhost:${port}`,
  })
}

/** Makes an account with the shared secret: its first device, and the link to register a passkey with. */
export async function makeAccount(ministry: TestServer<Server>, username: string): Promise<{ person: Person; enrolmentUrl: string }> {
  const path = '/_synapse/admin/v1/register'
  const { nonce } = (await request(ministry.url, 'GET', path)).body
  const password = 'opens nothing'
  const mac = createHmac('sha1', ministry.config.registrationSharedSecret ?? '')
    .update([nonce, username, password, 'notadmin'].join('\0'))
    .digest('hex')
  const { body } = await request(ministry.url, 'POST', path, { body: { nonce, username, password, mac } })
  return { person: createPerson(() => ministry.url, body), enrolmentUrl: body['org.chappe.enrolment_url'] }
}
