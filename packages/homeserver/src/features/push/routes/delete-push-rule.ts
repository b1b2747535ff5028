// DELETE /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
import { deletePushRule } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Removes a rule of the user's own. */
export function deletePushRuleRoute(push: Push): Route {
  return route(deletePushRule, async ({ params, session }) => {
    await push.deleteRule(session.userId, params)
    return {}
  })
}
