// What the core needs of cryptography and of bytes. The caller brings it (Node in the server, WebCrypto or
// noble in a browser), so that the core names no platform.

/** The primitives the core calls; every method is pure. */
export interface CoreCrypto {
  /** SHA-256 of the UTF-8 bytes of `text`, in unpadded base64 (`base64`) or unpadded URL-safe base64. */
  sha256(text: string, encoding: 'base64' | 'base64url'): string
  /** Ed25519 signature of the UTF-8 bytes of `text` with a 32-byte seed; unpadded base64. */
  sign(text: string, seed: Uint8Array): string
  /** Whether `signature` (unpadded base64) over `text` was made by the holder of `publicKey` (unpadded base64). */
  verify(text: string, signature: string, publicKey: string): boolean
  /** How many bytes `text` takes in UTF-8. */
  utf8Length(text: string): number
}
