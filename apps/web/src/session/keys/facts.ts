// What is known of an account's keys: asked of the server, of the SDK and of what this device holds.
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'
import { getAccountData, getRoomKeysVersionCurrent } from '@chappe/contract'
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi, KeyBackupInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { KeyFacts } from './key-state.ts'
import { listPasskeyIds } from './touch.ts'
import type { Wrappings } from './wrappings.ts'
import { parseWrappings, WRAPPINGS_TYPE } from './wrappings.ts'

/** Where facts come from. */
export interface FactSources {
  client: MatrixClient
  crypto: CryptoApi
  signedIn: SignedIn
}

/** The facts, and what was found on the way to them. */
export interface Gathered {
  facts: Omit<KeyFacts, 'isAsking' | 'isBackupForeign' | 'hasPasskey'>
  wrappings: Wrappings | undefined
  backupVersion: string | undefined
}

const IDENTITY_SECRETS = ['m.cross_signing.master', 'm.cross_signing.self_signing', 'm.cross_signing.user_signing'] as const

/** Asks for all of it. Throws what `SignedIn.call` and the SDK throw where there is no server. */
export async function gatherFacts(sources: FactSources): Promise<Gathered> {
  const { client, crypto, signedIn } = sources
  const me = client.getSafeUserId()
  // What waits for nothing of the others is asked for together: each is a way to the server and back.
  const [{ backup, backupVersion }, identity, { keyId, storage }, wrappings] = await Promise.all([
    gatherBackup(crypto, signedIn),
    gatherIdentity(client, crypto),
    gatherStorage(client),
    findAccountData(signedIn, me, WRAPPINGS_TYPE).then(parseWrappings),
  ])
  return {
    wrappings,
    backupVersion,
    facts: {
      ...identity,
      isOnProbation: backup === 'kept back',
      storage,
      backup: backup === 'kept back' ? 'none' : backup,
      hasWrapping: keyId !== null && wrappings?.keyId === keyId && wrappings.wrappings.length > 0,
    },
  }
}

async function gatherBackup(crypto: CryptoApi, signedIn: SignedIn): Promise<{ backup: KeyFacts['backup'] | 'kept back'; backupVersion: string | undefined }> {
  const found = await findBackup(signedIn)
  if (found === 'kept back') return { backup: found, backupVersion: undefined }
  if (found === undefined) return { backup: 'none', backupVersion: undefined }
  return { backup: (await crypto.isKeyBackupTrusted(found)).matchesDecryptionKey ? 'open' : 'closed', backupVersion: found.version }
}

async function gatherIdentity(client: MatrixClient, crypto: CryptoApi): Promise<Pick<KeyFacts, 'hasIdentity' | 'isSigned' | 'hasOtherDevice'>> {
  const hasIdentity = await crypto.userHasCrossSigningKeys(client.getSafeUserId(), true)
  return { hasIdentity, isSigned: hasIdentity && (await signOwnDevice(client, crypto)), hasOtherDevice: await hasOtherDevice(client, crypto) }
}

async function gatherStorage(client: MatrixClient): Promise<{ keyId: string | null; storage: KeyFacts['storage'] }> {
  const keyId = await client.secretStorage.getDefaultKeyId()
  return { keyId, storage: await storageOf(client, keyId) }
}

/** Whether the account has a passkey, and this browser can touch one. Whoever came by password may have none. */
export async function findPasskey({ signedIn }: Pick<FactSources, 'signedIn'>): Promise<boolean> {
  if (window.PublicKeyCredential === undefined) return false
  return (await listPasskeyIds(signedIn)).length > 0
}

/** The backup on the server; undefined where there is none. What is kept back on probation is not missing. */
async function findBackup(signedIn: SignedIn): Promise<KeyBackupInfo | 'kept back' | undefined> {
  try {
    return (await signedIn.call({ method: getRoomKeysVersionCurrent.method, path: getRoomKeysVersionCurrent.path })) as KeyBackupInfo
  } catch (error) {
    if (error instanceof ApiError && error.body['org.chappe.on_probation'] === true) return 'kept back'
    if (error instanceof ApiError && error.code === 'M_NOT_FOUND') return undefined
    throw error
  }
}

/** Account data as it stands on the server; undefined where there is none. */
export async function findAccountData(signedIn: SignedIn, userId: string, type: string): Promise<unknown> {
  const path = getAccountData.path.replace('{userId}', encodeURIComponent(userId)).replace('{type}', encodeURIComponent(type))
  try {
    return await signedIn.call({ method: getAccountData.method, path })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'M_NOT_FOUND') return undefined
    throw error
  }
}

/** Whether this device holds the identity's keys; where it does and is not signed yet, it signs itself. */
async function signOwnDevice(client: MatrixClient, crypto: CryptoApi): Promise<boolean> {
  const { masterKey, selfSigningKey, userSigningKey } = (await crypto.getCrossSigningStatus()).privateKeysCachedLocally
  if (!masterKey || !selfSigningKey || !userSigningKey) return false
  const [userId, deviceId] = [client.getSafeUserId(), client.getDeviceId() ?? '']
  if ((await crypto.getDeviceVerificationStatus(userId, deviceId))?.signedByOwner !== true) await crypto.crossSignDevice(deviceId)
  return true
}

async function storageOf(client: MatrixClient, keyId: string | null): Promise<KeyFacts['storage']> {
  if (keyId === null) return 'none'
  const isStored = async (name: Parameters<typeof client.secretStorage.isStored>[0]): Promise<boolean> => keyId in ((await client.secretStorage.isStored(name)) ?? {})
  for (const name of IDENTITY_SECRETS) if (!(await isStored(name))) return 'none'
  return (await isStored('m.megolm_backup.v1')) ? 'whole' : 'identity'
}

async function hasOtherDevice(client: MatrixClient, crypto: CryptoApi): Promise<boolean> {
  const me = client.getSafeUserId()
  const devices = (await crypto.getUserDeviceInfo([me])).get(me) ?? new Map<string, { dehydrated: boolean }>()
  for (const [deviceId, device] of devices) {
    if (deviceId === client.getDeviceId() || device.dehydrated) continue
    if ((await crypto.getDeviceVerificationStatus(me, deviceId))?.signedByOwner === true) return true
  }
  return false
}
