// POST /_chappe/scim/v2/Users
import { scimCreateUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { tokenOf, userAnswer } from './answers.ts'

/** Somebody works there. */
export function scimCreateUserRoute(scim: Scim): Route {
  return route(scimCreateUser, async ({ body, request }) =>
    userAnswer(await scim.create(tokenOf(request), body), scim.publicUrl, 201),
  )
}
