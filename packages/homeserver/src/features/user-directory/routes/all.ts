// The routes of the user directory.
import type { Route } from '../../../http/route.ts'
import type { UserDirectory } from '../user-directory.ts'
import { searchUserDirectoryRoute } from './search-user-directory.ts'

/** Every route of this feature. */
export function userDirectoryRoutes(directory: UserDirectory): Route[] {
  return [searchUserDirectoryRoute(directory)]
}
