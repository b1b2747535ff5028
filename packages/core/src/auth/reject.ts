// How a rule says no.
import type { AuthRejection } from './state.ts'

/** A rejection: the rule's code and the sentence for people. */
export function reject(code: string, message: string): AuthRejection {
  return { code, message }
}
