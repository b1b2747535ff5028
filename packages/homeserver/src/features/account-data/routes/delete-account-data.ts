// DELETE /_matrix/client/unstable/org.matrix.msc3391/user/{userId}/account_data/{type}
import { deleteAccountData } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Takes the entry away. */
export function deleteAccountDataRoute(accountData: AccountData): Route {
  return route(deleteAccountData, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    await accountData.remove(session.userId, undefined, params.type)
    return {}
  })
}
