// Where a pusher's notifications go: to a gateway, or by way of a push service to a browser.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Subscription } from '../../web-push/web-push.ts'
import type { NotificationsDeps } from '../notifications-deps.ts'

/** Where to. Calls wait and back off for each `gateway`: its URL, or the origin of a push service. */
export interface Destination {
  gateway: string
  /** The browser behind a push service. */
  subscription: Subscription | undefined
}

/** The destination of a pusher; nothing where it has none that may be called. `data` is JSON text or parsed. */
export function destinationOf(deps: NotificationsDeps, pushkey: string, data: JsonObject | string): Destination | undefined {
  const parsed = typeof data === 'string' ? objectIn(data) : data
  const { url } = parsed
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  if (!deps.webPush.isOwnGateway(url)) return deps.push.isGatewayAllowed(url) ? { gateway: url, subscription: undefined } : undefined
  const subscription = deps.webPush.findSubscription(pushkey, parsed)
  return subscription === undefined ? undefined : { gateway: subscription.service, subscription }
}

/** The object that stands in a JSON text; an empty one where none does. */
export function objectIn(text: string): JsonObject {
  const value = parseJson(text)
  return isJsonObject(value) ? value : {}
}
