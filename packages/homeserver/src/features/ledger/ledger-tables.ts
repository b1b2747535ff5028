// Row types of the read ledger.
import type { Generated } from 'kysely'

/** See migrations 0008 and 0360. */
export interface LedgerBlockTable {
  block: Generated<number>
  first_at_ms: number
  last_at_ms: number
  row_count: number
  body: Buffer
  salt: Buffer | null
  writer: Buffer | null
  seq: number | null
  previous: Buffer | null
}

/** See migration 0362, as the following. */
export interface LedgerTreeTable {
  is_only: Generated<boolean>
  size: number
  broken: string | null
}

/** Where the rows of a block are in the tree. */
export interface LedgerPlacementTable {
  block: number
  first_leaf: number
  leaf_count: number
}

/** 256 hashes, one after the other; fewer at the edge. */
export interface LedgerTileTable {
  level: number
  tile: number
  hashes: Buffer
}

/** How far the blocks of a process are in the tree. */
export interface LedgerChainTable {
  writer: Buffer
  seq: number
  head: Buffer
  last_at_ms: number
}

/** What was signed. */
export interface LedgerCheckpointTable {
  size: number
  made_at_ms: number
  note: string
}

/** What a witness has cosigned last. */
export interface LedgerWitnessTable {
  name: string
  size: number
  signed_at_ms: number
}

/** See migrations 0363 and 0389. */
export interface LedgerReaderTable {
  user_nid: number
  segment: number
  has_keys: Generated<boolean>
}

/** See migration 0390. */
export interface LedgerSegmentTable {
  segment: number
  first_at_ms: number
  last_at_ms: number
}

/** The tables of the ledger. */
export interface LedgerTables {
  ledger_block: LedgerBlockTable
  ledger_tree: LedgerTreeTable
  ledger_placement: LedgerPlacementTable
  ledger_tile: LedgerTileTable
  ledger_chain: LedgerChainTable
  ledger_checkpoint: LedgerCheckpointTable
  ledger_witness: LedgerWitnessTable
  ledger_reader: LedgerReaderTable
  ledger_segment: LedgerSegmentTable
}
