// Filters: what a client wants of `/sync`, stored once under a number. https://spec.matrix.org/v1.19/client-server-api/#filtering
import { createHash } from 'node:crypto'
import type { SyncFilter } from '@chappe/contract'
import { MatrixError, syncFilter } from '@chappe/contract'
import { JsonError, parseJson } from '@chappe/core'
import { Compile } from 'typebox/compile'
import type { Db } from '../../db/pool.ts'
import { countFilters, findFilter, findFilterByHash, insertFilter } from './account-data-store.ts'

/** The operations on filters. */
export interface Filters {
  /** Stores a filter and gives back its id; the same filter has the same id. */
  defineFilter(userId: string, filter: SyncFilter): Promise<string>
  /** A stored filter of the user's; remembered, so that a sync may ask each time. */
  getFilter(userId: string, filterId: string): Promise<SyncFilter | undefined>
}

const MAX_FILTER_BYTES = 65_536
const MAX_FILTERS = 1000
const MAX_REMEMBERED = 20_000

let check: ReturnType<typeof Compile<typeof syncFilter>> | undefined

/** Reads a filter from JSON text, as it may stand in a query; throws `M_NOT_JSON` or `M_BAD_JSON`. */
export function parseFilter(text: string): SyncFilter {
  check ??= Compile(syncFilter)
  const value = parseText(text)
  if (check.Check(value)) return value
  const first = check.Errors(value)[0]
  throw new MatrixError('M_BAD_JSON', { message: `filter${first?.instancePath ?? ''}: ${first?.message ?? 'not as expected'}` })
}

function parseText(text: string): unknown {
  if (text.length > MAX_FILTER_BYTES) throw new MatrixError('M_TOO_LARGE', { message: 'The filter is too large' })
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new MatrixError('M_NOT_JSON', { message: error.message, cause: error })
    throw error
  }
}

/** Ties the operations to the database. */
export function createFilters(db: Db): Filters {
  // Filters never change, so what is remembered cannot be stale.
  const remembered = new Map<string, SyncFilter>()
  return {
    defineFilter: (userId, filter) => defineFilter(db, userId, filter),
    async getFilter(userId, filterId) {
      const key = `${filterId} ${userId}`
      const known = remembered.get(key)
      if (known !== undefined) return known
      if (!/^[1-9]\d{0,8}$/.test(filterId)) return undefined
      const content = await findFilter(db, userId, Number(filterId))
      if (content === undefined) return undefined
      const filter = parseFilter(content)
      if (remembered.size >= MAX_REMEMBERED) remembered.clear()
      remembered.set(key, filter)
      return filter
    },
  }
}

async function defineFilter(db: Db, userId: string, filter: SyncFilter): Promise<string> {
  const content = JSON.stringify(filter)
  if (Buffer.byteLength(content) > MAX_FILTER_BYTES) {
    throw new MatrixError('M_TOO_LARGE', { message: 'The filter is too large' })
  }
  const hash = createHash('sha256').update(content).digest()
  const known = await findFilterByHash(db, userId, hash)
  if (known !== undefined) return String(known)
  if ((await countFilters(db, userId)) >= MAX_FILTERS) {
    throw new MatrixError('M_TOO_LARGE', { message: 'Too many filters' })
  }
  const made = (await insertFilter(db, { userId, hash, content })) ?? (await findFilterByHash(db, userId, hash))
  return String(made)
}
