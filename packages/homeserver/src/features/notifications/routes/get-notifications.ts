// GET /_matrix/client/v3/notifications
import { getNotifications } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Notifications } from '../notifications.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100

/** Lists what the caller was notified of. */
export function getNotificationsRoute(notifications: Notifications): Route {
  return route(getNotifications, async ({ query, session, tap }) => {
    const page = await notifications.list(session, {
      from: query.from,
      limit: Math.min(Math.max(1, query.limit ?? DEFAULT_LIMIT), MAX_LIMIT),
      onlyHighlights: query.only === 'highlight',
    })
    return tap.reveal(new JsonText(page.text), page.reads)
  })
}
