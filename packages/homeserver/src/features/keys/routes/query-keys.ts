// POST /_matrix/client/v3/keys/query
import { queryKeys } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'
import { keyReadsOf } from '../subject.ts'

/** Shows keys of users. */
export function queryKeysRoute(keys: Keys): Route {
  return route(queryKeys, async ({ session, body, tap }) => {
    const found = await keys.query(session, body.device_keys)
    const answer = new JsonText(found.text)
    if (found.users.length === 0) return tap.nothing(answer)
    return tap.reveal(answer, keyReadsOf(found.users, found.devices))
  })
}
