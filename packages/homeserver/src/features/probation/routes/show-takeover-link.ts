// GET /not-me
import { showTakeoverLink } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import type { Probation } from '../probation.ts'

/** The page that the mail about a new device leads to. */
export function showTakeoverLinkRoute(probation: Probation): Route {
  return pageRoute(showTakeoverLink, ({ request, query }) => probation.showLink(request.headers, query))
}
