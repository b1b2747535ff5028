// The key that signs ID tokens, in a file of its own beside the server's signing keys.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import type { JWK } from 'oidc-provider'
import type { Random } from '../../deps.ts'
import { SigningKeyError } from '../../signing-keys.ts'

/** Reads the key, making the file where there is none. Without a path the key lives as long as the process. */
export function loadOAuthKey(path: string | undefined, random: Random): JWK {
  if (path === undefined) return toJwk(makeKey())
  return toJwk(readKey(path) ?? writeKey(path, makeKey(), random))
}

function makeKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey
}

function readKey(path: string): string | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new SigningKeyError(`${path}: the key of ID tokens cannot be read`)
  }
  try {
    if ((fstatSync(file).mode & 0o077) !== 0) throw new SigningKeyError(`${path}: other users can read the key of ID tokens: chmod 600 ${path}`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

/** Two starts at once end with one key: what stands in the file counts. */
function writeKey(path: string, pem: string, random: Random): string {
  const draft = `${path}.${random.text(8)}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, pem)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readKey(path) ?? pem
}

function toJwk(pem: string): JWK {
  try {
    const { kty, crv, x, y, d } = createPrivateKey(pem).export({ format: 'jwk' })
    return { kty, crv, x, y, d, alg: 'ES256', use: 'sig' }
  } catch {
    throw new SigningKeyError('the key of ID tokens is no private key')
  }
}
