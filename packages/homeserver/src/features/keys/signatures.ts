// Adding signatures to keys. https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keyssignaturesupload
import { MatrixError } from '@chappe/contract'
import type { Session } from '../../session.ts'
import type { StoredCrossSigningKey, StoredSignature } from './cross-signing-store.ts'
import { listCrossSigningKeys, upsertSignatures } from './cross-signing-store.ts'
import { upsertDeviceListChange } from './device-lists-store.ts'
import type { KeysContext } from './keys-deps.ts'
import type { CrossSigningUsage } from './keys-tables.ts'
import { listDevices } from './keys-store.ts'
import type { Signatures, SignedJson } from './signed-json.ts'
import { isSignedBy, takeApart } from './signed-json.ts'

/** User id -> device id or public key -> the signed key. */
export type SignatureUpload = Readonly<Record<string, Readonly<Record<string, object>>>>

/** User id -> device id or public key -> why its signatures were not taken. */
export type SignatureFailures = Record<string, Record<string, { errcode: string; error: string }>>

/** The stored signatures of a key with those that came later, as JSON text. */
export function mergeSignatures(stored: string, added: readonly StoredSignature[] | undefined): string {
  if (added === undefined || added.length === 0) return stored
  const parsed: unknown = JSON.parse(stored)
  const merged = new Map<string, Map<string, string>>()
  if (isSignatures(parsed)) for (const [userId, keys] of Object.entries(parsed)) merged.set(userId, new Map(Object.entries(keys)))
  for (const { signerUserId, signerKeyId, signature } of added) {
    const keys = merged.get(signerUserId) ?? new Map<string, string>()
    merged.set(signerUserId, keys.set(signerKeyId, signature))
  }
  return JSON.stringify(Object.fromEntries([...merged].map(([userId, keys]) => [userId, Object.fromEntries(keys)])))
}

/** Takes the signatures whose signer and target are known and that are true; says of each other key why not. */
export async function uploadSignatures(context: KeysContext, session: Session, upload: SignatureUpload): Promise<SignatureFailures> {
  const { db, changes, people } = context
  const { userId } = session
  const signer = await knownKeys(context, userId, Object.keys(upload))
  const taken: StoredSignature[] = []
  const failures = new Map<string, Map<string, MatrixError>>()
  for (const [targetUserId, keys] of Object.entries(upload)) {
    for (const [targetKey, value] of Object.entries(keys)) {
      try {
        taken.push(...checkTarget(signer, { targetUserId, targetKey, value }))
      } catch (error) {
        if (!(error instanceof MatrixError)) throw error
        failures.set(targetUserId, (failures.get(targetUserId) ?? new Map<string, MatrixError>()).set(targetKey, error))
      }
    }
  }
  if (taken.length > 0) {
    const isOwn = taken.some((each) => each.targetUserId === userId)
    // What somebody signs of others is between them and their own devices.
    const users = isOwn ? await people.listenersOf(userId) : [userId]
    await changes.write([{ kind: 'deviceLists', users, ...(isOwn ? { about: userId } : {}) }], (position) =>
      db.transaction().execute(async (tx) => {
        await upsertSignatures(tx, taken, position)
        if (isOwn) await upsertDeviceListChange(tx, userId, position)
      }),
    )
  }
  return failuresOf(failures)
}

interface KnownKeys {
  userId: string
  /** The signer's devices, as they are stored. */
  devices: ReadonlyMap<string, string>
  crossSigning: readonly StoredCrossSigningKey[]
}

interface Target {
  targetUserId: string
  targetKey: string
  value: object
}

async function knownKeys(context: KeysContext, userId: string, targetUserIds: readonly string[]): Promise<KnownKeys> {
  const [devices, crossSigning] = await Promise.all([
    listDevices(context.db, [userId]),
    listCrossSigningKeys(context.db, [...new Set([userId, ...targetUserIds])]),
  ])
  const bodies = new Map<string, string>()
  for (const { deviceId, body } of devices) if (deviceId !== null && body !== null) bodies.set(deviceId, body)
  return { userId, devices: bodies, crossSigning }
}

function checkTarget(known: KnownKeys, target: Target): StoredSignature[] {
  const { targetUserId, targetKey, value } = target
  const isOwn = targetUserId === known.userId
  const signed = takeApart(checkShape(value))
  const deviceBody = isOwn ? known.devices.get(targetKey) : undefined
  if (deviceBody !== undefined) {
    assertSameKey(signed, deviceBody)
    return [signatureBy(known, target, signed, 'self_signing')]
  }
  const master = keyOf(known, targetUserId, 'master')
  if (master === undefined || master.publicKey !== targetKey) throw new MatrixError('M_NOT_FOUND', { message: 'No such key' })
  assertSameKey(signed, master.body)
  return isOwn ? signaturesByDevices(known, target, signed) : [signatureBy(known, target, signed, 'user_signing')]
}

function keyOf(known: KnownKeys, userId: string, usage: CrossSigningUsage): StoredCrossSigningKey | undefined {
  return known.crossSigning.find((key) => key.userId === userId && key.usage === usage)
}

/** The signature by the signer's own key of a usage. */
function signatureBy(known: KnownKeys, target: Target, signed: SignedJson, usage: CrossSigningUsage): StoredSignature {
  const { userId } = known
  const key = keyOf(known, userId, usage)
  const signerKeyId = `ed25519:${key?.publicKey ?? ''}`
  const signature = signed.signatures[userId]?.[signerKeyId]
  if (key === undefined || signature === undefined || !isSignedBy(signed.body, signature, key.publicKey)) {
    throw invalid(`No valid signature by your ${usage} key`)
  }
  return { targetUserId: target.targetUserId, targetKey: target.targetKey, signerUserId: userId, signerKeyId, signature }
}

/** One's own master key: by one's devices. Signatures by keys that are not known are left out. */
function signaturesByDevices(known: KnownKeys, target: Target, signed: SignedJson): StoredSignature[] {
  const { targetUserId, targetKey } = target
  const taken: StoredSignature[] = []
  for (const [signerKeyId, signature] of Object.entries(signed.signatures[known.userId] ?? {})) {
    const body = signerKeyId.startsWith('ed25519:') ? known.devices.get(signerKeyId.slice('ed25519:'.length)) : undefined
    const publicKey = body === undefined ? undefined : publicKeyOf(body, signerKeyId)
    if (publicKey === undefined) continue
    if (!isSignedBy(signed.body, signature, publicKey)) throw invalid('A signature is not valid')
    taken.push({ targetUserId, targetKey, signerUserId: known.userId, signerKeyId, signature })
  }
  if (taken.length === 0) throw invalid('No signature by a device of yours')
  return taken
}

function publicKeyOf(body: string, keyId: string): string | undefined {
  const parsed: unknown = JSON.parse(body)
  if (typeof parsed !== 'object' || parsed === null || !('keys' in parsed)) return undefined
  const { keys } = parsed
  if (typeof keys !== 'object' || keys === null) return undefined
  const found: unknown = Object.entries(keys).find(([name]) => name === keyId)?.[1]
  return typeof found === 'string' ? found : undefined
}

/** "must match the key previously uploaded or retrieved for the given key ID, with the exception of the signatures" */
function assertSameKey(signed: SignedJson, stored: string): void {
  if (signed.body !== stored) throw invalid('The key is not the one that was uploaded')
}

function checkShape(value: object): { signatures: Signatures } {
  if ('signatures' in value && isSignatures(value.signatures)) return { ...value, signatures: value.signatures }
  throw new MatrixError('M_BAD_JSON', { message: 'signatures: not as expected' })
}

const MAX_SIGNATURE_LENGTH = 4096

function isSignatures(value: unknown): value is Signatures {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((keys: unknown) => {
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) return false
    return Object.values(keys).every((each) => typeof each === 'string' && each.length <= MAX_SIGNATURE_LENGTH)
  })
}

function invalid(message: string): MatrixError {
  return new MatrixError('M_INVALID_SIGNATURE', { message })
}

function failuresOf(failures: ReadonlyMap<string, ReadonlyMap<string, MatrixError>>): SignatureFailures {
  const users = [...failures].map(([userId, keys]) => {
    const errors = [...keys].map(([key, error]) => [key, { errcode: error.code, error: error.message }] as const)
    return [userId, Object.fromEntries(errors)] as const
  })
  return Object.fromEntries(users)
}
