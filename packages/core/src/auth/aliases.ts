// Versions 1 to 5, rule 4: m.room.aliases.
import { domainOf } from '../ids/ids.ts'
import { reject } from './reject.ts'
import type { AuthEvent, AuthRejection } from './state.ts'

/** v1: "4. If type is m.room.aliases". Version 6 took the rule away. */
export function checkAliases(event: AuthEvent): AuthRejection | undefined {
  // v1 4.1: "If event has no state_key, reject."
  if (event.state_key === undefined) return reject('aliases_without_state_key', 'An aliases event needs a state key')
  // v1 4.2: "If sender's domain doesn't matches state_key, reject."
  if (domainOf(event.sender) !== event.state_key) {
    return reject('aliases_of_another_server', 'A server lists the aliases of its own alone')
  }
  // v1 4.3: "Otherwise, allow."
  return undefined
}
