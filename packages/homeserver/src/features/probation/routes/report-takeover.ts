// POST /_chappe/client/v1/not_me
import { reportTakeover } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Probation } from '../probation.ts'

/** "It wasn't me". */
export function reportTakeoverRoute(probation: Probation): Route {
  return route(reportTakeover, async ({ session }) => {
    await probation.notMe(session)
    return {}
  })
}
