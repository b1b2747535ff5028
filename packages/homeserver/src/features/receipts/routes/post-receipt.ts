// POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}
import { postReceipt } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Receipts } from '../receipts.ts'

/** Says how far somebody has read. */
export function postReceiptRoute(receipts: Receipts): Route {
  return route(postReceipt, async ({ params, body, session }) => {
    const { roomId, receiptType, eventId } = params
    await receipts.setReceipt(session, { roomId, type: receiptType, eventId, threadId: body.thread_id })
    return {}
  })
}
