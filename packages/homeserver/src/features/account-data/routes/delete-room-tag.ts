// DELETE /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}
import { deleteRoomTag } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Takes a tag off a room. */
export function deleteRoomTagRoute(accountData: AccountData): Route {
  return route(deleteRoomTag, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    await accountData.deleteTag(session.userId, params.roomId, params.tag)
    return {}
  })
}
