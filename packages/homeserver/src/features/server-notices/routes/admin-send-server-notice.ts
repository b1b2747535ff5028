// POST /_synapse/admin/v1/send_server_notice
import { adminSendServerNotice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../server-notices.ts'
import type { ServerNotices } from '../server-notices.ts'
import { jsonObjectOf } from '../../../http/json-body.ts'

/** Tells a user something in the name of the server. */
export function adminSendServerNoticeRoute(notices: ServerNotices): Route {
  return auditedRoute(notices.audit, adminSendServerNotice, async ({ body }) => ({
    event_id: await notices.send({ userId: body.user_id, type: body.type ?? 'm.room.message', content: jsonObjectOf(body.content) }),
  }))
}
