// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions
import { MatrixError, setPushRuleActions } from '@chappe/contract'
import { isJsonObject } from '@chappe/core'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Changes what a rule does. */
export function setPushRuleActionsRoute(push: Push): Route {
  return route(setPushRuleActions, async ({ params, body, session }) => {
    if (!isJsonObject(body)) throw new MatrixError('M_BAD_JSON')
    await push.setActions(session.userId, params, body)
    return {}
  })
}
