// The platform that the ledger's tests run on.
import type { KeyObject } from 'node:crypto'
import { createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import type { Platform } from '../src/index.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** What comes before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

const keys = new Map<string, KeyObject>()

/** A key is read once: whoever tries a hundred thousand forgeries asks for the same one again and again. */
function keyOf(publicKey: Uint8Array): KeyObject {
  const name = Buffer.from(publicKey).toString('hex')
  const key = keys.get(name) ?? createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  keys.set(name, key)
  return key
}

/** Node's. */
export const platform: Platform = {
  sha256: (...parts) => new Uint8Array(hash('sha256', Buffer.concat(parts), 'buffer')),
  utf8: { encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) },
  base64: {
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
    decode: (text) => {
      const bytes = Buffer.from(text, 'base64')
      return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined
    },
  },
  verify: (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    return verify(null, message, keyOf(publicKey), signature)
  },
}

/** Somebody who signs. */
export interface Signer {
  publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Makes a key. */
export function makeSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}
