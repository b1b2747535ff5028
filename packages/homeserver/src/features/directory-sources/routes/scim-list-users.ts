// GET /_chappe/scim/v2/Users
import { scimListUsers } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { pageAnswer, tokenOf } from './answers.ts'

/** The users of a directory. */
export function scimListUsersRoute(scim: Scim): Route {
  return route(scimListUsers, async ({ query, request }) =>
    pageAnswer(await scim.list(tokenOf(request), query), scim.publicUrl),
  )
}
