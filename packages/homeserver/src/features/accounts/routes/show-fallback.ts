// GET /_matrix/client/v3/auth/{stage}/fallback/web
import { showFallback } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { redirect } from '../../../pages/page.ts'
import type { Accounts } from '../accounts.ts'
import { pageAnswer } from './answers.ts'

/** The page of a stage, for clients that do not know it. */
export function showFallbackRoute(accounts: Accounts): Route {
  return route(showFallback, ({ params, query, request }) => {
    const { session = '' } = query
    if (params.stage === 'm.oauth') return redirect(`/step-up?${new URLSearchParams({ ticket: session })}`)
    return pageAnswer(accounts.fallback.show({ stage: params.stage, session, accepts: request.headers['accept-language'] }))
  })
}
