// A government server that a browser can open, and accounts as its operator makes them.
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { createPerson, startTestServer } from '@chappe/testkit'
import { freePort } from './screen.ts'
import { makeAccountByHand } from './shared-secret.ts'

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
  const made = JSON.parse(await makeAccountByHand(ministry.url, ministry.config.registrationSharedSecret ?? '', username))
  return { person: createPerson(() => ministry.url, made), enrolmentUrl: made['org.chappe.enrolment_url'] }
}
