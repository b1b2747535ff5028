// DELETE /_matrix/client/unstable/org.matrix.msc3391/user/{userId}/rooms/{roomId}/account_data/{type}
import { deleteAccountDataPerRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Takes the entry away. */
export function deleteRoomAccountDataRoute(accountData: AccountData): Route {
  return route(deleteAccountDataPerRoom, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    await accountData.remove(session.userId, params.roomId, params.type)
    return {}
  })
}
