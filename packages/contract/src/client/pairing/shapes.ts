// What the calls about a pairing have in common.
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { Type } from 'typebox'

/** What the server may know of a code: made from it one way, so that the code itself never reaches the server. */
export const PairingToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** An Ed25519 key, in unpadded base64. */
export const PublicKey = Type.String({ pattern: '^[A-Za-z0-9+/]{43}$' })

/** Who speaks of which keys, authenticated under the code. The server cannot check it: that is for the other device. */
export const PairingProof = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** A code as it was read: its token, and the server that it names. */
export const readCode = { token: PairingToken, server_name: Type.String({ minLength: 1, maxLength: 255 }) }

/** The same as a body. */
export const ReadCode = Type.Object(readCode)

/** The other device: what it is called, where it is, and what it says of its keys. Times in milliseconds since 1970. */
export const PairedDevice = Type.Object({
  device_id: Type.String(),
  display_name: Type.Optional(Type.String()),
  last_seen_ip: Type.Optional(Type.String()),
  /** Since when it waits to be let in. */
  waits_since_ms: Type.Optional(Type.Integer()),
  /** When a passkey of the account was touched on it, for this code. */
  touched_at_ms: Type.Optional(Type.Integer()),
  device_key: Type.String(),
  /** The account's identity as that device knows it; empty where it knows none. */
  master_key: Type.String(),
  proof: Type.String(),
})
