// Every route of account data, tags and filters.
import type { Route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { defineFilterRoute } from './define-filter.ts'
import { deleteAccountDataRoute } from './delete-account-data.ts'
import { deleteRoomAccountDataRoute } from './delete-room-account-data.ts'
import { deleteRoomTagRoute } from './delete-room-tag.ts'
import { getAccountDataRoute } from './get-account-data.ts'
import { getFilterRoute } from './get-filter.ts'
import { getRoomAccountDataRoute } from './get-room-account-data.ts'
import { getRoomTagsRoute } from './get-room-tags.ts'
import { setAccountDataRoute } from './set-account-data.ts'
import { setRoomAccountDataRoute } from './set-room-account-data.ts'
import { setRoomTagRoute } from './set-room-tag.ts'
import { setSealedRoute } from './set-sealed.ts'

/** The routes, tied to their operations. */
export function accountDataRoutes(accountData: AccountData): Route[] {
  return [
    getAccountDataRoute(accountData),
    setAccountDataRoute(accountData),
    getRoomAccountDataRoute(accountData),
    setRoomAccountDataRoute(accountData),
    deleteAccountDataRoute(accountData),
    deleteRoomAccountDataRoute(accountData),
    getRoomTagsRoute(accountData),
    setRoomTagRoute(accountData),
    deleteRoomTagRoute(accountData),
    setSealedRoute(accountData),
    defineFilterRoute(accountData),
    getFilterRoute(accountData),
  ]
}
