// GET /_chappe/client/v1/web_push
import { getWebPush } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { WebPush } from '../web-push.ts'

/** Says how a browser subscribes. */
export function getWebPushRoute(webPush: WebPush): Route {
  return route(getWebPush, async () =>
    webPush.isOn ? { enabled: true, application_server_key: webPush.publicKey, gateway_url: webPush.gatewayUrl } : { enabled: false })
}
