// GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
import { getPushRule } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Shows one rule. */
export function getPushRuleRoute(push: Push): Route {
  return route(getPushRule, async ({ params, session }) => {
    return new JsonText(JSON.stringify(await push.getRule(session.userId, params)))
  })
}
