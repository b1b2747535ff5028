// What the stories about accounts share.
import { createHmac } from 'node:crypto'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, createPerson, request } from '@chappe/testkit'

/** The `auth` of the password stage. */
export function byPassword(user: string, password = PASSWORD, session?: string): Json {
  return { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password, session }
}

/** Logs in by password; `more` are further members of the body. */
export function logIn(url: string, user: string, more: object = {}): Promise<HttpAnswer> {
  const body = { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password: PASSWORD, ...more }
  return request(url, 'POST', '/_matrix/client/v3/login', { body })
}

/** Status and code of an answer, to be asserted together. */
export function refusal(answer: HttpAnswer): [number, string] {
  return [answer.status, answer.body.errcode]
}

/** Who a token says it is: 200, or the refusal. */
export async function whoami(url: string, token: string): Promise<HttpAnswer> {
  return request(url, 'GET', '/_matrix/client/v3/account/whoami', { token })
}

/** Somebody whom the operator makes an account with the shared secret, as it is on a government server. */
export async function madeByOperator(
  ministry: TestServer<Server>,
  username: string,
  options: { admin?: boolean } = {},
): Promise<Person> {
  return (await madeWithLink(ministry, username, options)).person
}

/** The same, with the link to register a passkey that the answer has where there are no passwords. */
export async function madeWithLink(
  ministry: TestServer<Server>,
  username: string,
  { admin = false }: { admin?: boolean } = {},
): Promise<{ person: Person; enrolmentUrl: string }> {
  const path = '/_synapse/admin/v1/register'
  const { nonce } = (await request(ministry.url, 'GET', path)).body
  const secret = ministry.config.registrationSharedSecret ?? ''
  const mac = createHmac('sha1', secret).update([nonce, username, PASSWORD, admin ? 'admin' : 'notadmin'].join('\0')).digest('hex')
  const made = await request(ministry.url, 'POST', path, { body: { nonce, username, password: PASSWORD, admin, mac } })
  if (made.status !== 200) throw new Error(`${username} got no account: ${made.status} ${JSON.stringify(made.body)}`)
  return { person: createPerson(() => ministry.url, made.body), enrolmentUrl: made.body['org.chappe.enrolment_url'] ?? '' }
}
