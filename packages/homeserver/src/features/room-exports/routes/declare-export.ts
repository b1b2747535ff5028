// POST /_chappe/client/v1/rooms/{roomId}/exports
import { declareExport } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomExports } from '../room-exports.ts'

/** Somebody is about to take a conversation along. */
export function declareExportRoute(exports: RoomExports): Route {
  return route(declareExport, async ({ session, params, body }) => {
    const wish = { roomId: params.roomId, format: body.format, withFiles: body.with_files, fromMs: body.from_ms, toMs: body.to_ms }
    return { export_id: await exports.declare(session, wish) }
  })
}
