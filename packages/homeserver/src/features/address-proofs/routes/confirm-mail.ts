// POST /_chappe/client/v1/mail/confirm
import { confirmMail } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import { RawBody } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Confirmation } from '../confirmation.ts'

/** Does what the link of a mail is for. */
export function confirmMailRoute(confirmation: Confirmation): Route {
  return route(confirmMail, async ({ request }) => {
    const form = await readForm(request.stream)
    const link = { id: (form.get('id') ?? '').slice(0, 64), token: (form.get('token') ?? '').slice(0, 64) }
    const page = await confirmation.confirm(link, request.headers['accept-language'])
    const body = Buffer.from(page.html)
    return new RawBody(body, body.byteLength, page.headers)
  })
}
