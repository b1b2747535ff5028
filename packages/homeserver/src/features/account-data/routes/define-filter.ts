// POST /_matrix/client/v3/user/{userId}/filter
import { defineFilter } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Stores a filter. */
export function defineFilterRoute(accountData: AccountData): Route {
  return route(defineFilter, async ({ params, session, body }) => {
    assertOwn(params.userId, session.userId)
    return { filter_id: await accountData.defineFilter(session.userId, body) }
  })
}
