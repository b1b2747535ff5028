// POST /_chappe/client/v1/away
import { listAway } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { shownReads } from '../../../http/shown.ts'
import type { Profiles } from '../profiles.ts'

/** Who of some people is out of office; recorded as the people it shows. */
export function listAwayRoute(profiles: Profiles): Route {
  return route(listAway, async ({ session, body, tap }) => {
    const away = await profiles.listAway(session, body.user_ids)
    const answer = { away: away.map(({ userId, fromMs, untilMs }) => ({ user_id: userId, from_ts: fromMs, until_ts: untilMs })) }
    if (away.length === 0) return tap.nothing(answer)
    return tap.reveal(answer, shownReads({ kind: 'people', subject: 'away' }, away.map(({ userNid }) => userNid)))
  })
}
