// PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}
import { setTyping } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Receipts } from '../receipts.ts'

/** Says that somebody types, or no longer does. */
export function setTypingRoute(receipts: Receipts): Route {
  return route(setTyping, async ({ params, body, session }) => {
    const { typing, timeout: timeoutMs } = body
    await receipts.setTyping(session, { ...params, typing, timeoutMs })
    return {}
  })
}
