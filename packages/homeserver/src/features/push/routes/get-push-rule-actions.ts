// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions
import { getPushRuleActions } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Shows what a rule does. */
export function getPushRuleActionsRoute(push: Push): Route {
  return route(getPushRuleActions, async ({ params, session }) => {
    return { actions: [...(await push.getRule(session.userId, params)).actions] }
  })
}
