// What is asked of the ledger, as a second person reads it, and as the request keeps it.
import { MatrixError } from '@chappe/contract'

/** What is looked for. */
export type SearchKind = 'account' | 'room' | 'person' | 'file' | 'network'

/** What is looked for, from when to when. */
export interface SearchTarget {
  kind: SearchKind
  value: string
  fromMs: number
  toMs: number
}

const KINDS: readonly SearchKind[] = ['account', 'room', 'person', 'file', 'network']
/** The last moment that a date can be written of. */
const LATEST_MS = 8_640_000_000_000_000

/** As the second person reads it. Throws `M_INVALID_PARAM` for a time that is none. */
export function printSearchTarget({ kind, value, fromMs, toMs }: SearchTarget): string {
  if (fromMs > toMs || toMs > LATEST_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or never' })
  return `${kind} ${value} from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`
}

/** The same, read. */
export function parseSearchTarget(text: string): SearchTarget | undefined {
  const [, name = '', value = '', from = '', to = ''] = /^(\w+) (\S+) from (\S+) to (\S+)$/.exec(text) ?? []
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const kind = KINDS.find((each) => each === name)
  return kind === undefined || Number.isNaN(fromMs) || Number.isNaN(toMs) ? undefined : { kind, value, fromMs, toMs }
}

/** Whose reads, from when to when. */
export interface EvidenceWindow {
  userId: string
  fromMs: number
  toMs: number
}

/** What is asked for, as the second person reads it. */
export function printEvidenceTarget({ userId, fromMs, toMs }: EvidenceWindow): string {
  return `${userId} from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`
}

/** The same, read. */
export function parseEvidenceTarget(text: string): EvidenceWindow | undefined {
  const [, userId = '', from = '', to = ''] = /^(@\S+) from (\S+) to (\S+)$/.exec(text) ?? []
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return userId === '' || Number.isNaN(fromMs) || Number.isNaN(toMs) ? undefined : { userId, fromMs, toMs }
}

/** What a request is about: a search, or what an account was shown. */
export function targetOf({ operation, target }: { operation: string; target: string }): SearchTarget | undefined {
  if (operation === 'askLedgerSearch') return parseSearchTarget(target)
  const window = operation === 'askEvidence' ? parseEvidenceTarget(target) : undefined
  return window === undefined ? undefined : { kind: 'account', value: window.userId, fromMs: window.fromMs, toMs: window.toMs }
}
