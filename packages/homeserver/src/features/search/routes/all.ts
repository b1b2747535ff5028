// The routes of search.
import type { Route } from '../../../http/route.ts'
import type { Search } from '../search.ts'
import { searchRoute } from './search.ts'

/** Every route of this feature. */
export function searchRoutes(search: Search): Route[] {
  return [searchRoute(search)]
}
