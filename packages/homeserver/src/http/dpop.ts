// Proof that whoever shows a token has the key it is bound to. https://www.rfc-editor.org/rfc/rfc9449
import { createPublicKey, hash, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { JsonError, parseJson } from '@chappe/core'
import type { Clock } from '../deps.ts'

/** Why a proof is not one; safe to tell. */
export class ProofError extends Error {}

/** What a proof has to be for. */
export interface ProofUse {
  /** The method of the request. */
  method: string
  /** Its URL, as clients know it; query and fragment do not count. */
  url: string
  /** The token it is shown with; none at the token endpoint. */
  token: string | undefined
}

/** A good proof. */
export interface Proof {
  /** The thumbprint of the key that made it (RFC 7638). */
  jkt: string
}

/** Judges proofs; each is good once. */
export interface Proofs {
  /** Judges the `DPoP` header of a request. Throws `ProofError`. */
  check(header: string | string[] | undefined, use: ProofUse): Proof
}

const MAX_PROOF_CHARS = 4096
/** How old a proof may be, and how far ahead of ours its maker's clock. */
const MAX_AGE_MS = 60_000
const MAX_AHEAD_MS = 30_000
const MAX_KEYS = 20_000
/** Of one generation; the memory that replays are found by has two. */
const MAX_SEEN = 300_000

/** Opens the memory of keys and proofs. `limit` bounds the latter. */
export function createProofs(clock: Clock, limit = MAX_SEEN): Proofs {
  const keys = new Map<string, KeyObject>()
  const seen = createSeen(clock.now(), limit)
  return {
    check(header, use) {
      const [signed, signature, parts] = takeApart(header)
      const { head, body } = parts
      const key = keyOf(head)
      assertClaims(body, use, clock.now())
      const publicKey = keys.get(key.jkt) ?? toKeyObject(key)
      if (!isSigned(key.kind, publicKey, signed, signature)) throw new ProofError('the signature is wrong')
      // A map keeps the order of insertion: the first is the oldest.
      const oldest = keys.size >= MAX_KEYS ? keys.keys().next().value : undefined
      if (oldest !== undefined) keys.delete(oldest)
      keys.set(key.jkt, publicKey)
      if (!seen.add(`${key.jkt}${body.jti}`, body.iatMs, clock.now())) throw new ProofError('the proof was used before')
      return { jkt: key.jkt }
    },
  }
}

interface Parts {
  head: Record<string, unknown>
  body: Claims
}

interface Claims {
  jti: string
  htm: unknown
  htu: unknown
  iatMs: number
  ath: unknown
}

type KeyKind = 'ES256' | 'EdDSA'

interface ProofKey {
  kind: KeyKind
  jkt: string
  jwk: { kty: string; crv: string; x: string; y?: string }
}

function takeApart(header: string | string[] | undefined): [signed: Buffer, signature: Buffer, parts: Parts] {
  if (typeof header !== 'string' || header.length > MAX_PROOF_CHARS) throw new ProofError('one DPoP header is needed')
  const [head, body, signature, ...rest] = header.split('.')
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) throw new ProofError('the proof is no JWT')
  const parts = { head: objectOf(head), body: claimsOf(objectOf(body)) }
  return [Buffer.from(`${head}.${body}`, 'latin1'), Buffer.from(signature, 'base64url'), parts]
}

function objectOf(part: string): Record<string, unknown> {
  try {
    const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'))
    if (isRecord(value)) return value
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
  }
  throw new ProofError('the proof is no JWT')
}

function claimsOf({ jti, htm, htu, iat, ath }: Record<string, unknown>): Claims {
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) throw new ProofError('jti is needed, of at most 256 characters')
  if (typeof iat !== 'number' || !Number.isFinite(iat)) throw new ProofError('iat is needed')
  return { jti, htm, htu, iatMs: iat * 1000, ath }
}

function keyOf({ typ, alg, jwk, crit }: Record<string, unknown>): ProofKey {
  if (typ !== 'dpop+jwt') throw new ProofError('typ has to be dpop+jwt')
  if (crit !== undefined) throw new ProofError('crit is not understood')
  if (!isRecord(jwk) || 'd' in jwk) throw new ProofError('jwk has to be a public key')
  const key = alg === 'ES256' ? curveKeyOf(jwk) : alg === 'EdDSA' || alg === 'Ed25519' ? edwardsKeyOf(jwk) : undefined
  if (key === undefined) throw new ProofError('the key has to be of ES256 or Ed25519')
  return key
}

function curveKeyOf({ kty, crv, x, y }: Record<string, unknown>): ProofKey | undefined {
  if (kty !== 'EC' || crv !== 'P-256' || !isCoordinate(x) || !isCoordinate(y)) return undefined
  return { kind: 'ES256', jkt: hash('sha256', `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`, 'base64url'), jwk: { kty, crv, x, y } }
}

function edwardsKeyOf({ kty, crv, x }: Record<string, unknown>): ProofKey | undefined {
  if (kty !== 'OKP' || crv !== 'Ed25519' || !isCoordinate(x)) return undefined
  return { kind: 'EdDSA', jkt: hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url'), jwk: { kty, crv, x } }
}

/** 32 bytes in base64url, which is what is hashed too: no other writing of the same key. */
function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value)
}

function toKeyObject({ jwk }: ProofKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    throw new ProofError('jwk is no key')
  }
}

function isSigned(kind: KeyKind, key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  if (signature.byteLength !== 64) return false
  return kind === 'ES256' ? verify('sha256', signed, key, toDer(signature)) : verify(null, signed, key, signature)
}

/** Two numbers of 32 bytes as ASN.1 has them: node:crypto would do the same at half the speed. */
function toDer(signature: Buffer): Buffer {
  const [r, s] = [toInteger(signature.subarray(0, 32)), toInteger(signature.subarray(32))]
  return Buffer.concat([Buffer.from([0x30, r.byteLength + s.byteLength]), r, s])
}

/** Without leading zeros, but with one where the number would be read as a negative one. */
function toInteger(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = bytes.subarray(first === -1 ? bytes.byteLength - 1 : first)
  const sign = (digits[0] ?? 0) & 0x80 ? [0] : []
  return Buffer.concat([Buffer.from([0x02, digits.byteLength + sign.length, ...sign]), digits])
}

function assertClaims({ htm, htu, iatMs, ath }: Claims, use: ProofUse, now: number): void {
  if (htm !== use.method) throw new ProofError('htm is not the method of the request')
  if (typeof htu !== 'string' || !isSameUrl(htu, use.url)) throw new ProofError('htu is not the URL of the request')
  if (iatMs < now - MAX_AGE_MS || iatMs > now + MAX_AHEAD_MS) throw new ProofError('iat is not recent')
  if (use.token !== undefined && ath !== hash('sha256', use.token, 'base64url')) throw new ProofError('ath is not of the token')
}

function isSameUrl(given: string, expected: string): boolean {
  if (given === expected) return true
  const [one, other] = [URL.parse(given), URL.parse(expected)]
  return one !== null && other !== null && one.origin === other.origin && one.pathname === other.pathname
}

/**
 * The proofs that were used, in two generations. What a generation forgets is too old to be good; where so many come
 * that one is forgotten early, what could have been in it is refused.
 */
function createSeen(startMs: number, limit: number): { add(id: string, iatMs: number, now: number): boolean } {
  let young = new Set<string>()
  let old = new Set<string>()
  let youngSinceMs = startMs
  let oldSinceMs = Number.NEGATIVE_INFINITY
  return {
    add(id, iatMs, now) {
      const isFull = young.size >= limit
      if (isFull || now - youngSinceMs > MAX_AGE_MS + MAX_AHEAD_MS) {
        old = young
        // Between two proofs a whole generation may have passed.
        oldSinceMs = youngSinceMs
        young = new Set()
        youngSinceMs = now
      }
      // What was used before the older generation began was made at most so much after that.
      if (iatMs < oldSinceMs + MAX_AHEAD_MS && now - oldSinceMs < MAX_AGE_MS + MAX_AHEAD_MS) return false
      if (young.has(id) || old.has(id)) return false
      young.add(id)
      return true
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
