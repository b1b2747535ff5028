// GET /_matrix/client/v3/pushrules/global/
import { getPushRulesGlobal } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Lists every rule. */
export function getPushRulesGlobalRoute(push: Push): Route {
  return route(getPushRulesGlobal, async ({ session }) => {
    return new JsonText(JSON.stringify(await push.rulesOf(session.userId)))
  })
}
