// Every route of leak attribution.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'
import { askAttributionRoute } from './ask-attribution.ts'
import { getAttributionRoute } from './get-attribution.ts'

/** The routes, tied to their operations. */
export function attributionsRoutes(ports: DeskPorts, attributions: Attributions): Route[] {
  return [askAttributionRoute(ports, attributions), getAttributionRoute(ports, attributions)]
}
