// The core's cryptography on Node's.
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import type { CoreCrypto } from '@chappe/core'

// DER prefixes that make a raw Ed25519 seed or public key a PKCS #8 or SPKI document (RFC 8410).
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** SHA-256 and Ed25519 from `node:crypto`. */
export const nodeCrypto: CoreCrypto = {
  sha256(text, encoding) {
    const digest = hash('sha256', text, encoding)
    return encoding === 'base64' ? digest.slice(0, 43) : digest
  },
  sign(text, seed) {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
    return sign(null, Buffer.from(text), key).toString('base64').replaceAll('=', '')
  },
  verify(text, signature, publicKey) {
    try {
      const raw = Buffer.from(publicKey, 'base64')
      const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' })
      return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    } catch {
      return false
    }
  },
  utf8Length: (text) => Buffer.byteLength(text),
}
