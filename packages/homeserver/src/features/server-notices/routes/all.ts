// Every route of server notices.
import type { Route } from '../../../http/route.ts'
import type { ServerNotices } from '../server-notices.ts'
import { adminSendServerNoticeRoute } from './admin-send-server-notice.ts'
import { adminSendServerNoticeOnceRoute } from './admin-send-server-notice-once.ts'

/** The routes, tied to their operations. */
export function serverNoticesRoutes(notices: ServerNotices): Route[] {
  return [
    adminSendServerNoticeRoute(notices),
    adminSendServerNoticeOnceRoute(notices),
  ]
}
