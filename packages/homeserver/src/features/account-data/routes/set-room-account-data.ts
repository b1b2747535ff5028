// PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}
import { setAccountDataPerRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Stores the body as it is. */
export function setRoomAccountDataRoute(accountData: AccountData): Route {
  return route(setAccountDataPerRoom, async ({ params, session, body }) => {
    assertOwn(params.userId, session.userId)
    await accountData.put(session.userId, params.roomId, { type: params.type, content: JSON.stringify(body) })
    return {}
  })
}
