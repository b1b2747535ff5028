// One row of the read ledger: who was shown what.

/** What was shown; `acts`: nothing was, but something was done (see act.ts). */
export type LedgerKind = 'events' | 'media' | 'people' | 'keys' | 'acts'

/** The kinds in the order in which a block numbers them; only ever append. */
export const LEDGER_KINDS = ['events', 'media', 'people', 'keys', 'acts'] as const satisfies readonly LedgerKind[]

/** Who was shown what, when, and how much of it. Numbers are non-negative integers below 2^53. */
export interface LedgerRow {
  /** Milliseconds since 1970. */
  at: number
  /** The operation id of the endpoint or outgoing call. */
  operation: string
  kind: LedgerKind
  /** Account number; 0: nobody signed in. */
  account: number
  /** Device number; 0: none. */
  device: number
  /** Room number; 0: not of a room. */
  room: number
  /** First and last position shown, both included; 0: no range. */
  from: number
  to: number
  /** How many events, files, people or keys; 1 of an act. */
  count: number
  /** Size of the answer, on the first row of an answer only. */
  bytes: number
  /** What was read where it is no range of a room; empty otherwise. */
  subject: string
  /** The address it went to, as the server saw it; empty where it went to no caller, as with what is pushed. */
  address: string
}

/** Whether a block can hold the row: a known kind, counts that are counts, a range that does not run backwards. */
export function isLedgerRow(row: LedgerRow): boolean {
  if (!LEDGER_KINDS.includes(row.kind) || row.to < row.from) return false
  const { at, account, device, room, from, to, count, bytes } = row
  return isCount(at) && isCount(account) && isCount(device) && isCount(room) && isCount(from) && isCount(to) && isCount(count) && isCount(bytes)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
