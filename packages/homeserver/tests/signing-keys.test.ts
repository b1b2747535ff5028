// The signing keys of a server, from its first start to a rotation.
import { createPublicKey, verify, createPrivateKey, sign } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { loadSigningKeys, rotateSigningKey, signingKeyPathOf } from '../src/signing-keys.ts'

let folder = ''
let path = ''
let draws = 0
const random = {
  bytes: (count: number): Uint8Array => new Uint8Array(count).fill((draws += 1)),
  text: (count: number): string => 'x'.repeat(count),
}
const clock = { now: () => 1_790_000_000_000 }

beforeEach(() => {
  draws = 0
  folder = mkdtempSync(join(tmpdir(), 'chappe-keys-'))
  path = join(folder, 'data', 'signing.key')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('makes a key at the first start, readable by its owner alone, and keeps it', () => {
  const first = loadSigningKeys(path, { random })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'data'))).toEqual(['signing.key'])
  expect(loadSigningKeys(path, { random })).toEqual(first)
  expect(first.current.keyId).toMatch(/^ed25519:a_[0-9a-f]{8}$/)
  expect(first.old).toEqual([])
})

it('gives the public key of the seed', () => {
  const { current } = loadSigningKeys(path, { random })
  const secret = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), current.seed]), format: 'der', type: 'pkcs8' })
  const open = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(current.publicKey, 'base64').toString('base64url') }, format: 'jwk' })
  expect(verify(null, Buffer.from('hello'), open, sign(null, Buffer.from('hello'), secret))).toBe(true)
})

it('reads the published key of the specification\'s signing example', () => {
  const file = join(folder, 'k')
  writeFileSync(file, 'ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1\n', { mode: 0o600 })
  expect(loadSigningKeys(file, { random }).current).toMatchObject({ keyId: 'ed25519:1', publicKey: 'XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI' })
})

it('rotates: a new key signs, the one before is kept without its seed', () => {
  const before = loadSigningKeys(path, { random })
  const after = rotateSigningKey(path, { random, clock })
  expect(after.current.keyId).not.toBe(before.current.keyId)
  expect(after.old).toEqual([{ keyId: before.current.keyId, publicKey: before.current.publicKey, expiredTs: 1_790_000_000_000 }])
  expect(loadSigningKeys(path, { random })).toEqual(after)
  expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(before.current.seed).toString('base64').slice(0, 43))
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('refuses a file that others can read, and says what to do', () => {
  loadSigningKeys(path, { random })
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode)
    expect(() => loadSigningKeys(path, { random })).toThrow(`${path}: other users can read the signing key: chmod 600 ${path}`)
  }
})

it('refuses a file that is no file of keys without repeating it, and leaves it as it is', () => {
  const file = join(folder, 'k')
  for (const text of ['', 'hunter2\n', 'ed25519 a hunter2\n', 'rsa a YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1\n']) {
    writeFileSync(file, text, { mode: 0o600 })
    expect(() => loadSigningKeys(file, { random })).toThrow(/^(?!.*hunter2).*$/)
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
})

it('has nothing to rotate before the first start', () => {
  expect(() => rotateSigningKey(path, { random, clock })).toThrow('there is no signing key yet')
  expect(existsSync(path)).toBe(false)
  expect(signingKeyPathOf({ dataDir: '/d' })).toBe('/d/signing.key')
  expect(signingKeyPathOf({ dataDir: '/d', signingKeyPath: '/k' })).toBe('/k')
})
