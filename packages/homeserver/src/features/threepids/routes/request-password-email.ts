// POST /_matrix/client/v3/account/password/email/requestToken
import { requestPasswordEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'
import { mailWish } from './answers.ts'

/** Sends a mail to an address of an account to set a new password. */
export function requestPasswordEmailRoute(threepids: Threepids): Route {
  return route(requestPasswordEmail, async ({ body }) => threepids.requestMail('password', mailWish(body)))
}
