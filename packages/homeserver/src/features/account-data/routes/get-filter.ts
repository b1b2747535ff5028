// GET /_matrix/client/v3/user/{userId}/filter/{filterId}
import { getFilter, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Gives a filter back as it was stored. */
export function getFilterRoute(accountData: AccountData): Route {
  return route(getFilter, async ({ params, session }) => {
    assertOwn(params.userId, session.userId)
    const filter = await accountData.getFilter(session.userId, params.filterId)
    if (filter === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The filter is not known' })
    return filter
  })
}
