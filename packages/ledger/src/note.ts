// Signed notes: a text, and below it a line for each signature. A checkpoint of the ledger is one; a witness adds a line.
// https://github.com/C2SP/C2SP/blob/main/signed-note.md
import { LedgerFormatError } from './bytes.ts'
import type { Platform } from './platform.ts'
import { isSame } from './tree.ts'

/** A note: its text, which ends in a line break, and the signatures below it. */
export interface Note {
  text: string
  signatures: readonly NoteSignature[]
}

/** A line of a note: by whom, with which key, and the bytes that the kind of key says. */
export interface NoteSignature {
  name: string
  keyHash: Uint8Array
  bytes: Uint8Array
}

/** The kinds of keys that sign here. */
export const KEY_KINDS = { ed25519: 0x01, cosignature: 0x04 } as const

/** Whose signatures are taken at their word. */
export interface NoteVerifier {
  name: string
  kind: keyof typeof KEY_KINDS
  keyHash: Uint8Array
  publicKey: Uint8Array
}

const MARK = '\u2014 '
const NOTE_CHARS_MAX = 65_536
const SIGNATURES_MAX = 32
const KEY_HASH_BYTES = 4
const KEY_BYTES = 32
/** Neither empty, nor with spaces or a plus in it. */
const NAME = /^[^\s+]{1,200}$/u

/** The key hash: the first four bytes of SHA-256(name || 0x0A || kind || public key). */
export function keyHashOf({ sha256, utf8 }: Platform, { name, kind, publicKey }: Omit<NoteVerifier, 'keyHash'>): Uint8Array {
  return sha256(utf8.encode(`${name}\n`), Uint8Array.of(KEY_KINDS[kind]), publicKey).slice(0, KEY_HASH_BYTES)
}

/** A verifier as text: `name+hash+key`, what operators give to each other. */
export function printVerifier({ base64 }: Platform, { name, kind, keyHash, publicKey }: NoteVerifier): string {
  return `${name}+${toHex(keyHash)}+${base64.encode(Uint8Array.of(KEY_KINDS[kind], ...publicKey))}`
}

/** Reads a verifier. Throws `LedgerFormatError` for what is none. */
export function parseVerifier(platform: Platform, text: string): NoteVerifier {
  const [, name = '', hash = '', encoded = ''] = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})$/u.exec(text.trim()) ?? []
  const bytes = platform.base64.decode(encoded)
  const kind = bytes?.[0] === KEY_KINDS.ed25519 ? 'ed25519' : bytes?.[0] === KEY_KINDS.cosignature ? 'cosignature' : undefined
  if (bytes?.length !== KEY_BYTES + 1 || kind === undefined) throw new LedgerFormatError('not a key that signs notes')
  const verifier = makeVerifier(platform, { name, kind, publicKey: bytes.slice(1) })
  if (toHex(verifier.keyHash) !== hash) throw new LedgerFormatError(`the key of ${name} is not the one its hash names`)
  return verifier
}

/** A verifier for a public key of 32 bytes. Throws `LedgerFormatError` for a name that no note can hold. */
export function makeVerifier(platform: Platform, key: Omit<NoteVerifier, 'keyHash'>): NoteVerifier {
  if (!NAME.test(key.name)) throw new LedgerFormatError('not a name that a note can hold')
  return { ...key, keyHash: keyHashOf(platform, key) }
}

/** A note as text. */
export function printNote({ base64 }: Platform, { text, signatures }: Note): string {
  return `${text}\n${signatures.map((each) => printSignature({ base64 }, each)).join('')}`
}

/** A line of a note. */
export function printSignature({ base64 }: Pick<Platform, 'base64'>, { name, keyHash, bytes }: NoteSignature): string {
  return `${MARK}${name} ${base64.encode(Uint8Array.of(...keyHash, ...bytes))}\n`
}

/** Reads a note. Throws `LedgerFormatError` for what is none. */
export function parseNote({ base64 }: Platform, whole: string): Note {
  if (whole.length > NOTE_CHARS_MAX) throw new LedgerFormatError('a note is too long')
  const end = whole.lastIndexOf('\n\n')
  if (end < 0 || !whole.endsWith('\n')) throw new LedgerFormatError('a note without signatures')
  const lines = whole.slice(end + 2).split('\n').slice(0, -1)
  if (lines.length === 0 || lines.length > SIGNATURES_MAX) throw new LedgerFormatError(`a note of ${lines.length} signatures`)
  return { text: whole.slice(0, end + 1), signatures: lines.map((line) => parseSignature({ base64 }, line)) }
}

/** Reads a line of a note, without its line break. Throws `LedgerFormatError` for what is none. */
export function parseSignature({ base64 }: Pick<Platform, 'base64'>, line: string): NoteSignature {
  const [name = '', encoded = '', ...more] = line.startsWith(MARK) ? line.slice(MARK.length).split(' ') : []
  const bytes = base64.decode(encoded)
  if (!NAME.test(name) || more.length > 0 || bytes === undefined || bytes.length <= KEY_HASH_BYTES) throw new LedgerFormatError('not a line of a note')
  return { name, keyHash: bytes.slice(0, KEY_HASH_BYTES), bytes: bytes.slice(KEY_HASH_BYTES) }
}

/**
 * What a note's text is signed as by a cosigner at a time (seconds since 1970): who cosigns says that it saw this tree, and
 * none that contradicts it. https://github.com/C2SP/C2SP/blob/main/tlog-cosignature.md
 */
export function cosignedMessage({ utf8 }: Pick<Platform, 'utf8'>, text: string, timeS: number): Uint8Array {
  return utf8.encode(`cosignature/v1\ntime ${timeS}\n${text}`)
}

/** The bytes of a cosignature: its time, as eight bytes, and the signature. */
export function packCosignature(timeS: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + signature.length)
  let rest = timeS
  for (let at = 7; at >= 0; at -= 1) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(signature, 8)
  return bytes
}

/** A signature that holds. */
export interface Confirmed {
  verifier: NoteVerifier
  /** When it was cosigned, in seconds since 1970; undefined for a signature that says no time. */
  timeS: number | undefined
}

/** Which of the verifiers have signed a note. A signature that does not hold, of a key that is known, throws `LedgerFormatError`. */
export function confirmNote(platform: Platform, note: Note, verifiers: readonly NoteVerifier[]): Confirmed[] {
  return note.signatures.flatMap((signature) => {
    const verifier = verifiers.find(({ name, keyHash }) => name === signature.name && isSame(keyHash, signature.keyHash))
    return verifier === undefined ? [] : [confirm(platform, note.text, { verifier, signature })]
  })
}

function confirm(platform: Platform, text: string, { verifier, signature }: { verifier: NoteVerifier; signature: NoteSignature }): Confirmed {
  const isCosigned = verifier.kind === 'cosignature'
  const timeS = isCosigned ? signature.bytes.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0) : undefined
  const message = timeS === undefined ? platform.utf8.encode(text) : cosignedMessage(platform, text, timeS)
  const bytes = isCosigned ? signature.bytes.slice(8) : signature.bytes
  if (!platform.verify(verifier.publicKey, message, bytes)) throw new LedgerFormatError(`the signature of ${verifier.name} does not hold`)
  return { verifier, timeS }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
