// POST /signout
import { endWebSession } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { assertCsrf, assertOwnForm } from '../../../pages/forms.ts'
import { redirect } from '../../../pages/page.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import type { WebSessions } from '../../../web-session.ts'

/** Signs a browser out of the pages. */
export function endWebSessionRoute(sessions: WebSessions, { publicUrl }: { publicUrl: string }): Route {
  return pageRoute(endWebSession, async ({ request }) => {
    assertOwnForm(request.headers, publicUrl)
    const { cookie } = request.headers
    const session = await sessions.find(cookie)
    const form = await readForm(request.stream)
    if (session !== undefined) assertCsrf(form, session.csrf)
    return redirect('/signin', { 'set-cookie': await sessions.end(cookie) })
  })
}
