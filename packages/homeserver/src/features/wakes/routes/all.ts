// Every route of wakes.
import type { Route } from '../../../http/route.ts'
import type { Wakes } from '../wakes.ts'
import { changeWakesRoute } from './change-wakes.ts'
import { getWakesRoute } from './get-wakes.ts'

/** The routes, tied to their operations. */
export function wakesRoutes(wakes: Wakes): Route[] {
  return [getWakesRoute(wakes), changeWakesRoute(wakes)]
}
