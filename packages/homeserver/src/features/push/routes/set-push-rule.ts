// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
import { MatrixError, setPushRule } from '@chappe/contract'
import { isJsonObject } from '@chappe/core'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Adds or changes a rule of the user's own. */
export function setPushRuleRoute(push: Push): Route {
  return route(setPushRule, async ({ params, query, body, session }) => {
    if (!isJsonObject(body)) throw new MatrixError('M_BAD_JSON')
    await push.putRule(session.userId, params, { body, place: query })
    return {}
  })
}
