// Every route of push rules and pushers.
import type { Route } from '../../../http/route.ts'
import type { Push } from '../push.ts'
import { deletePushRuleRoute } from './delete-push-rule.ts'
import { getPushRuleRoute } from './get-push-rule.ts'
import { getPushRuleActionsRoute } from './get-push-rule-actions.ts'
import { getPushRulesRoute } from './get-push-rules.ts'
import { getPushRulesGlobalRoute } from './get-push-rules-global.ts'
import { getPushersRoute } from './get-pushers.ts'
import { isPushRuleEnabledRoute } from './is-push-rule-enabled.ts'
import { postPusherRoute } from './post-pusher.ts'
import { setPushRuleRoute } from './set-push-rule.ts'
import { setPushRuleActionsRoute } from './set-push-rule-actions.ts'
import { setPushRuleEnabledRoute } from './set-push-rule-enabled.ts'

/** The routes, tied to their operations. */
export function pushRoutes(push: Push): Route[] {
  return [
    getPushRulesRoute(push),
    getPushRulesGlobalRoute(push),
    getPushRuleRoute(push),
    setPushRuleRoute(push),
    deletePushRuleRoute(push),
    isPushRuleEnabledRoute(push),
    setPushRuleEnabledRoute(push),
    getPushRuleActionsRoute(push),
    setPushRuleActionsRoute(push),
    getPushersRoute(push),
    postPusherRoute(push),
  ]
}
