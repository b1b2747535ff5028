// Encrypts what a browser is told, so that the push service in between reads nothing.
// https://www.rfc-editor.org/rfc/rfc8291 over https://www.rfc-editor.org/rfc/rfc8188
import { createCipheriv, createECDH, hkdfSync } from 'node:crypto'
import type { Random } from '../../deps.ts'

/** The keys of a browser's subscription: what `PushSubscription.getKey` gives. */
export interface SubscriptionKeys {
  /** 65 bytes: an uncompressed point of P-256. */
  p256dh: Buffer
  /** 16 bytes. */
  auth: Buffer
}

const CURVE = 'prime256v1'
const POINT_BYTES = 65
const AUTH_BYTES = 16
const RECORD_BYTES = 4096
/** What fits into the one record: without the header of RFC 8188, the delimiter and the tag. */
const MAX_TEXT_BYTES = RECORD_BYTES - 17 - 16 - 4 - 1 - POINT_BYTES

/** Reads the keys of a subscription; nothing where they are no keys. */
export function parseSubscriptionKeys(p256dh: string, auth: string): SubscriptionKeys | undefined {
  const keys = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') }
  if (keys.p256dh.length !== POINT_BYTES || keys.auth.length !== AUTH_BYTES) return undefined
  try {
    // Throws where the point is not on the curve.
    newKeyPair({ bytes: (count) => new Uint8Array(count).fill(1) }).computeSecret(keys.p256dh)
    return keys
  } catch {
    return undefined
  }
}

/** The text as one record of `aes128gcm`, which only that browser can open. */
export function encryptFor(keys: SubscriptionKeys, text: string, random: Pick<Random, 'bytes'>): Buffer {
  const plain = Buffer.from(text)
  if (plain.length > MAX_TEXT_BYTES) throw new Error('a push message is too long')
  const pair = newKeyPair(random)
  const salt = random.bytes(16)
  const sharedSecret = pair.computeSecret(keys.p256dh)
  // "key_info = "WebPush: info" || 0x00 || ua_public || as_public" (RFC 8291, 3.4)
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), keys.p256dh, pair.getPublicKey()])
  const material = derive(sharedSecret, keys.auth, keyInfo, 32)
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  )
  // "the padding delimiter octet (0x02 for the last record)" (RFC 8188, 2)
  const sealed = Buffer.concat([cipher.update(plain), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(RECORD_BYTES)
  head.writeUInt8(POINT_BYTES, 4)
  return Buffer.concat([salt, head, pair.getPublicKey(), sealed])
}

/** A key pair for one message. A number of the right length is a key but for one in four thousand million. */
function newKeyPair(random: Pick<Random, 'bytes'>): ReturnType<typeof createECDH> {
  const pair = createECDH(CURVE)
  for (;;) {
    try {
      pair.setPrivateKey(random.bytes(32))
      return pair
    } catch {
      continue
    }
  }
}

function derive(key: Uint8Array, salt: Uint8Array, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, bytes))
}
