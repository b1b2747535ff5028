// GET /livez
import { livez } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Answers a constant. */
export function livezRoute(): Route {
  return route(livez, () => ({ status: 'ok' as const }))
}
