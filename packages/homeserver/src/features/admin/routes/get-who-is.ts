// GET /_matrix/client/v3/admin/whois/{userId}
import { getWhoIs } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Admin } from '../admin.ts'
import { whoAnswer } from './answers.ts'

/** When and from where the devices of an account were last heard of: for its owner and for administrators. */
export function getWhoIsRoute(admin: Admin): Route {
  return route(getWhoIs, async ({ session, params, tap }) => {
    const devices = await admin.whoIs(session, params.userId)
    const answer = whoAnswer(params.userId, devices)
    if (session.userId === params.userId) return tap.nothing(answer)
    return tap.reveal(answer, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
