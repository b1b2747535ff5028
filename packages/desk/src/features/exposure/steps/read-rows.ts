// The rows that a report is made from, and what they add up to.
import { addKeysOnly, addRow, createTally, sessionKeyOf } from '@chappe/ledger'
import type { EvidenceRow, LedgerRow, Tally } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import type { Order } from '../order.ts'
import { listExerciseNids } from '../exposure-store.ts'
import { isInNetwork } from '../order.ts'

/** Which rows. */
export interface RowsWanted {
  account: number | undefined
  isWanted: ((row: LedgerRow) => boolean) | undefined
}

/** Rows and sums. */
export interface Reading {
  /** In the order of the ledger. */
  rows: EvidenceRow[]
  tally: Tally
}

/** There are more than a report is made of: it takes less time, or fewer accounts. */
export class TooManyRows extends RangeError {}

const ROWS_MAX = 1_000_000
/** Of more accounts than these nobody looks at their whole lives: keys are taken to have been within reach. */
const ACCOUNTS_MAX = 200

/** Which rows an order is about; throws `M_NOT_FOUND` for an account that there is not. */
export async function rowsWantedBy(ports: DeskPorts, { subject }: Order): Promise<RowsWanted> {
  const { userId = '', deviceId = '', cidr = '' } = subject
  if (subject.kind === 'window' || subject.kind === 'network') {
    // What a drill has read is counted where somebody asks for it, and not among what was really read.
    const ofDrills = new Set(await listExerciseNids(ports.ground.db))
    const isIn = subject.kind === 'network' ? isInNetwork(cidr) : () => true
    return { account: undefined, isWanted: (row) => !ofDrills.has(row.account) && isIn(row) }
  }
  const { userNid } = await ports.accounts.get(userId)
  if (subject.kind === 'account') return { account: userNid, isWanted: undefined }
  const deviceNids = new Set(await ports.exposure.deviceNids(userNid, deviceId))
  return { account: userNid, isWanted: (row) => deviceNids.has(row.device) }
}

/** Reads the rows of an order, and of the whole life of the sessions in them what is about keys. */
export async function readRows({ provenLedger }: DeskPorts, wanted: RowsWanted, { fromMs, toMs, size }: { fromMs: number; toMs: number; size: number }): Promise<Reading> {
  const rows: EvidenceRow[] = []
  const tally = createTally()
  for await (const some of provenLedger.read({ ...wanted, fromMs, toMs }, size)) {
    for (const row of some) {
      rows.push(row)
      addRow(tally, row)
    }
    assertFew(rows)
  }
  const accounts = new Set([...tally.sessions.values()].map(({ account }) => account).filter((account) => account !== 0))
  if (accounts.size > ACCOUNTS_MAX) for (const { keys } of tally.sessions.values()) keys.isAny = true
  else for (const account of accounts) await readKeys(account)
  return { rows: rows.toSorted((a, b) => a.leaf - b.leaf), tally }

  async function readKeys(account: number): Promise<void> {
    const isOfLife = (row: LedgerRow): boolean => (row.at < fromMs || row.at > toMs) && tally.sessions.has(sessionKeyOf(row))
    for await (const some of provenLedger.read({ account, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, onlyKeys: true, isWanted: isOfLife }, size)) {
      for (const row of some) {
        rows.push(row)
        addKeysOnly(tally, row)
      }
      assertFew(rows)
    }
  }
}

function assertFew(rows: readonly unknown[]): void {
  if (rows.length > ROWS_MAX) throw new TooManyRows(`more than ${ROWS_MAX} rows`)
}
