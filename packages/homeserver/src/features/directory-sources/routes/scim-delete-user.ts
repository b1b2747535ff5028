// DELETE /_chappe/scim/v2/Users/{personId}
import { scimDeleteUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { noAnswer, tokenOf } from './answers.ts'

/** Somebody works there no more. */
export function scimDeleteUserRoute(scim: Scim): Route {
  return route(scimDeleteUser, async ({ params, request }) => {
    await scim.remove(tokenOf(request), params.personId)
    return noAnswer()
  })
}
