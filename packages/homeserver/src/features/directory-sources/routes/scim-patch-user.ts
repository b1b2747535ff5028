// PATCH /_chappe/scim/v2/Users/{personId}
import { scimPatchUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { tokenOf, userAnswer } from './answers.ts'

/** Some of who somebody is, anew. */
export function scimPatchUserRoute(scim: Scim): Route {
  return route(scimPatchUser, async ({ params, body, request }) =>
    userAnswer(await scim.patch(tokenOf(request), params.personId, body), scim.publicUrl),
  )
}
