// The core's cryptography on Node, for tests.
import { Buffer } from 'node:buffer'
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { CoreCrypto } from '../src/index.ts'

const PRIVATE_KEY_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_KEY_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeCrypto: CoreCrypto = {
  sha256(text, encoding) {
    return createHash('sha256').update(text, 'utf8').digest(encoding).replace(/=+$/, '')
  },
  sign(text, seed) {
    return unpadded(sign(null, Buffer.from(text, 'utf8'), privateKey(seed)))
  },
  verify(text, signature, publicKey) {
    const key = Buffer.from(publicKey, 'base64')
    if (key.length !== 32) return false
    const spki = createPublicKey({ key: Buffer.concat([PUBLIC_KEY_HEAD, key]), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text, 'utf8'), spki, Buffer.from(signature, 'base64'))
  },
  utf8Length(text) {
    return Buffer.byteLength(text, 'utf8')
  },
}

/** The public key that goes with a seed, in unpadded base64. */
export function publicKeyOf(seed: Uint8Array): string {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' })
  return unpadded(spki.subarray(PUBLIC_KEY_HEAD.length))
}

/** Bytes of unpadded base64. */
export function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64')
}

function privateKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_KEY_HEAD, seed]), format: 'der', type: 'pkcs8' })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
