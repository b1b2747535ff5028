// GET /_chappe/desk/v1/attributions/{requestId}
import { getAttribution } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions, Suspect } from '../attributions.ts'

/** Who was shown what has leaked. */
export function getAttributionRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(getAttribution, async (call) => {
    const requestNid = numberOf(call.params.requestId, 'attribution')
    const found = await attributions.get(deskCallOf(getAttribution, call), requestNid)
    const body = {
      from_ms: found.fromMs,
      to_ms: found.toMs,
      targets: found.targets.map(({ eventId, mxc, readers }) => ({ event_id: eventId, mxc, readers })),
      sessions: found.sessions,
      is_cut: found.isCut,
      is_whole: found.isWhole,
      ranked: found.ranked.map(suspectAnswer),
    }
    return call.tap.reveal(body, [{ kind: 'people', count: found.ranked.length, subject: `attribution ${requestNid}` }])
  })
}

function suspectAnswer(suspect: Suspect) {
  return {
    user_id: suspect.userId,
    display_name: suspect.displayName,
    device_id: suspect.deviceId,
    device_name: suspect.deviceName,
    covered: suspect.covered,
    vague: suspect.vague,
    wrote: suspect.wrote,
    reads: suspect.reads,
    first_at_ms: suspect.firstAtMs,
    last_at_ms: suspect.lastAtMs,
    addresses: suspect.addresses,
  }
}
