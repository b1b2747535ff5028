// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled
import { isPushRuleEnabled } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Shows whether a rule is on. */
export function isPushRuleEnabledRoute(push: Push): Route {
  return route(isPushRuleEnabled, async ({ params, session }) => {
    return { enabled: (await push.getRule(session.userId, params)).enabled }
  })
}
