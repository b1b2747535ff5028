// POST /_chappe/desk/v1/attributions
import { askAttribution } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'

/** Asks who was shown what has leaked. */
export function askAttributionRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(askAttribution, async (call) => {
    const { requestNid, found } = await attributions.ask(deskCallOf(askAttribution, call), call.body)
    return { request_id: requestNid, events: found.places.length, files: found.mediaIds.length, missing: found.missing, missing_texts: found.missingTexts }
  })
}
