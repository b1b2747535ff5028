// Tokens for push services, checked by the same reading that the example of RFC 8292 passes.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { createVapid } from './vapid.ts'

const EXAMPLE =
  'vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs'

/** The claims of a header whose signature is right; nothing otherwise. */
function claimsOf(header: string): Record<string, unknown> | undefined {
  const [, head = '', claims = '', signature = '', key = ''] = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? []
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const isRight = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  return isRight ? JSON.parse(Buffer.from(claims, 'base64url').toString()) : undefined
}

test('the example of the RFC is read, and not when a letter of it is another', () => {
  expect(claimsOf(EXAMPLE)).toEqual({ aud: 'https://push.example.net', exp: 1453523768, sub: 'mailto:push@example.com' })
  expect(claimsOf(EXAMPLE.replace('i3CYb7t4', 'i3CYb7t5'))).toBeUndefined()
})

test('a token says for which service it is, from whom, and is renewed before it ends', () => {
  let now = Date.parse('2026-11-29T10:00:00Z')
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const vapid = createVapid({ key, clock: { now: () => now }, subject: 'https://chappe.example' })
  const first = vapid.authorizationFor('https://push.example')
  expect(claimsOf(first)).toEqual({ aud: 'https://push.example', exp: now / 1000 + 12 * 3600, sub: 'https://chappe.example' })
  expect(first.endsWith(`k=${vapid.publicKey}`)).toBe(true)
  expect(claimsOf(vapid.authorizationFor('https://other.example'))?.['aud']).toBe('https://other.example')
  now += 10 * 3_600_000
  expect(vapid.authorizationFor('https://push.example')).toBe(first)
  now += 3_600_000
  expect(claimsOf(vapid.authorizationFor('https://push.example'))?.['exp']).toBe(now / 1000 + 12 * 3600)
})
