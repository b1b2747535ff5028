// What is remembered of proofs, so that each is good once and memory has a bound.
import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { createProofs } from './dpop.ts'

const URL_ASKED = 'https://chappe.test/_matrix/client/v3/sync'
const use = { method: 'GET', url: URL_ASKED, token: undefined }
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const { kty, crv, x } = publicKey.export({ format: 'jwk' })

/** A proof made at a time, in milliseconds. */
function proofAt(atMs: number, jti: string): string {
  const parts = [{ typ: 'dpop+jwt', alg: 'EdDSA', jwk: { kty, crv, x } }, { jti, htm: 'GET', htu: URL_ASKED, iat: atMs / 1000 }]
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}

/** Proofs with a clock that is moved. */
function atWork(limit?: number): { check(proof: string): string; now: number } {
  const state = { now: 1_000_000_000, check: (_proof: string): string => '' }
  const proofs = createProofs({ now: () => state.now }, limit)
  state.check = (proof) => {
    try {
      return proofs.check(proof, use).jkt === '' ? 'no key' : 'good'
    } catch (error) {
      return error instanceof Error ? error.message : 'thrown'
    }
  }
  return state
}

test('a proof is good once, for as long as it could be shown again', () => {
  const server = atWork()
  // Its maker's clock is half a minute ahead of ours.
  const proof = proofAt(server.now + 30_000, 'one')
  expect(server.check(proof)).toBe('good')
  for (let step = 0; step < 89; step += 1) {
    server.now += 1_000
    expect(server.check(proofAt(server.now, `between ${step}`))).toBe('good')
    expect(server.check(proof)).toBe('the proof was used before')
  }
  server.now += 2_000
  expect(server.check(proof)).toBe('iat is not recent')
})

test('when more come than are remembered, what could be one of the forgotten is refused', () => {
  const server = atWork(10)
  const proof = proofAt(server.now, 'seen')
  expect(server.check(proof)).toBe('good')
  for (let index = 0; index < 25; index += 1) {
    server.now += 2_000
    server.check(proofAt(server.now, `flood ${index}`))
    expect(server.check(proof), `after ${index}`).toBe('the proof was used before')
  }
})
