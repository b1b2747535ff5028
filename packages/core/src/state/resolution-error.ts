// The one error of state resolution.

/** Why state could not be resolved. */
export type StateResolutionProblem =
  | 'missing_event' // an event of the states, or of their auth chains, is not at hand
  | 'auth_cycle' // events that authorize each other: only ids that are no hashes (versions 1 and 2) can be so bent

/** State could not be resolved. The event named is the missing one, or one of the cycle. */
export class StateResolutionError extends Error {
  readonly code: StateResolutionProblem
  readonly eventId: string

  constructor(code: StateResolutionProblem, eventId: string) {
    super(`State resolution: ${code === 'missing_event' ? 'event is missing' : 'auth events form a cycle'}: ${eventId}`)
    this.name = 'StateResolutionError'
    this.code = code
    this.eventId = eventId
  }
}
