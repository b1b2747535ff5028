// How far the stopping of an account has come, for whoever measures it. Nothing is made of it where nobody listens.
import { channel } from 'node:diagnostics_channel'

/**
 * `asked`: the call has come. `begun`: who asks may, and it is on record. `held`: this process serves the account nothing
 * more for now. `committed`: it is durable. `forgotten`: this process serves it nothing more. `told`: no process does.
 */
export type StopStage = 'asked' | 'begun' | 'held' | 'committed' | 'forgotten' | 'told'

/** Where it is told: `StopStage` as text. */
export const STOP_STAGES = 'chappe:stop-stages'

const stages = channel(STOP_STAGES)

/** Tells that a stage is reached. */
export function noteStage(stage: StopStage): void {
  if (stages.hasSubscribers) stages.publish(stage)
}
