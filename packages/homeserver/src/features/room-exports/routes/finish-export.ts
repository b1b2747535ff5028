// PUT /_chappe/client/v1/rooms/{roomId}/exports/{exportId}
import { finishExport, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomExports } from '../room-exports.ts'

const NUMBER = /^[1-9]\d{0,14}$/

/** Somebody says how much they have taken along. */
export function finishExportRoute(exports: RoomExports): Route {
  return route(finishExport, async ({ session, params, body }) => {
    if (!NUMBER.test(params.exportId)) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such export' })
    await exports.finish(session, { roomId: params.roomId, exportNid: Number(params.exportId) }, body)
    return {}
  })
}
