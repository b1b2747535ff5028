// Files as clients encrypt them: AES-CTR with a key of their own, which travels in the message.
// https://spec.matrix.org/v1.19/client-server-api/#sending-encrypted-attachments

/** The member `file` of an event's content. */
export interface EncryptedFile {
  url: string
  /** A JSON Web Key. */
  key: { kty: 'oct'; alg: 'A256CTR'; key_ops: string[]; k: string; ext: true }
  iv: string
  hashes: { sha256: string }
  v: 'v2'
}

const { subtle } = globalThis.crypto
const unpadded = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('base64').replace(/=+$/, '')

/** Encrypts bytes; gives back what is to be uploaded, and everything of `file` but its URL. */
export async function encryptFile(plain: Uint8Array<ArrayBuffer>): Promise<{ bytes: ArrayBuffer; file: Omit<EncryptedFile, 'url'> }> {
  // The lower half counts the blocks, from zero.
  const counter = new Uint8Array(16)
  globalThis.crypto.getRandomValues(counter.subarray(0, 8))
  const key = await subtle.generateKey({ name: 'AES-CTR', length: 256 }, true, ['encrypt', 'decrypt'])
  const bytes = await subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, key, plain)
  const hashes = { sha256: unpadded(await subtle.digest('SHA-256', bytes)) }
  const { k = '' } = await subtle.exportKey('jwk', key)
  const jwk = { kty: 'oct', alg: 'A256CTR', key_ops: ['encrypt', 'decrypt'], k, ext: true } as const
  return { bytes, file: { key: { ...jwk, key_ops: [...jwk.key_ops] }, iv: unpadded(counter), hashes, v: 'v2' } }
}

/** Checks the hash and decrypts. */
export async function decryptFile(bytes: Uint8Array<ArrayBuffer>, file: EncryptedFile): Promise<ArrayBuffer> {
  if (unpadded(await subtle.digest('SHA-256', bytes)) !== file.hashes.sha256) throw new Error('the file is not the one that was sent')
  const key = await subtle.importKey('jwk', { ...file.key }, { name: 'AES-CTR' }, false, ['decrypt'])
  const counter = new Uint8Array(Buffer.from(file.iv, 'base64'))
  return subtle.decrypt({ name: 'AES-CTR', counter, length: 64 }, key, bytes)
}
