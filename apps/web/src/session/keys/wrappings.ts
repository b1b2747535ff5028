// The key of secret storage, wrapped once for each passkey: a passkey's own secret (the PRF extension of WebAuthn) never
// leaves this page, and what it wraps can stand on the server.
// https://www.w3.org/TR/webauthn-3/#prf-extension https://spec.matrix.org/v1.19/client-server-api/#secret-storage

/** Under which account data the wrappings stand. A device on probation may not write it (`packages/policy`). */
export const WRAPPINGS_TYPE = 'org.chappe.passkey_wrappings'

/** The key, as one passkey opens it. */
export interface Wrapping {
  /** WebAuthn's id of the passkey, in base64url. */
  credentialId: string
  iv: Uint8Array<ArrayBuffer>
  ciphertext: Uint8Array<ArrayBuffer>
}

/** All the wrappings of an account. */
export interface Wrappings {
  /** Which key of secret storage is wrapped. */
  keyId: string
  /** What a passkey is asked to make its secret from. */
  salt: Uint8Array<ArrayBuffer>
  wrappings: readonly Wrapping[]
}

/** More than a server of ours keeps passkeys of one account. */
const WRAPPINGS_MAX = 16
const SALT_BYTES = 32
const IV_BYTES = 12
/** The key of secret storage and the tag of AES-GCM. */
const CIPHERTEXT_BYTES = 32 + 16
const ID_CHARS_MAX = 1400

/** Reads what stands in account data; nothing where it is none of ours. Single wrappings that are malformed are left out. */
export function parseWrappings(content: unknown): Wrappings | undefined {
  if (!isRecord(content)) return undefined
  const keyId = content['key_id']
  const salt = toBytes(content['salt'], SALT_BYTES)
  const list = content['wrappings']
  if (typeof keyId !== 'string' || keyId === '' || keyId.length > 255 || salt === undefined || !Array.isArray(list)) return undefined
  return { keyId, salt, wrappings: list.slice(0, WRAPPINGS_MAX).flatMap(parseWrapping) }
}

function parseWrapping(value: unknown): Wrapping[] {
  if (!isRecord(value)) return []
  const credentialId = value['credential_id']
  const iv = toBytes(value['iv'], IV_BYTES)
  const ciphertext = toBytes(value['ciphertext'], CIPHERTEXT_BYTES)
  if (typeof credentialId !== 'string' || credentialId.length > ID_CHARS_MAX || iv === undefined || ciphertext === undefined) return []
  return [{ credentialId, iv, ciphertext }]
}

/** As it stands in account data. */
export function formatWrappings({ keyId, salt, wrappings }: Wrappings): object {
  return {
    key_id: keyId,
    salt: toText(salt),
    wrappings: wrappings.map(({ credentialId, iv, ciphertext }) => ({ credential_id: credentialId, iv: toText(iv), ciphertext: toText(ciphertext) })),
  }
}

/** Wrappings of a key that no passkey opens yet. */
export function emptyWrappings(keyId: string, salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))): Wrappings {
  return { keyId, salt, wrappings: [] }
}

/** Adds the wrapping for a passkey, in place of the one it had; where there are too many, the oldest goes. */
export async function addWrapping(all: Wrappings, key: Uint8Array<ArrayBuffer>, passkey: { credentialId: string; secret: Uint8Array<ArrayBuffer> }): Promise<Wrappings> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const encrypted = await crypto.subtle.encrypt(cipher(all, iv), await wrappingKey(all, passkey.secret), key)
  const wrapping = { credentialId: passkey.credentialId, iv, ciphertext: new Uint8Array(encrypted) }
  return { ...all, wrappings: [...all.wrappings.filter(({ credentialId }) => credentialId !== passkey.credentialId), wrapping].slice(-WRAPPINGS_MAX) }
}

/** Leaves only the wrappings of passkeys that the account has. */
export function keepWrappings(all: Wrappings, credentialIds: readonly string[]): Wrappings {
  return { ...all, wrappings: all.wrappings.filter(({ credentialId }) => credentialIds.includes(credentialId)) }
}

/** The key of secret storage; nothing where this passkey does not open it. */
export async function openWrapping(all: Wrappings, passkey: { credentialId: string; secret: Uint8Array<ArrayBuffer> }): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const wrapping = all.wrappings.find(({ credentialId }) => credentialId === passkey.credentialId)
  if (wrapping === undefined) return undefined
  try {
    return new Uint8Array(await crypto.subtle.decrypt(cipher(all, wrapping.iv), await wrappingKey(all, passkey.secret), wrapping.ciphertext))
  } catch {
    return undefined
  }
}

/** The name of the key is bound in: a wrapping is good for no other. */
function cipher({ keyId }: Wrappings, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(keyId) }
}

async function wrappingKey({ salt }: Wrappings, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('chappe: key of secret storage')
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Bytes as base64url. */
export function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Base64url as bytes; nothing where it is none, or of another length. */
export function toBytes(text: unknown, length?: number): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || text.length > ID_CHARS_MAX || !/^[\w-]*$/.test(text)) return undefined
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return length === undefined || bytes.length === length ? bytes : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
