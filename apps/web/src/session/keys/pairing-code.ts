// The code by which two devices of an account find each other: what it says, how it is typed, and what both make from it. The
// server gets a token made from it one way, and never the code: what the devices prove to each other is proved against it too.
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { toText } from './wrappings.ts'

/** A code. */
export interface PairingCode {
  /** What only the two devices know: 80 bits, good for five minutes. */
  secret: Uint8Array<ArrayBuffer>
  /** The server of whoever drew it. */
  serverName: string
}

/** Why something that was read or typed is none. */
export type NoCode = 'notACode' | 'mistyped'

/** What both devices make from a code. */
export interface PairingKeys {
  /** What the server knows it by. */
  token: string
  /** Authenticates what one device tells the other. */
  mac: CryptoKey
}

const PREFIX = 'chappe-pairing:1:'
/** Digits and letters without those that are taken for others. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS_ONLY = /^[0-9A-HJKMNP-TV-Z]+$/
const BITS_A_LETTER = 5
const SECRET_BYTES = 10
const SECRET_CHARS = 16
const CHECK_CHARS = 4
const GROUP_CHARS = 4
const TEXT_CHARS_MAX = 400

/** Draws one. */
export function drawCode(serverName: string): PairingCode {
  return { secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)), serverName }
}

/** As it is typed and read aloud: five groups of four, the last of which finds a wrong letter. */
export async function printCode(code: PairingCode): Promise<string> {
  const text = `${toLetters(code.secret).slice(0, SECRET_CHARS)}${await checkOf(code)}`
  return (text.match(new RegExp(`.{${GROUP_CHARS}}`, 'g')) ?? []).join(' ')
}

/** What the picture says. It is no address: a camera app has nothing to open. */
export async function scanTextOf(code: PairingCode): Promise<string> {
  return `${PREFIX}${(await printCode(code)).replaceAll(' ', '')}:${code.serverName}`
}

/**
 * Reads what a camera has seen, or what somebody has typed. Letters that look alike are one. A typed code is checked at once; one
 * that was photographed is for the server to judge, which keeps a record of what it refuses.
 */
export async function parseCode(text: string, ownServer: string): Promise<PairingCode | NoCode> {
  const given = text.trim()
  if (given.length > TEXT_CHARS_MAX) return 'notACode'
  if (given.startsWith(PREFIX)) {
    const [letters = '', ...server] = given.slice(PREFIX.length).split(':')
    const secret = secretOf(letters)
    const serverName = server.join(':')
    return secret === undefined || serverName === '' || serverName.length > 255 ? 'notACode' : { secret, serverName }
  }
  const letters = given.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const secret = secretOf(letters)
  if (secret === undefined) return /^[\dA-Z]{12,28}$/.test(letters) ? 'mistyped' : 'notACode'
  const code = { secret, serverName: ownServer }
  return (await checkOf(code)) === letters.slice(SECRET_CHARS) ? code : 'mistyped'
}

/** What both devices make from it. */
export async function keysOf({ secret, serverName }: PairingCode): Promise<PairingKeys> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const by = (info: string): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt: bytesOf(serverName), info: bytesOf(`chappe pairing: ${info}`) })
  const token = await crypto.subtle.deriveBits(by('token'), base, 256)
  const mac = await crypto.subtle.deriveKey(by('proofs'), base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign', 'verify'])
  return { token: toText(new Uint8Array(token)), mac }
}

/** Proves something under a code. `what`: which kind of thing is said, so that one is never taken for another. */
export async function prove({ mac }: PairingKeys, what: string, said: readonly string[]): Promise<string> {
  return toText(new Uint8Array(await crypto.subtle.sign('HMAC', mac, bytesOf(JSON.stringify([what, ...said])))))
}

/** Whether it was proved; compared without telling by its time where two differ. */
export async function isProved({ mac }: PairingKeys, what: string, said: readonly string[], proof: Uint8Array<ArrayBuffer> | undefined): Promise<boolean> {
  return proof !== undefined && crypto.subtle.verify('HMAC', mac, proof, bytesOf(JSON.stringify([what, ...said])))
}

function secretOf(letters: string): Uint8Array<ArrayBuffer> | undefined {
  if (letters.length !== SECRET_CHARS + CHECK_CHARS || !LETTERS_ONLY.test(letters)) return undefined
  const bits = Array.from(letters.slice(0, SECRET_CHARS), (each) => LETTERS.indexOf(each).toString(2).padStart(BITS_A_LETTER, '0')).join('')
  return Uint8Array.from({ length: SECRET_BYTES }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2))
}

function toLetters(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)] ?? '').join('')
}

/** Of the server too: what is typed at another one is found out at once. */
async function checkOf({ secret, serverName }: PairingCode): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytesOf(JSON.stringify(['chappe pairing: check', serverName, toLetters(secret)])))
  return toLetters(new Uint8Array(hash)).slice(0, CHECK_CHARS)
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
