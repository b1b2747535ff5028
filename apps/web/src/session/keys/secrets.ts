// Making, opening and mending an account's secrets. Each act has one touch of a passkey, or one recovery key, at its
// beginning, and ends where nothing is left to do.
import { setAccountData } from '@chappe/contract'
import { MatrixError } from 'matrix-js-sdk'
import { DecryptionKeyDoesNotMatchError, decodeRecoveryKey, encodeRecoveryKey } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { FactSources } from './facts.ts'
import { KeyActFailed } from './failure.ts'
import { keyStateOf } from './key-state.ts'
import type { Look } from './look.ts'
import type { Touch } from './touch.ts'
import { listPasskeyIds, NotTouched, touchPasskey } from './touch.ts'
import type { Vault } from './vault.ts'
import type { Wrappings } from './wrappings.ts'
import { addWrapping, emptyWrappings, formatWrappings, keepWrappings, openWrapping, WRAPPINGS_TYPE } from './wrappings.ts'

/** Which passkeys there are, and which of them open the secrets. */
export interface PasskeyCounts {
  all: number
  opening: number
}

/** The acts. Each throws `KeyActFailed`. */
export interface Secrets {
  /** Opens what is stored and takes the keys to this device; mends on the way what can be mended. */
  openWithPasskey(): Promise<void>
  openWithKey(text: string): Promise<void>
  /** Makes, or mends, identity, storage and backup, so that the passkey that is touched opens them. */
  makeWithPasskey(): Promise<void>
  /** A new recovery key to be written down; `makeWithKey` makes everything with it. */
  drawKey(): string
  makeWithKey(text: string): Promise<void>
  /** The recovery key there is, to be printed once more. */
  readKey(): Promise<string>
  countPasskeys(): Promise<PasskeyCounts>
  /** Lets a further passkey open the secrets: one that does is touched, or the recovery key given, then the new one is touched. */
  addPasskey(text?: string): Promise<void>
}

type Key = Uint8Array<ArrayBuffer>

/** What the acts are made with. */
export interface SecretsParts extends FactSources {
  vault: Vault
  look: Look
  /** Hears when keys have come: what could not be read may be now. */
  onOpened(): void
}

const KEY_BYTES = 32
/** A recovery key has 59 characters with its gaps. */
const KEY_CHARS_MAX = 200

/** Makes the acts. */
export function createSecrets(parts: SecretsParts): Secrets {
  const { vault, look, signedIn } = parts

  /** Runs an act, forgets the key after it, and looks at what has come of it. */
  async function act<T>(run: () => Promise<T>): Promise<T> {
    return look.during(async () => {
      try {
        return await run()
      } catch (error) {
        throw toFailure(error)
      } finally {
        vault.empty()
      }
    })
  }

  return {
    openWithPasskey: () =>
      act(async () => {
        await unlock(parts)
        await open(parts)
      }),
    openWithKey: (text) =>
      act(async () => {
        await unlockWith(parts, text)
        await open(parts)
      }),
    makeWithPasskey: () =>
      act(async () => {
        const { wrappings } = await look.gather()
        const salt = wrappings?.salt ?? emptyWrappings('').salt
        await make(parts, await touchPasskey(signedIn, { salt }), salt)
      }),
    drawKey: () => encodeRecoveryKey(randomKey()) ?? '',
    makeWithKey: (text) =>
      act(async () => {
        await mend(parts, parseKey(text))
      }),
    readKey: () => act(async () => encodeRecoveryKey((await unlock(parts)).key) ?? ''),
    countPasskeys: () => countPasskeys(parts),
    addPasskey: (text) => act(() => addPasskey(parts, text)),
  }
}

async function saveWrappings({ client, signedIn }: SecretsParts, wrappings: Wrappings): Promise<void> {
  const path = setAccountData.path.replace('{userId}', encodeURIComponent(client.getSafeUserId())).replace('{type}', WRAPPINGS_TYPE)
  await signedIn.call({ method: setAccountData.method, path, body: formatWrappings(wrappings) })
}

/** Touches a passkey that opens the stored key, and holds the key. */
async function unlock(parts: SecretsParts): Promise<Touch & { key: Key; wrappings: Wrappings }> {
  const { wrappings } = await parts.look.gather()
  if (wrappings === undefined) throw new KeyActFailed({ kind: 'noSecret' })
  const touch = await touchPasskey(parts.signedIn, { salt: wrappings.salt, isMeant: (id) => wrappings.wrappings.some(({ credentialId }) => credentialId === id) })
  const key = touch.secret === undefined ? undefined : await openWrapping(wrappings, { credentialId: touch.credentialId, secret: touch.secret })
  if (key === undefined) throw new KeyActFailed({ kind: 'noSecret' })
  await assertOpens(parts, wrappings.keyId, key)
  parts.vault.hold(wrappings.keyId, key)
  return { ...touch, key, wrappings }
}

/** The same with the recovery key. */
async function unlockWith(parts: SecretsParts, text: string): Promise<{ key: Key; wrappings: Wrappings }> {
  const { client, look, vault } = parts
  const keyId = (await client.secretStorage.getDefaultKeyId()) ?? ''
  const key = parseKey(text)
  await assertOpens(parts, keyId, key)
  vault.hold(keyId, key)
  const { wrappings } = await look.gather()
  return { key, wrappings: wrappings?.keyId === keyId ? wrappings : emptyWrappings(keyId, wrappings?.salt) }
}

/** Makes what is missing under the key there is, where this touch opens it; else under a new one that this passkey opens. */
async function make(parts: SecretsParts, { secret, credentialId, credentialIds }: Touch, salt: Key): Promise<void> {
  if (secret === undefined) throw new KeyActFailed({ kind: 'noSecret' })
  const { wrappings } = await parts.look.gather()
  const passkey = { credentialId, secret }
  const known = wrappings === undefined ? undefined : await openWrapping(wrappings, passkey)
  const keyId = await parts.client.secretStorage.getDefaultKeyId()
  if (known !== undefined && wrappings?.keyId === keyId && (await opens(parts, keyId, known))) {
    parts.vault.hold(keyId, known)
    await mend(parts, undefined)
    return
  }
  const key = randomKey()
  const made = await mend(parts, key)
  await saveWrappings(parts, await addWrapping(keepWrappings(emptyWrappings(made, salt), credentialIds), key, passkey))
}

async function countPasskeys(parts: SecretsParts): Promise<PasskeyCounts> {
  const [{ wrappings }, ids] = [await parts.look.gather(), await listPasskeyIds(parts.signedIn)]
  if (wrappings === undefined) return { all: ids.length, opening: 0 }
  const kept = keepWrappings(wrappings, ids)
  // A passkey that its owner has removed opens nothing any more.
  if (kept.wrappings.length < wrappings.wrappings.length) await saveWrappings(parts, kept)
  return { all: ids.length, opening: kept.wrappings.length }
}

async function addPasskey(parts: SecretsParts, text: string | undefined): Promise<void> {
  const { key, wrappings } = text === undefined ? await unlock(parts) : await unlockWith(parts, text)
  const isNew = (id: string): boolean => !wrappings.wrappings.some(({ credentialId }) => credentialId === id)
  const { credentialId, secret } = await touchPasskey(parts.signedIn, { salt: wrappings.salt, isMeant: isNew })
  if (secret === undefined) throw new KeyActFailed({ kind: 'noSecret' })
  await saveWrappings(parts, await addWrapping(wrappings, key, { credentialId, secret }))
}

/** With the key of secret storage in the vault: takes identity and backup to this device, and mends what is not whole. */
async function open(parts: SecretsParts): Promise<void> {
  const { crypto, look, onOpened } = parts
  const before = await look.gather()
  if (!before.facts.isSigned) await crypto.bootstrapCrossSigning({})
  if (before.facts.backup === 'closed') {
    try {
      await crypto.loadSessionBackupPrivateKeyFromSecretStorage()
    } catch (error) {
      if (!(error instanceof DecryptionKeyDoesNotMatchError) || before.backupVersion === undefined) throw error
      look.markForeign(before.backupVersion)
    }
  }
  await crypto.checkKeyBackupAndEnable()
  onOpened()
}

/**
 * Makes what is missing of identity, secret storage and backup. With a `key`, secret storage is made anew under it; without,
 * the vault holds the one there is. What is there and works stays. Gives back the id of the key of secret storage.
 */
async function mend({ client, crypto, look, vault, onOpened }: SecretsParts, key: Key | undefined): Promise<string> {
  const { facts } = await look.gather()
  const { kind } = keyStateOf(facts)
  if (kind === 'setUp' || kind === 'lost') {
    // A storage that nothing opens would be asked to keep the new identity.
    await client.secretStorage.setDefaultKeyId(null)
    await crypto.bootstrapCrossSigning({ setupNewCrossSigning: true, authUploadDeviceSigningKeys: (request) => request(null) })
  }
  await crypto.bootstrapSecretStorage({
    setupNewKeyBackup: kind === 'setUp' || kind === 'lost' || facts.backup !== 'open',
    ...(key === undefined ? {} : { setupNewSecretStorage: true, createSecretStorageKey: () => Promise.resolve({ privateKey: Uint8Array.from(key) }) }),
  })
  await crypto.checkKeyBackupAndEnable()
  onOpened()
  const keyId = (await client.secretStorage.getDefaultKeyId()) ?? ''
  if (key !== undefined) vault.hold(keyId, Uint8Array.from(key))
  return keyId
}

/** Whether a key is that of secret storage; its description on the server says so. */
async function opens({ client }: SecretsParts, keyId: string, key: Key): Promise<boolean> {
  const found = await client.secretStorage.getKey(keyId)
  return found !== null && (await client.secretStorage.checkKey(key, found[1]))
}

async function assertOpens(parts: SecretsParts, keyId: string, key: Key): Promise<void> {
  if (!(await opens(parts, keyId, key))) throw new KeyActFailed({ kind: 'wrongKey' })
}

function randomKey(): Key {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES))
}

function parseKey(text: string): Key {
  try {
    return decodeRecoveryKey(text.slice(0, KEY_CHARS_MAX).replaceAll(/\s/g, ''))
  } catch (error) {
    throw new KeyActFailed({ kind: 'wrongKey' }, error)
  }
}

function toFailure(error: unknown): KeyActFailed {
  if (error instanceof KeyActFailed) return error
  if (error instanceof NotTouched) return new KeyActFailed({ kind: error.hasPasskey ? 'notTouched' : 'noPasskey' }, error)
  if (error instanceof TypeError) return new KeyActFailed({ kind: 'offline' }, error)
  if (error instanceof MatrixError && error.httpStatus === 401) {
    const params: unknown = error.data['params']?.['m.oauth']
    const url = typeof params === 'object' && params !== null && 'url' in params ? params.url : undefined
    if (typeof url === 'string' && url.startsWith(`${location.origin}/`)) return new KeyActFailed({ kind: 'permission', url }, error)
  }
  return new KeyActFailed({ kind: 'failed' }, error)
}
