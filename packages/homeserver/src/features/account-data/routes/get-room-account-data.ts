// GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}
import { getAccountDataPerRoom } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Answers with the content as it is stored. */
export function getRoomAccountDataRoute(accountData: AccountData): Route {
  return route(getAccountDataPerRoom, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    return new JsonText(await accountData.get(session.userId, params.roomId, params.type))
  })
}
