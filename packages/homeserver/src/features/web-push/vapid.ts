// Says to push services who sends: a short-lived token, signed with the server's own key.
// https://www.rfc-editor.org/rfc/rfc8292
import type { KeyObject } from 'node:crypto'
import { createPublicKey, sign } from 'node:crypto'
import type { Clock } from '../../deps.ts'

/** What the tokens are made of. */
export interface VapidDeps {
  /** A private key of P-256. */
  key: KeyObject
  clock: Clock
  /** Whom a push service turns to: `https:` or `mailto:`. */
  subject: string
}

/** The voice of this server towards push services. */
export interface Vapid {
  /** An uncompressed point of P-256, base64url: what a browser subscribes with (`applicationServerKey`). */
  readonly publicKey: string
  /** The `Authorization` header for a push service. */
  authorizationFor(origin: string): string
}

/** "The exp claim MUST NOT be more than 24 hours from the time of the request" (RFC 8292, 2). */
const LIFETIME_MS = 12 * 3_600_000
const RENEW_MS = 3_600_000
/** As many services as are remembered; there are a handful. */
const MAX_SERVICES = 100

/** Ties it to the key. */
export function createVapid({ key, clock, subject }: VapidDeps): Vapid {
  const publicKey = pointOf(key)
  const made = new Map<string, { header: string; expiresAtMs: number }>()
  return {
    publicKey,
    authorizationFor(origin) {
      const now = clock.now()
      const known = made.get(origin)
      if (known !== undefined && known.expiresAtMs - now > RENEW_MS) return known.header
      if (made.size >= MAX_SERVICES) made.clear()
      const expiresAtMs = now + LIFETIME_MS
      const header = `vapid t=${tokenOf(key, { aud: origin, exp: Math.floor(expiresAtMs / 1000), sub: subject })}, k=${publicKey}`
      made.set(origin, { header, expiresAtMs })
      return header
    },
  }
}

function tokenOf(key: KeyObject, claims: { aud: string; exp: number; sub: string }): string {
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function pointOf(key: KeyObject): string {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url')
}
