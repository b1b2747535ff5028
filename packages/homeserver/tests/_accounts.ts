// What the stories about accounts share.
import type { HttpAnswer, Json } from '@chappe/testkit'
import { PASSWORD, request } from '@chappe/testkit'

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
