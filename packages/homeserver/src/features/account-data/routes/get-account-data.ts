// GET /_matrix/client/v3/user/{userId}/account_data/{type}
import { getAccountData } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Answers with the content as it is stored. */
export function getAccountDataRoute(accountData: AccountData): Route {
  return route(getAccountData, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    return new JsonText(await accountData.get(session.userId, undefined, params.type))
  })
}
