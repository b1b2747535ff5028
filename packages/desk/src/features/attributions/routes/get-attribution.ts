// GET /_chappe/desk/v1/attributions/{requestId}
import { getAttribution } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'
import { attributionAnswer } from './answers.ts'

/** Who was shown what has leaked. */
export function getAttributionRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(getAttribution, async (call) => {
    const requestNid = numberOf(call.params.requestId, 'attribution')
    const attribution = await attributions.get(deskCallOf(getAttribution, call), requestNid)
    return call.tap.reveal(attributionAnswer(attribution), [{ kind: 'people', count: attribution.found?.ranked.length ?? 0, subject: `attribution ${requestNid}` }])
  })
}
