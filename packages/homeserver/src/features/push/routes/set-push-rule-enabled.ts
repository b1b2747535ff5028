// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled
import { setPushRuleEnabled } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Switches a rule on or off. */
export function setPushRuleEnabledRoute(push: Push): Route {
  return route(setPushRuleEnabled, async ({ params, body, session }) => {
    await push.setEnabled(session.userId, params, body.enabled)
    return {}
  })
}
