// The front door of notifications: bringing them to push gateways, and listing them.
import type { Session } from '../../session.ts'
import type { Browsers } from './browsers.ts'
import { createBrowsers } from './browsers.ts'
import type { Delivery } from './delivery.ts'
import { openDelivery } from './delivery.ts'
import type { NotificationsPage, NotificationsQuery } from './list-notifications.ts'
import { listNotifications } from './list-notifications.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

/** The operations of this feature. */
export interface Notifications extends Delivery, Browsers {
  list(session: Session, query: NotificationsQuery): Promise<NotificationsPage>
}

/** Ties the operations to what they need. */
export async function createNotifications(deps: NotificationsDeps): Promise<Notifications> {
  const delivery = await openDelivery(deps)
  return { ...delivery, ...createBrowsers(deps, delivery), list: (session, query) => listNotifications(deps, session, query) }
}
