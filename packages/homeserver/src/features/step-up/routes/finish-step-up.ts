// POST /_chappe/client/v1/step_up/finish
import { finishStepUp } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { STEP_UP_MS } from '../../../step-up.ts'
import type { StepUps } from '../step-up.ts'

/** Takes the touch. */
export function finishStepUpRoute(stepUps: StepUps): Route {
  return route(finishStepUp, async ({ session, body }) => {
    await stepUps.finish(session, body.credential)
    return { expires_in_ms: STEP_UP_MS }
  })
}
