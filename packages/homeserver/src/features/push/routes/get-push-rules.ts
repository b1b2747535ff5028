// GET /_matrix/client/v3/pushrules/
import { getPushRules } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Lists every rule under the name of its set. */
export function getPushRulesRoute(push: Push): Route {
  return route(getPushRules, async ({ session }) => {
    return new JsonText(await push.accountData.contentOf(session.userId))
  })
}
