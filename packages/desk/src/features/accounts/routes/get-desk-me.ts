// GET /_chappe/desk/v1/me
import { getDeskMe } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskScopeOf } from '@chappe/policy'
import type { DeskPorts } from '../../../ports.ts'

/** Who one is at the desk. */
export function getDeskMeRoute({ route }: DeskPorts): Route {
  return route(getDeskMe, ({ session }) => ({
    user_id: session.userId,
    roles: [...session.roles],
    scope: deskScopeOf(session.roles) === 'everybody' ? 'everybody' as const : 'own organisation' as const,
  }))
}
