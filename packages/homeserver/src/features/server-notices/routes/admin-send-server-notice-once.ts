// PUT /_synapse/admin/v1/send_server_notice/{txnId}
import { adminSendServerNoticeOnce } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../server-notices.ts'
import type { ServerNotices } from '../server-notices.ts'
import { jsonObjectOf } from '../../../http/json-body.ts'

/** The same, counted once however often it is repeated. */
export function adminSendServerNoticeOnceRoute(notices: ServerNotices): Route {
  return auditedRoute(notices.audit, adminSendServerNoticeOnce, async ({ session, params, body }) => {
    const { user_id: userId, type = 'm.room.message' } = body
    // Two administrators may come to the same transaction id.
    const txnId = `${session.userNid}.${params.txnId}`
    return { event_id: await notices.send({ userId, type, content: jsonObjectOf(body.content), txnId }) }
  })
}
