// What the ledger takes from whatever it runs on: it names no platform itself.
import type { Utf8 } from './block.ts'
import type { Sha256 } from './tree.ts'

/** Base64 with padding (RFC 4648, section 4). Decoding answers undefined for what is none. */
export interface Base64 {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array | undefined
}

/** Hashes, text and signatures. */
export interface Platform {
  sha256: Sha256
  utf8: Utf8
  base64: Base64
  /** Whether an Ed25519 signature of 64 bytes is of a message by a public key of 32; never throws. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}
