// Every route of receipts and typing.
import type { Route } from '../../../http/route.ts'
import type { Receipts } from '../receipts.ts'
import { postReceiptRoute } from './post-receipt.ts'
import { setReadMarkerRoute } from './set-read-marker.ts'
import { setTypingRoute } from './set-typing.ts'

/** The routes, tied to their operations. */
export function receiptsRoutes(receipts: Receipts): Route[] {
  return [
    postReceiptRoute(receipts),
    setReadMarkerRoute(receipts),
    setTypingRoute(receipts),
  ]
}
