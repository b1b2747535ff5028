// POST /_chappe/client/v1/wakes
import { changeWakes } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Wakes } from '../wakes.ts'

/** Asks for moments, and takes others back. */
export function changeWakesRoute(wakes: Wakes): Route {
  return route(changeWakes, async ({ session, body: { set = [], remove = [] } }) => {
    await wakes.change(session, { set, remove })
    return {}
  })
}
