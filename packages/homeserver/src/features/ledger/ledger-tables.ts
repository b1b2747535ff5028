// Row type of the read ledger.
import type { Generated } from 'kysely'

/** See migration 0008. */
export interface LedgerBlockTable {
  block: Generated<number>
  first_at_ms: number
  last_at_ms: number
  row_count: number
  body: Buffer
}

/** The tables of the ledger. */
export interface LedgerTables {
  ledger_block: LedgerBlockTable
}
