// GET /_chappe/client/v1/wakes
import { getWakes } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Wakes } from '../wakes.ts'

/** Says when the caller's browsers are woken. */
export function getWakesRoute(wakes: Wakes): Route {
  return route(getWakes, ({ session }) => wakes.list(session))
}
