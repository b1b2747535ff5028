// Every route of conversations that are taken along.
import type { Route } from '../../../http/route.ts'
import type { RoomExports } from '../room-exports.ts'
import { declareExportRoute } from './declare-export.ts'
import { finishExportRoute } from './finish-export.ts'

/** Every route of this feature. */
export function roomExportsRoutes(exports: RoomExports): Route[] {
  return [declareExportRoute(exports), finishExportRoute(exports)]
}
