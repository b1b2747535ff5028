// POST /_matrix/client/v3/register/email/requestToken
import { requestRegisterEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'
import { mailWish } from './answers.ts'

/** Sends a mail to an address to register with. */
export function requestRegisterEmailRoute(threepids: Threepids): Route {
  return route(requestRegisterEmail, async ({ body }) => threepids.requestMail('register', mailWish(body)))
}
