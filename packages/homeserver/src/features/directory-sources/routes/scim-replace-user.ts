// PUT /_chappe/scim/v2/Users/{personId}
import { scimReplaceUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { tokenOf, userAnswer } from './answers.ts'

/** Who somebody is, anew. */
export function scimReplaceUserRoute(scim: Scim): Route {
  return route(scimReplaceUser, async ({ params, body, request }) =>
    userAnswer(await scim.replace(tokenOf(request), params.personId, body), scim.publicUrl),
  )
}
