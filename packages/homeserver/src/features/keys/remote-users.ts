// Users of other servers: their keys cannot be had before federation, and an answer says so.
import { domainOf } from '@chappe/core'

/** Server name -> why it could not be asked. */
export type ServerFailures = Record<string, { errcode: string; error: string }>

/** Splits users into our own and the servers of all others; what is no user id is in neither. */
export function splitUsers(userIds: Iterable<string>, serverName: string): { local: string[]; failures: ServerFailures } {
  const local: string[] = []
  const failures = new Map<string, ServerFailures[string]>()
  for (const userId of userIds) {
    const domain = domainOf(userId)
    if (domain === undefined || domain === '') continue
    if (domain === serverName) local.push(userId)
    else failures.set(domain, { errcode: 'M_CONNECTION_FAILED', error: 'The other server could not be reached' })
  }
  return { local, failures: Object.fromEntries(failures) }
}
