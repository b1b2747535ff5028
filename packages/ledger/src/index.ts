// The format of the read ledger.
export type { LedgerKind, LedgerRow } from './row.ts'
export { isLedgerRow, LEDGER_KINDS } from './row.ts'
export type { Utf8 } from './block.ts'
export { decodeBlock, encodeBlock } from './block.ts'
export { LedgerFormatError } from './bytes.ts'
