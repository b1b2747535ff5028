// How what a person keeps for themselves is sealed: AES-256-GCM under a key that is made of the private key of the backup of
// message keys, which each of their devices that may read holds, and the server does not (docs/decisions/0080).
import type { Item, Items } from './items.ts'
import { formatItems, parseItems } from './items.ts'
import { contentOf, fieldOf } from '../read-content.ts'

/** A key, and a name for it that tells nothing of it. */
export interface SealKey {
  id: string
  key: CryptoKey
  /** What names are made with that only who has the key can connect with what they name. */
  naming: CryptoKey
}

/** What the server keeps. */
export interface Envelope {
  version: number
  /** The name of the key. */
  key: string
  iv: string
  sealed: string
}

/** Whose list it is and which: both go into the seal, so that no list can be put in the place of another. */
export interface ListName {
  userId: string
  name: string
}

const IV_BYTES = 12
const ID_BITS = 96
const NAME_BYTES = 18
/** The length of what is sealed tells no more than this. */
const PAD_BYTES = 1024
const CHARS_MAX = 65_536

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Makes the key for seals of the private key of a backup. */
export async function deriveSealKey(backupKey: Uint8Array): Promise<SealKey> {
  const material = await crypto.subtle.importKey('raw', Uint8Array.from(backupKey), 'HKDF', false, ['deriveKey', 'deriveBits'])
  const hkdf = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: bytes(info) })
  const [key, id, naming] = await Promise.all([
    crypto.subtle.deriveKey(hkdf('org.chappe.sealed key'), material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveBits(hkdf('org.chappe.sealed id'), material, ID_BITS),
    crypto.subtle.deriveKey(hkdf('org.chappe.sealed names'), material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ])
  return { id: toBase64(new Uint8Array(id)), key, naming }
}

/** A name for something that tells nothing of it: the same for the same, on every device with the key. */
export async function nameFor({ naming }: SealKey, text: string): Promise<string> {
  const mark = new Uint8Array(await crypto.subtle.sign('HMAC', naming, bytes(text)))
  return toBase64(mark.slice(0, NAME_BYTES)).replaceAll('+', '-').replaceAll('/', '_')
}

/** Seals a list as a version. */
export async function sealItems({ id, key }: SealKey, of: ListName, { version, items }: { version: number; items: Items }): Promise<Envelope> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  // The version is within: the server cannot give out an older list as a newer one.
  const plain = bytes(`{"version":${version},"items":${formatItems(items)}}`)
  const padded = new Uint8Array(Math.ceil(plain.length / PAD_BYTES) * PAD_BYTES).fill(0x20)
  padded.set(plain)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes(labelOf(of, id)) }, key, padded)
  return { version, key: id, iv: toBase64(iv), sealed: toBase64(new Uint8Array(sealed)) }
}

/** Opens a list; undefined where this key does not, or where it was tampered with. */
export async function openItems({ id, key }: SealKey, of: ListName, envelope: Envelope): Promise<Map<string, Item> | undefined> {
  if (envelope.key !== id) return undefined
  try {
    const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(envelope.iv), additionalData: bytes(labelOf(of, id)) }, key, fromBase64(envelope.sealed))
    const content = contentOf(JSON.parse(new TextDecoder().decode(clear)))
    return fieldOf(content, 'version') === envelope.version ? parseItems(fieldOf(content, 'items')) : undefined
  } catch {
    return undefined
  }
}

/** Reads what the server keeps; undefined where nothing is kept, or something else. */
export function parseEnvelope(said: unknown): Envelope | undefined {
  const content = contentOf(said)
  const [version, key, iv, sealed] = ['version', 'key', 'iv', 'sealed'].map((name) => fieldOf(content, name))
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined
  if (typeof key !== 'string' || typeof iv !== 'string' || typeof sealed !== 'string' || sealed.length > CHARS_MAX) return undefined
  return { version, key, iv, sealed }
}

function labelOf({ userId, name }: ListName, keyId: string): string {
  return `org.chappe.sealed ${userId} ${name} ${keyId}`
}

function toBase64(data: Uint8Array): string {
  let text = ''
  for (const byte of data) text += String.fromCharCode(byte)
  return btoa(text)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
