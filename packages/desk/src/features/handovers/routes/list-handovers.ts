// GET /_chappe/desk/v1/handovers
import { listHandovers } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskHandovers } from '../handovers.ts'

/** Rooms without an admin that wait. */
export function listHandoversRoute({ route }: DeskPorts, handovers: DeskHandovers): Route {
  return route(listHandovers, async ({ session, tap }) => {
    const found = await handovers.list(session)
    const body = {
      rooms: found.map(({ roomId, organisationId, reason, lastAdmin, sinceMs }) => ({
        room_id: roomId,
        organisation_id: organisationId,
        reason,
        last_admin: lastAdmin,
        since_ms: sinceMs,
      })),
    }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'handovers' }])
  })
}
