// POST /_chappe/client/v1/step_up/begin
import { beginStepUp } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { StepUps } from '../step-up.ts'

/** What a client asks the browser for. */
export function beginStepUpRoute(stepUps: StepUps): Route {
  return route(beginStepUp, async ({ session }) => ({ options: await stepUps.begin(session) }))
}
