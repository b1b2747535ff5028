// A checkpoint: which ledger, how many rows, the head of its tree. https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
import { LedgerFormatError } from './bytes.ts'
import type { Platform } from './platform.ts'
import type { TreeHead } from './tree.ts'

/** A head, and of which ledger. */
export interface Checkpoint extends TreeHead {
  /** The ledger's name, such as `chat.example.org/ledger`. */
  origin: string
}

const HASH_BYTES = 32
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/

/** The text of a checkpoint, to be signed as a note. */
export function printCheckpoint({ base64 }: Pick<Platform, 'base64'>, { origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64.encode(root)}\n`
}

/** Reads the text of a checkpoint; further lines are extensions, and not ours. Throws `LedgerFormatError` for what is none. */
export function parseCheckpoint({ base64 }: Pick<Platform, 'base64'>, text: string): Checkpoint {
  const [origin = '', size = '', encoded = ''] = text.split('\n')
  const root = base64.decode(encoded)
  if (origin === '' || !SIZE.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== HASH_BYTES) throw new LedgerFormatError('not a checkpoint')
  return { origin, size: Number(size), root }
}
