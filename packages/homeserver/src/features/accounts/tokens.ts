// Tokens as text: how they are made, hashed and read.
import { hash } from 'node:crypto'
import type { Random } from '../../deps.ts'

/** An access token with a successor to ask for: how long it is good, in milliseconds. */
export const ACCESS_TOKEN_LIFETIME_MS = 5 * 60_000

const CHAIN_CHARS = 22
const REFRESH_CHARS = 32
// Fixed lengths: the characters of a part may be underscores too.
const REFRESH_TOKEN = new RegExp(`^cr_([A-Za-z0-9_-]{${CHAIN_CHARS}})_[A-Za-z0-9_-]{${REFRESH_CHARS}}$`)

/** SHA-256 of a token, as it is stored. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

/** A new access token: 240 random bits. */
export function createAccessToken(random: Random): string {
  return `ct_${random.text(40)}`
}

/** A new login token: 240 random bits. */
export function createLoginToken(random: Random): string {
  return `cl_${random.text(40)}`
}

/** A new OpenID token: 240 random bits. */
export function createOpenIdToken(random: Random): string {
  return `co_${random.text(40)}`
}

/** The secret of a new chain of refresh tokens: 132 random bits. */
export function createChain(random: Random): string {
  return random.text(CHAIN_CHARS)
}

/** A new refresh token of a chain: 192 random bits beside the chain's. */
export function createRefreshToken(random: Random, chain: string): string {
  return `cr_${chain}_${random.text(REFRESH_CHARS)}`
}

/** The chain of a refresh token; nothing where the text is none. */
export function chainOf(refreshToken: string): string | undefined {
  return REFRESH_TOKEN.exec(refreshToken)?.[1]
}

/** A device id that people can read out: ten letters. */
export function createDeviceId(random: Random): string {
  return Array.from(random.bytes(10), (byte) => String.fromCharCode(0x41 + (byte % 26))).join('')
}
