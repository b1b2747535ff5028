// The server's Ed25519 signing keys, in one file that only its owner reads. One line a key:
//   ed25519 <key id> <seed, unpadded base64>                              the key that signs; exactly one, first
//   ed25519-expired <key id> <public key, unpadded base64> <expired, ms>  old_verify_keys; their seeds are gone
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Clock, Random } from './deps.ts'

/** The key that signs. `keyId` is whole: `ed25519:a_1f2e3d`. */
export interface SigningKey {
  readonly keyId: string
  /** 32 bytes; secret. */
  readonly seed: Uint8Array
  /** Unpadded base64. */
  readonly publicKey: string
}

/** A key that signed once: `old_verify_keys` of server-server API, `GET /_matrix/key/v2/server`. */
export interface OldVerifyKey {
  readonly keyId: string
  readonly publicKey: string
  /** Milliseconds since 1970. */
  readonly expiredTs: number
}

export interface SigningKeys {
  readonly current: SigningKey
  /** Newest first. */
  readonly old: readonly OldVerifyKey[]
}

/** The file cannot be used; the message is for the operator and holds nothing of the file. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError'
}

const FILE_BYTES_MAX = 256 * 1024

/** Where the file of keys is. */
export function signingKeyPathOf(config: { readonly dataDir: string; readonly signingKeyPath?: string }): string {
  return config.signingKeyPath ?? join(config.dataDir, 'signing.key')
}

/** Where another key of the server is: beside its signing keys. Undefined: it is kept nowhere. */
export function keyFileOf(name: string, { dataDir, signingKeyPath }: { dataDir?: string | undefined; signingKeyPath?: string | undefined }): string | undefined {
  if (signingKeyPath !== undefined) return join(dirname(signingKeyPath), name)
  return dataDir === undefined ? undefined : join(dataDir, name)
}

/** Reads the keys, making the file at the first start. Throws `SigningKeyError`. */
export function loadSigningKeys(path: string, deps: { readonly random: Random }): SigningKeys {
  const found = readKeys(path)
  if (found !== undefined) return found
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeNew(path, formatKeys({ current: makeSigningKey(deps.random), old: [] }), 'create')
  // Another start may have been quicker: what stands in the file counts.
  const made = readKeys(path)
  if (made === undefined) throw new SigningKeyError(`${path}: the signing key was removed while it was made`)
  return made
}

/** Makes a new key that signs from the next start on; the one before it is kept as expired now, without its seed. */
export function rotateSigningKey(path: string, deps: { readonly random: Random; readonly clock: Clock }): SigningKeys {
  const keys = readKeys(path)
  if (keys === undefined) throw new SigningKeyError(`${path}: there is no signing key yet; the first start makes one`)
  const { keyId, publicKey } = keys.current
  const rotated = { current: makeSigningKey(deps.random), old: [{ keyId, publicKey, expiredTs: deps.clock.now() }, ...keys.old] }
  writeNew(path, formatKeys(rotated), 'replace')
  return rotated
}

function readKeys(path: string): SigningKeys | undefined {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (code === 'ENOENT') return undefined
    throw new SigningKeyError(`${path}: the signing key cannot be read (${code})`)
  }
  try {
    const { mode, size } = fstatSync(file)
    if ((mode & 0o077) !== 0) throw new SigningKeyError(`${path}: other users can read the signing key: chmod 600 ${path}`)
    if (size > FILE_BYTES_MAX) throw new SigningKeyError(`${path}: is too large for a file of signing keys`)
    return parseKeys(readFileSync(file, 'utf8'), path)
  } finally {
    closeSync(file)
  }
}

function parseKeys(text: string, path: string): SigningKeys {
  let current: SigningKey | undefined
  const old: OldVerifyKey[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [kind, id = '', data = '', expired = ''] = line.trim().split(/ +/)
    const isWhole = /^[A-Za-z0-9_]{1,64}$/.test(id) && /^[A-Za-z0-9+/]{43}$/.test(data)
    if (isWhole && kind === 'ed25519' && expired === '' && current === undefined) {
      current = toSigningKey(`ed25519:${id}`, Buffer.from(data, 'base64'))
    } else if (isWhole && kind === 'ed25519-expired' && /^\d{1,15}$/.test(expired)) {
      old.push({ keyId: `ed25519:${id}`, publicKey: data, expiredTs: Number(expired) })
    } else {
      throw new SigningKeyError(`${path}:${index + 1}: expected one line "ed25519 <key id> <seed>", then "ed25519-expired <key id> <public key> <time>" lines`)
    }
  }
  if (current === undefined) throw new SigningKeyError(`${path}: holds no signing key`)
  return { current, old }
}

function formatKeys(keys: SigningKeys): string {
  const name = (keyId: string): string => keyId.slice('ed25519:'.length)
  const lines = [
    `ed25519 ${name(keys.current.keyId)} ${unpadded(keys.current.seed)}`,
    ...keys.old.map((key) => `ed25519-expired ${name(key.keyId)} ${key.publicKey} ${key.expiredTs}`),
  ]
  return `${lines.join('\n')}\n`
}

/** Makes a key that is kept nowhere. */
export function makeSigningKey(random: Random): SigningKey {
  return toSigningKey(`ed25519:a_${Buffer.from(random.bytes(4)).toString('hex')}`, random.bytes(32))
}

// RFC 8410: what stands before the seed in the PKCS #8 form of an Ed25519 key.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

function toSigningKey(keyId: string, seed: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { keyId, seed: new Uint8Array(seed), publicKey: unpadded(publicKey) }
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

/** Writes aside, flushes, then puts in place in one step: a file of keys is whole or not there. `create` never overwrites. */
function writeNew(path: string, text: string, how: 'create' | 'replace'): void {
  const half = `${path}.${process.pid}.new`
  rmSync(half, { force: true })
  const file = openSync(half, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  if (how === 'replace') renameSync(half, path)
  else linkIfAbsent(half, path)
  const folder = openSync(dirname(path), constants.O_RDONLY)
  fsyncSync(folder)
  closeSync(folder)
}

function linkIfAbsent(half: string, path: string): void {
  try {
    linkSync(half, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(half, { force: true })
  }
}
