// Every route of notices to people.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { ExposureNotices } from '../exposure-notices.ts'
import { askExposureNoticesRoute } from './ask-exposure-notices.ts'
import { getExposureNoticesRoute } from './get-exposure-notices.ts'

/** The routes, tied to their operations. */
export function exposureNoticesRoutes(ports: DeskPorts, notices: ExposureNotices): Route[] {
  return [askExposureNoticesRoute(ports, notices), getExposureNoticesRoute(ports, notices)]
}
