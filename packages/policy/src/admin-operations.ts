// What administrators may do: least right by default.
import type { ProfilePolicy } from './profile.ts'

/** Reading what people say and what their rooms are set to. */
const READS_CONTENT = new Set(['adminGetRoomState'])
/** Acting under somebody else's name. */
const ACTS_AS_OTHERS = new Set(['adminLoginAsUser', 'adminMakeRoomAdmin'])

/** Whether administrators have an operation at all. */
export function adminMay(policy: ProfilePolicy, operation: string): boolean {
  if (READS_CONTENT.has(operation)) return policy.adminReadsContent
  if (ACTS_AS_OTHERS.has(operation)) return policy.adminActsAsOthers
  return true
}
