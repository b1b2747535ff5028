// Tokens of pages of a room's timeline: `p<position>`, the gap just before the event at that position. Sync tokens are
// understood too: the gap just behind the last event that the sync had seen.
import { MatrixError } from '@chappe/contract'
import { parseSyncToken } from '../../streams/sync-token.ts'

/** The token of the gap just before a position. */
export function formatPageToken(gap: number): string {
  return `p${gap}`
}

/** The gap that a token of a page or of a sync names; throws `M_INVALID_PARAM` for any other text. */
export function parsePageToken(text: string): number {
  const page = /^p(\d{1,16})$/.exec(text)?.[1]
  const gap = page === undefined ? syncGapOf(text) : Number(page)
  if (gap === undefined || !Number.isSafeInteger(gap)) throw new MatrixError('M_INVALID_PARAM', { message: 'That token is not known' })
  return gap
}

function syncGapOf(text: string): number | undefined {
  const [position] = parseSyncToken(text) ?? []
  return position === undefined ? undefined : position.events + 1
}
