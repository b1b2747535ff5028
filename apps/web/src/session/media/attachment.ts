// Files of encrypted rooms: encrypted before they leave, and not decrypted unless they are what was sent.
// https://spec.matrix.org/v1.19/client-server-api/#sending-encrypted-attachments
import type { FileKey } from './types.ts'
import { MediaError } from './types.ts'

/** The member `file` of an event's content, without its address. */
export interface EncryptedFile {
  key: { kty: 'oct'; alg: 'A256CTR'; key_ops: readonly ['encrypt', 'decrypt']; k: string; ext: true }
  iv: string
  hashes: { sha256: string }
  v: 'v2'
}

/** The counter takes the lower half of the block: "the initial counter is 64 bits of randomness and 64 bits of zero". */
const COUNTER_BITS = 64

/** Encrypts bytes with a key of their own. Gives back what is to be uploaded, and what readers need. */
export async function encryptBytes(plain: Uint8Array<ArrayBuffer>): Promise<{ bytes: ArrayBuffer; file: EncryptedFile }> {
  const counter = new Uint8Array(16)
  crypto.getRandomValues(counter.subarray(0, 8))
  const key = await crypto.subtle.generateKey({ name: 'AES-CTR', length: 256 }, true, ['encrypt', 'decrypt'])
  const bytes = await crypto.subtle.encrypt({ name: 'AES-CTR', counter, length: COUNTER_BITS }, key, plain)
  const { k = '' } = await crypto.subtle.exportKey('jwk', key)
  return {
    bytes,
    file: {
      key: { kty: 'oct', alg: 'A256CTR', key_ops: ['encrypt', 'decrypt'], k, ext: true },
      iv: toBase64(counter),
      hashes: { sha256: toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) },
      v: 'v2',
    },
  }
}

/** Checks the hash, then decrypts. Throws `altered` where the bytes are not those of the message. */
export async function decryptBytes(bytes: ArrayBuffer, key: FileKey): Promise<ArrayBuffer> {
  if (toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) !== key.sha256) throw new MediaError('altered')
  const jwk = { kty: 'oct', alg: 'A256CTR', k: key.k, ext: true }
  const imported = await crypto.subtle.importKey('jwk', jwk, { name: 'AES-CTR' }, false, ['decrypt'])
  return crypto.subtle.decrypt({ name: 'AES-CTR', counter: fromBase64(key.iv), length: COUNTER_BITS }, imported, bytes)
}

/** The key in the member `file` of an event; undefined where anything of it is not as the specification says. */
export function parseFileKey(file: Readonly<Record<string, unknown>>): FileKey | undefined {
  const { v, key, iv, hashes } = file
  if (v !== 'v2' || !isRecord(key) || !isRecord(hashes)) return undefined
  const { kty, alg, k } = key
  const { sha256 } = hashes
  if (kty !== 'oct' || alg !== 'A256CTR' || typeof k !== 'string' || !/^[\w-]{43}$/.test(k)) return undefined
  if (!isBase64(iv, 16) || !isBase64(sha256, 32)) return undefined
  return { k, iv: unpad(iv), sha256: unpad(sha256) }
}

function isBase64(value: unknown, length: number): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9+/]{1,60}={0,2}$/.test(value) && fromBase64(unpad(value))?.length === length
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function unpad(text: string): string {
  return text.replace(/=+$/, '')
}

function toBase64(bytes: Uint8Array): string {
  return unpad(btoa(String.fromCharCode(...bytes)))
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
