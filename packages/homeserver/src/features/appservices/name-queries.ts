// Asks the application service of a namespace whether it makes a user or an alias that is not there yet.
// https://spec.matrix.org/v1.19/application-service-api/#querying
import type { Logger } from '../../deps.ts'
import { isIn } from './namespaces.ts'
import type { CallAppservice } from './outgoing-calls.ts'
import type { Registration } from './registration.ts'

/** What asking needs. */
export interface AskDeps {
  registrations: readonly Registration[]
  call: CallAppservice
  logger: Logger
}

const PATHS = { users: '/users/', aliases: '/rooms/' } as const

/** True once one of those whose namespace the name is in says that it is there now. */
export async function askFor(deps: AskDeps, kind: 'users' | 'aliases', name: string): Promise<boolean> {
  for (const registration of deps.registrations) {
    if (registration.url === undefined || !isIn(registration[kind], name)) continue
    try {
      const { status } = await deps.call(registration, { method: 'GET', path: `${PATHS[kind]}${encodeURIComponent(name)}` })
      if (status === 200) return true
    } catch (error) {
      deps.logger.warn({ err: error, appservice: registration.id }, 'an application service could not be asked')
    }
  }
  return false
}
