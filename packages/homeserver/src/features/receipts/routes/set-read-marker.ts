// POST /_matrix/client/v3/rooms/{roomId}/read_markers
import { setReadMarker } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Receipts } from '../receipts.ts'

/** Sets the read marker and receipts of a room at once. */
export function setReadMarkerRoute(receipts: Receipts): Route {
  return route(setReadMarker, async ({ params, body, session }) => {
    await receipts.setReadMarkers(session, { roomId: params.roomId, markers: body })
    return {}
  })
}
