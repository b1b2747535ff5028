// GET /_chappe/client/v1/me
import { getOwnStanding } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Standings } from '../standings.ts'

/** What kind of account the caller has, and whose. */
export function getOwnStandingRoute(standings: Standings): Route {
  return route(getOwnStanding, async ({ session }) => {
    const organisation = await standings.organisationOf(session)
    return {
      user_id: session.userId,
      // To a client, what a drill plays is a machine.
      account_type: session.accountType === 'exercise' ? 'service' : session.accountType,
      ...(organisation === undefined ? {} : { organisation: { organisation_id: organisation.organisationId, name: organisation.name } }),
    }
  })
}
