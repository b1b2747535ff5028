// Accounts as an operator makes them, with the secret that the server's configuration holds.
import { createHmac } from 'node:crypto'

/** What an operator hands in with the secret; in the government profile it opens nothing. */
const PASSWORD = 'a long enough password'

/**
 * Makes an account on a server that was started with that `registration_shared_secret`.
 * `more`: what else the body says, such as `displayname`.
 * Gives back what the server answered, as JSON: the account's first device and, in the government profile, the link to
 * register a passkey with (`org.chappe.enrolment_url`).
 */
export async function makeAccountByHand(baseUrl: string, secret: string, username: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const address = new URL('/_synapse/admin/v1/register', baseUrl)
  const { nonce } = JSON.parse(await (await fetch(address)).text())
  const mac = createHmac('sha1', secret).update([nonce, username, PASSWORD, 'notadmin'].join('\0')).digest('hex')
  const made = await fetch(address, { method: 'POST', body: JSON.stringify({ ...more, nonce, username, password: PASSWORD, mac }) })
  const answer = await made.text()
  if (made.status !== 200) throw new Error(`the account ${username} was not made: ${made.status} ${answer}`)
  return answer
}
