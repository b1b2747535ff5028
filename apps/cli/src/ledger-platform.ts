// What the ledger's format needs of Node, without anything of the server.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { crc32, inflateRawSync } from 'node:zlib'
import type { ArchivePlatform } from '@chappe/ledger'

/** What comes before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Hashes, text, signatures and archives. */
export const platform: ArchivePlatform = {
  inflate: (bytes, sizeMax) => inflateRawSync(bytes, { maxOutputLength: Math.max(1, sizeMax) }),
  crc32: (bytes) => crc32(bytes),
  sha256: (...parts) => parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest(),
  utf8: { encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) },
  base64: {
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
    decode(text) {
      const bytes = Buffer.from(text, 'base64')
      return bytes.toString('base64') === text ? bytes : undefined
    },
  },
  verify(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  },
}
