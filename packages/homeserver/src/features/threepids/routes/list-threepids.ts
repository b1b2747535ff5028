// GET /_matrix/client/v3/account/3pid
import { listThreepids } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'

/** The addresses of the caller's account. */
export function listThreepidsRoute(threepids: Threepids): Route {
  return route(listThreepids, async ({ session }) => {
    const found = await threepids.list(session)
    return {
      threepids: found.map(({ address, validatedAtMs }) => ({ medium: 'email', address, validated_at: validatedAtMs, added_at: validatedAtMs })),
    }
  })
}
