// GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags
import { getRoomTags } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Lists the tags by name. */
export function getRoomTagsRoute(accountData: AccountData): Route {
  return route(getRoomTags, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    return { tags: await accountData.getTags(session.userId, params.roomId) }
  })
}
