// Every route of rooms without an admin.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskHandovers } from '../handovers.ts'
import { listHandoversRoute } from './list-handovers.ts'
import { takeOverRoomRoute } from './take-over-room.ts'

/** The routes, tied to their operations. */
export function handoversRoutes(ports: DeskPorts, handovers: DeskHandovers): Route[] {
  return [listHandoversRoute(ports, handovers), takeOverRoomRoute(ports, handovers)]
}
