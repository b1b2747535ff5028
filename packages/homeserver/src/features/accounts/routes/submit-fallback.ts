// POST /_matrix/client/v3/auth/{stage}/fallback/web
import { submitFallback } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { readForm } from '../../../http/form-body.ts'
import { pageAnswer } from './answers.ts'

/** Does a stage with what its page was given: a form, no JSON. */
export function submitFallbackRoute(accounts: Accounts): Route {
  return route(submitFallback, async ({ params, query, request }) => {
    const form = await readForm(request.stream)
    const session = query.session ?? form.get('session') ?? ''
    const call = { stage: params.stage, session, accepts: request.headers['accept-language'] }
    return pageAnswer(await accounts.fallback.submit(call, form))
  })
}
