// POST /_matrix/client/v3/keys/claim
import { claimKeys } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'
import { keyReadsOf } from '../subject.ts'

/** Gives out one-time keys. */
export function claimKeysRoute(keys: Keys): Route {
  return route(claimKeys, async ({ session, body, tap }) => {
    const claimed = await keys.claim(session, body.one_time_keys)
    const answer = new JsonText(claimed.text)
    if (claimed.keys === 0) return tap.nothing(answer)
    return tap.reveal(answer, keyReadsOf(claimed.users, claimed.keys))
  })
}
