// POST /_matrix/client/v3/refresh
import { refresh } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { tokensAnswer } from './answers.ts'

/** Gives new tokens for a refresh token. */
export function refreshRoute(accounts: Accounts): Route {
  return route(refresh, async ({ body }) => tokensAnswer(await accounts.refresh(body.refresh_token)))
}
