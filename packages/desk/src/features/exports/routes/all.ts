// Every route of what people took along.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskExports } from '../exports.ts'
import { listDeskExportsRoute } from './list-desk-exports.ts'

/** The routes, tied to their operations. */
export function exportsRoutes(ports: DeskPorts, exports: DeskExports): Route[] {
  return [listDeskExportsRoute(ports, exports)]
}
