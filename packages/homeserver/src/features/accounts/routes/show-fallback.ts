// GET /_matrix/client/v3/auth/{stage}/fallback/web
import { showFallback } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { pageAnswer } from './answers.ts'

/** The page of a stage, for clients that do not know it. */
export function showFallbackRoute(accounts: Accounts): Route {
  return route(showFallback, ({ params, query, request }) =>
    pageAnswer(
      accounts.fallback.show({
        stage: params.stage,
        session: query.session ?? '',
        accepts: request.headers['accept-language'],
      }),
    ),
  )
}
