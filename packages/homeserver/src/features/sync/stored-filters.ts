// The filter of a sync: JSON in the query itself, or the id of one that was stored.
import { MatrixError } from '@chappe/contract'
import type { SyncFilter } from './sync-filter.ts'
import { parseSyncFilter } from './sync-filter.ts'

/**
 * Reads the `filter` of a query. Stored filters never change, so each is read once: `getFilter` gives the same object
 * for as long as it remembers it. Throws `M_INVALID_PARAM` for an id that is not known.
 */
export function createFilterOf(
  getFilter: (userId: string, filterId: string) => Promise<object | undefined>,
): (userId: string, filter: string | undefined) => Promise<SyncFilter> {
  const read = new WeakMap<object, SyncFilter>()
  return async (userId, filter) => {
    if (filter === undefined || filter.startsWith('{')) return parseSyncFilter(filter)
    const stored = await getFilter(userId, filter)
    if (stored === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'The filter is not known' })
    const known = read.get(stored) ?? parseSyncFilter(JSON.stringify(stored))
    read.set(stored, known)
    return known
  }
}
