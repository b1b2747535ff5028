// GET /_chappe/scim/v2/Users/{personId}
import { scimGetUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { tokenOf, userAnswer } from './answers.ts'

/** One user of a directory. */
export function scimGetUserRoute(scim: Scim): Route {
  return route(scimGetUser, async ({ params, request }) =>
    userAnswer(await scim.get(tokenOf(request), params.personId), scim.publicUrl),
  )
}
