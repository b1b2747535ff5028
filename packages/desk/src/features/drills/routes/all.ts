// Every route of drills.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Drills } from '../drills.ts'
import { beginDrillRoute } from './begin-drill.ts'
import { endDrillRoute } from './end-drill.ts'
import { getDrillRoute } from './get-drill.ts'
import { listDrillsRoute } from './list-drills.ts'

/** The routes, tied to their operations. */
export function drillsRoutes(ports: DeskPorts, drills: Drills): Route[] {
  return [listDrillsRoute(ports, drills), getDrillRoute(ports, drills), beginDrillRoute(ports, drills), endDrillRoute(ports, drills)]
}
