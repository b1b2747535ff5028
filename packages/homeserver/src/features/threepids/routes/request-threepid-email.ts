// POST /_matrix/client/v3/account/3pid/email/requestToken
import { requestThreepidEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'
import { mailWish } from './answers.ts'

/** Sends a mail to an address to add it to an account. */
export function requestThreepidEmailRoute(threepids: Threepids): Route {
  return route(requestThreepidEmail, async ({ body }) => threepids.requestMail('threepid', mailWish(body)))
}
