// PUT /_chappe/client/v1/sealed/{name}
import { setSealed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'

/** Stores it as the next version. */
export function setSealedRoute(accountData: AccountData): Route {
  return route(setSealed, async ({ params, session, body: { version, key, iv, sealed } }) => ({
    version: await accountData.setSealed(session.userId, params.name, { version, key, iv, sealed }),
  }))
}
