// POST /_chappe/desk/v1/attributions
import { askAttribution } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'

/** Asks who was shown what has leaked. */
export function askAttributionRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(askAttribution, async (call) => {
    const asked = await attributions.ask(deskCallOf(askAttribution, call), call.body)
    return { request_id: asked.requestNid, events: asked.events, files: asked.files, to_look_for: asked.toLookFor, missing: asked.missing }
  })
}
