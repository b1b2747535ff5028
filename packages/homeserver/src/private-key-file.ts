// A private key of the server (P-256) in a file of its own that only its owner reads, made at the first start.
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import type { Random } from './deps.ts'
import { SigningKeyError } from './signing-keys.ts'

/** Which file, and what its key is for, as an operator reads it. */
export interface PrivateKeyFile {
  /** Without a path the key lives as long as the process. */
  path: string | undefined
  /** `the key of ID tokens` */
  what: string
}

/** Reads the key, making the file where there is none. Throws `SigningKeyError`. */
export function loadPrivateKey({ path, what }: PrivateKeyFile, random: Random): KeyObject {
  const pem = path === undefined ? makeKey() : (readKey(path, what) ?? writeKey({ path, what }, makeKey(), random))
  try {
    return createPrivateKey(pem)
  } catch {
    throw new SigningKeyError(`${what} is no private key`)
  }
}

function makeKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey
}

function readKey(path: string, what: string): string | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new SigningKeyError(`${path}: ${what} cannot be read`)
  }
  try {
    if ((fstatSync(file).mode & 0o077) !== 0) throw new SigningKeyError(`${path}: other users can read ${what}: chmod 600 ${path}`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

/** Two starts at once end with one key: what stands in the file counts. */
function writeKey({ path, what }: { path: string; what: string }, pem: string, random: Random): string {
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
  return readKey(path, what) ?? pem
}
