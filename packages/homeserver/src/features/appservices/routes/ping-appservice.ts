// POST /_matrix/client/v1/appservice/{appserviceId}/ping
import { pingAppservice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Appservices } from '../appservices.ts'

/** Calls the application service that asks. */
export function pingAppserviceRoute(appservices: Appservices): Route {
  return route(pingAppservice, async ({ params, body, session }) => ({
    duration_ms: await appservices.ping(session, { appserviceId: params.appserviceId, transactionId: body.transaction_id }),
  }))
}
