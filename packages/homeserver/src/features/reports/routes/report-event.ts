// POST /_matrix/client/v3/rooms/{roomId}/report/{eventId}
import { reportEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Reports } from '../reports.ts'

/** Reports an event of a room one is in. */
export function reportEventRoute(reports: Reports): Route {
  return route(reportEvent, async ({ session, params, body }) => {
    await reports.reportEvent(session, params, { reason: body.reason, score: body.score })
    return {}
  })
}
