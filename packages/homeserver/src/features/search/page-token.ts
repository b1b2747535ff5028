// Tokens of pages of search results: the last hit shown, and the group that the page is of.
import { MatrixError } from '@chappe/contract'
import { isJsonObject, JsonError, parseJson } from '@chappe/core'

/** One room or one sender. */
export interface Group {
  key: 'room_id' | 'sender'
  value: string
}

/** Where a page begins. */
export interface PageStart {
  after: { rank: number; position: number }
  group: Group | undefined
  /** How many results the first page told of; nothing where the page begins a group. */
  count: number | undefined
}

/** The token of the page behind a hit. */
export function formatPageStart({ after, group, count }: PageStart): string {
  const members = { r: String(after.rank), p: after.position, ...(count === undefined ? {} : { n: count }), ...(group === undefined ? {} : { k: group.key, v: group.value }) }
  return Buffer.from(JSON.stringify(members)).toString('base64url')
}

/** Throws `M_INVALID_PARAM` for any other text. */
export function parsePageStart(token: string): PageStart {
  const { r, p, k, v, n } = membersOf(token)
  const rank = typeof r === 'string' && r !== '' ? Number(r) : Number.NaN
  if (!Number.isFinite(rank) || typeof p !== 'number' || !Number.isSafeInteger(p)) throw unknown()
  const after = { rank, position: p }
  const count = n === undefined ? undefined : countOf(n)
  if (k === undefined) return { after, group: undefined, count }
  if ((k !== 'room_id' && k !== 'sender') || typeof v !== 'string') throw unknown()
  return { after, group: { key: k, value: v }, count }
}

function countOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw unknown()
  return value
}

function membersOf(token: string): Record<string, unknown> {
  try {
    const value = parseJson(Buffer.from(token, 'base64url').toString('utf8'))
    if (isJsonObject(value)) return value
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
  }
  throw unknown()
}

function unknown(): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message: 'That token is not known' })
}
