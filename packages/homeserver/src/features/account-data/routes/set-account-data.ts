// PUT /_matrix/client/v3/user/{userId}/account_data/{type}
import { setAccountData } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Stores the body as it is. */
export function setAccountDataRoute(accountData: AccountData): Route {
  return route(setAccountData, async ({ params, session, body }) => {
    assertOwn(params.userId, session.userId)
    await accountData.put(session.userId, undefined, { type: params.type, content: JSON.stringify(body) })
    return {}
  })
}
