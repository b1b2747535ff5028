// One row of the read ledger: who was shown what.

/** What was shown. */
export type LedgerKind = 'events' | 'media' | 'people' | 'keys'

/** The kinds in the order in which a block numbers them; only ever append. */
export const LEDGER_KINDS = ['events', 'media', 'people', 'keys'] as const satisfies readonly LedgerKind[]

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
  /**
   * The first and the last of what was shown, both included; 0: not numbered. Of a room these are positions of its events.
   * Where there is no room, people are numbered as accounts, senders of keys too, and what events say of rooms as rooms.
   */
  from: number
  to: number
  /** How many events, files, people or keys. */
  count: number
  /** Size of the answer, on the first row of an answer only. */
  bytes: number
  /** What was read where it is no range of a room; empty otherwise. */
  subject: string
  /** The address it went to, as the server saw it; empty where it went to no caller, as with what is pushed. */
  address: string
  /**
   * What was shown between `from` and `to`, each as its distance from the one before, so that the row names all it counts.
   * Left out where `from` and `to` are all there is, and in rows from before this was written down.
   */
  steps?: readonly number[]
}

/** Whether a block can hold the row: a known kind, counts that are counts, a range that does not run backwards. */
export function isLedgerRow(row: LedgerRow): boolean {
  if (!LEDGER_KINDS.includes(row.kind) || row.to < row.from) return false
  const { at, account, device, room, from, to, count, bytes } = row
  const areCounts = isCount(at) && isCount(account) && isCount(device) && isCount(room) && isCount(from) && isCount(to) && isCount(count) && isCount(bytes)
  return areCounts && (row.steps === undefined || areSteps(row, row.steps))
}

/** The numbers of what a row shows, ascending; nothing where it does not name each. */
export function numbersOf({ from, to, count, steps = [] }: LedgerRow): number[] | undefined {
  if (count === 0 || from === 0) return undefined
  if (count === 1) return from === to ? [from] : undefined
  if (from === to || steps.length !== count - 2) return undefined
  const numbers = [from]
  let last = from
  for (const step of steps) numbers.push((last += step))
  numbers.push(to)
  return numbers
}

/** Each goes on, none is left out, and they end before `to`. */
function areSteps({ from, to, count }: LedgerRow, steps: readonly number[]): boolean {
  let last = from
  for (const step of steps) {
    if (!Number.isSafeInteger(step) || step < 1) return false
    last += step
  }
  return steps.length > 0 && steps.length === count - 2 && last < to
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
