// Numbers of ours in paths and queries.
import { MatrixError } from '@chappe/contract'

const NUMBER = /^[1-9]\d{0,14}$/

/** A number in a path; what is none is of nothing there is: throws `M_NOT_FOUND`. */
export function numberOf(text: string, what: string): number {
  if (!NUMBER.test(text)) throw new MatrixError('M_NOT_FOUND', { message: `There is no such ${what}` })
  return Number(text)
}

/** The case that a list is of, where it is of one. */
export function caseOf(query: { case_id?: string | undefined }): number | undefined {
  return query.case_id === undefined ? undefined : Number(query.case_id)
}

const LIMIT_MAX = 200
const LIMIT_USUAL = 50

/** Where a list begins, and how long the part of it is. */
export function pageOf(query: { from?: string | undefined; limit?: string | undefined }): { from: number; limit: number } {
  const limit = Number(query.limit ?? LIMIT_USUAL)
  return { from: Number(query.from ?? 0), limit: Math.min(LIMIT_MAX, Math.max(1, limit)) }
}
