// POST /_matrix/client/v3/users/{userId}/report
import { reportUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Reports } from '../reports.ts'

/** Reports a user; the answer does not tell whether there is one. */
export function reportUserRoute(reports: Reports): Route {
  return route(reportUser, async ({ session, params, body }) => {
    await reports.reportUser(session, params.userId, { reason: body.reason })
    return {}
  })
}
