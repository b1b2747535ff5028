// Every route of step-up.
import type { Route } from '../../../http/route.ts'
import type { StepUps } from '../step-up.ts'
import { beginStepUpRoute } from './begin-step-up.ts'
import { finishStepUpRoute } from './finish-step-up.ts'

/** The routes, tied to their operations. */
export function stepUpRoutes(stepUps: StepUps): Route[] {
  return [beginStepUpRoute(stepUps), finishStepUpRoute(stepUps)]
}
