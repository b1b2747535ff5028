// POST /not-me
import { useTakeoverLink } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import type { Probation } from '../probation.ts'

/** Stops the account of a link. */
export function useTakeoverLinkRoute(probation: Probation): Route {
  return pageRoute(useTakeoverLink, async ({ request }) => probation.useLink(request.headers, await readForm(request.stream)))
}
