// What a witness does: it signs a head when the ledger is one it knows, and the head goes on from the one it signed before.
// https://github.com/C2SP/C2SP/blob/main/tlog-witness.md
import { LedgerFormatError } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readHead } from './evidence.ts'
import type { NoteVerifier } from './note.ts'
import { cosignedMessage, packCosignature, parseNote, printSignature } from './note.ts'
import type { Platform } from './platform.ts'
import type { TreeHead } from './tree.ts'
import { isConsistent, isSame } from './tree.ts'

/** What a witness knows and is. */
export interface WitnessState {
  /** The ledgers it signs for. */
  ledgers: readonly NoteVerifier[]
  /** The head it signed last of a ledger; of one it never signed, nothing. */
  findHead(origin: string): TreeHead | undefined
  /** Its own key, and what signs with it. */
  self: NoteVerifier
  sign(message: Uint8Array): Uint8Array
  timeS: number
}

/** What it answers, and what it has to keep before it does. */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422
  text: string
  /** The head that it has signed now. */
  signed?: Checkpoint
}

const PROOF_HASHES_MAX = 63
const CHARS_MAX = 65_536

/** Answers a request to `add-checkpoint`, whose body is given. Never throws. */
export function answerCheckpoint(platform: Platform, body: string, state: WitnessState): WitnessAnswer {
  const request = parseRequest(platform, body)
  if (request === undefined) return { status: 400, text: 'not a request for a signature\n' }
  const origin = request.note.split('\n', 1)[0] ?? ''
  const ledger = state.ledgers.find(({ name }) => name === origin)
  if (ledger === undefined) return { status: 404, text: 'this ledger is not known here\n' }
  const checkpoint = readSigned(platform, request.note, ledger)
  if (checkpoint === undefined) return { status: 403, text: 'the ledger has not signed this\n' }
  if (request.earlier > checkpoint.size) return { status: 400, text: 'the old size is above the new one\n' }
  const known = state.findHead(origin) ?? { size: 0, root: platform.sha256() }
  if (request.earlier !== known.size || (checkpoint.size === known.size && !isSame(checkpoint.root, known.root) && known.size > 0)) return { status: 409, text: `${known.size}\n` }
  if (!isConsistent(platform.sha256, known, checkpoint, request.proof)) return { status: 422, text: 'the ledger was changed since the last signature\n' }
  const { text } = parseNote(platform, request.note)
  const signature = packCosignature(state.timeS, state.sign(cosignedMessage(platform, text, state.timeS)))
  return { status: 200, text: printSignature(platform, { name: state.self.name, keyHash: state.self.keyHash, bytes: signature }), signed: checkpoint }
}

function parseRequest(platform: Platform, body: string): { earlier: number; proof: Uint8Array[]; note: string } | undefined {
  if (body.length > CHARS_MAX) return undefined
  const end = body.indexOf('\n\n')
  const [old = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n')
  const size = /^old (0|[1-9][0-9]{0,15})$/.exec(old)?.[1]
  const proof = lines.map((line) => platform.base64.decode(line))
  if (size === undefined || proof.length > PROOF_HASHES_MAX || !proof.every((hash) => hash?.length === 32)) return undefined
  return { earlier: Number(size), proof: proof.filter((hash) => hash !== undefined), note: body.slice(end + 2) }
}

function readSigned(platform: Platform, note: string, ledger: NoteVerifier): Checkpoint | undefined {
  try {
    return readHead(platform, note, { ledger, witnesses: [] }).checkpoint
  } catch (error) {
    if (error instanceof LedgerFormatError) return undefined
    throw error
  }
}
