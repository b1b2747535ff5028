// PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}
import { MatrixError, setRoomTag } from '@chappe/contract'
import { isJsonObject } from '@chappe/core'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Puts a tag on a room, or changes it. */
export function setRoomTagRoute(accountData: AccountData): Route {
  return route(setRoomTag, async ({ params, session, body }) => {
    assertOwn(params.userId, session.userId)
    if (!isJsonObject(body)) throw new MatrixError('M_BAD_JSON')
    await accountData.setTag(session.userId, params.roomId, { name: params.tag, content: body })
    return {}
  })
}
