// Every route of the sessions of browsers.
import type { Route } from '../../../http/route.ts'
import type { WebSessions } from '../../../web-session.ts'
import { endWebSessionRoute } from './end-web-session.ts'
import { showPageAssetRoute } from './show-page-asset.ts'

/** The routes, tied to their operations. */
export function webSessionsRoutes(sessions: WebSessions, settings: { publicUrl: string }): Route[] {
  return [showPageAssetRoute(), endWebSessionRoute(sessions, settings)]
}
