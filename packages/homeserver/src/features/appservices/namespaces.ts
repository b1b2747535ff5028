// Which names belong to which application service.
import { createHash } from 'node:crypto'
import type { AppserviceNames, AppserviceRef } from '../../appservice-names.ts'
import { NO_APPSERVICES } from '../../appservice-names.ts'
import type { Namespace, Registration } from './registration.ts'

/** Whether a name is in any of some namespaces. */
export function isIn(namespaces: readonly Namespace[], name: string): boolean {
  return namespaces.some((each) => each.matches(name))
}

/** Whether a user is of an application service: in its namespace, or its own. */
export function ownsUser(registration: Registration, userId: string): boolean {
  return userId === registration.senderId || isIn(registration.users, userId)
}

/** Finds the registration of an `as_token`, by its hash, so that comparing tells nothing of it. */
export function byTokenOf(registrations: readonly Registration[]): (token: string) => Registration | undefined {
  const byHash = new Map(registrations.map((each) => [hashOf(each.asToken), each]))
  return (token) => byHash.get(hashOf(token))
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}

/** The names of all application services, for the features that hand out names. */
export function namesOf(
  registrations: readonly Registration[],
  { askFor, listNetworkRooms }: Pick<AppserviceNames, 'askFor' | 'listNetworkRooms'> = NO_APPSERVICES,
): AppserviceNames {
  const byToken = byTokenOf(registrations)
  const exclusive = (namespaces: readonly Namespace[], name: string): boolean =>
    namespaces.some((each) => each.exclusive && each.matches(name))
  return {
    isEmpty: registrations.length === 0,
    findByToken(asToken): AppserviceRef | undefined {
      const found = byToken(asToken)
      return found === undefined ? undefined : { id: found.id, ownsUser: (userId) => ownsUser(found, userId) }
    },
    askFor,
    listNetworkRooms,
    isUserReserved: (userId) => registrations.some((each) => userId === each.senderId || exclusive(each.users, userId)),
    mayMakeAlias: (userId, alias) =>
      registrations.every((each) => !exclusive(each.aliases, alias) || ownsUser(each, userId)),
  }
}
