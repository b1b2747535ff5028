// GET /_chappe/client/v1/mail/confirm
import { showMailConfirmation } from '@chappe/contract'
import { RawBody } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Confirmation } from '../confirmation.ts'

/** The page behind the link of a mail. */
export function showMailConfirmationRoute(confirmation: Confirmation): Route {
  return route(showMailConfirmation, async ({ query, request }) => {
    const page = await confirmation.show({ id: query.id ?? '', token: query.token ?? '' }, request.headers['accept-language'])
    const body = Buffer.from(page.html)
    return new RawBody(body, body.byteLength, page.headers)
  })
}
