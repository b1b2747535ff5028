// POST /_matrix/client/v3/rooms/{roomId}/report
import { reportRoom } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Reports } from '../reports.ts'

/** Reports a room to whoever runs the server. */
export function reportRoomRoute(reports: Reports): Route {
  return route(reportRoom, async ({ session, params, body }) => {
    await reports.reportRoom(session, params.roomId, { reason: body.reason })
    return {}
  })
}
