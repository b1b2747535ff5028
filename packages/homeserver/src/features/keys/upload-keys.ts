// Uploading the keys of a device. https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysupload
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import { deleteSignaturesOn } from './cross-signing-store.ts'
import { upsertDeviceListChange } from './device-lists-store.ts'
import type { KeysContext } from './keys-deps.ts'
import type { KeyRow, StoredDeviceKey } from './keys-store.ts'
import {
  countOneTimeKeys,
  findDeviceKey,
  insertOneTimeKeys,
  listOneTimeKeys,
  lockDevice,
  upsertDeviceKey,
  upsertFallbackKey,
} from './keys-store.ts'
import type { Signatures } from './signed-json.ts'
import { canonicalText, takeApart } from './signed-json.ts'

/** A one-time or fallback key as it comes. */
export type UploadedKey = string | object

/** What a device uploads; each part may be missing. */
export interface KeyUpload {
  deviceKeys?: { user_id: string; device_id: string; signatures: Signatures } | null | undefined
  oneTimeKeys?: Readonly<Record<string, UploadedKey>> | null | undefined
  fallbackKeys?: Readonly<Record<string, UploadedKey>> | null | undefined
}

interface AlgorithmKey extends KeyRow {
  algorithm: string
}

/** One-time keys a device may have on the server for each algorithm; clients keep 50 to 100. */
const MAX_ONE_TIME_KEYS = 1000
const MAX_ALGORITHMS = 20

/** Stores what is given and gives back the counts. Nothing is stored when a part is not acceptable. */
export async function uploadKeys(context: KeysContext, session: Session, upload: KeyUpload): Promise<Record<string, number>> {
  const { db, changes, people, counts } = context
  const { userId, deviceNid } = session
  if (session.deviceId === '') throw new MatrixError('M_INVALID_PARAM', { message: 'Name the device whose keys these are' })
  const { deviceKey, oneTime, fallback } = parseUpload(session, upload)
  const store = (newDeviceKey: StoredDeviceKey | undefined, position: number): Promise<void> =>
    db.transaction().execute(async (tx) => {
      await lockDevice(tx, deviceNid)
      await storeKeys(tx, session, { deviceKey: newDeviceKey, oneTime, fallback }, position)
    })
  if (deviceKey !== undefined && !isSameKey(await findDeviceKey(db, deviceNid), deviceKey)) {
    const users = await people.listenersOf(userId)
    await changes.write([{ kind: 'deviceLists', users, about: userId }], (position) => store(deviceKey, position))
  } else if (oneTime.size > 0 || fallback.length > 0) {
    await store(undefined, 0)
  }
  counts.invalidate(deviceNid)
  return (await counts.countsFor(deviceNid)).oneTimeKeyCounts
}

/** Keys of a device that another feature makes, checked; `store` is for the transaction that makes it. */
export function prepareUpload(
  owner: { userId: string; deviceId: string },
  upload: KeyUpload,
): { store(tx: Tx, deviceNid: number, position: number): Promise<void> } {
  const parsed = parseUpload(owner, upload)
  return { store: (tx, deviceNid, position) => storeKeys(tx, { ...owner, deviceNid }, parsed, position) }
}

interface ParsedUpload {
  deviceKey: StoredDeviceKey | undefined
  oneTime: Map<string, AlgorithmKey[]>
  fallback: AlgorithmKey[]
}

function parseUpload(owner: Pick<Session, 'userId' | 'deviceId'>, upload: KeyUpload): ParsedUpload {
  const deviceKey = checkDeviceKeys(owner, upload.deviceKeys)
  const oneTime = byAlgorithm(parseKeys(upload.oneTimeKeys))
  const fallback = parseKeys(upload.fallbackKeys)
  if (new Set(fallback.map((key) => key.algorithm)).size < fallback.length) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'fallback_keys: more than one key of an algorithm' })
  }
  return { deviceKey, oneTime, fallback }
}

type KeyOwner = Pick<Session, 'userId' | 'deviceId' | 'deviceNid'>

async function storeKeys(tx: Tx, owner: KeyOwner, keys: ParsedUpload, position: number): Promise<void> {
  if (keys.deviceKey !== undefined) await storeDeviceKey(tx, owner, keys.deviceKey, position)
  for (const [algorithm, each] of keys.oneTime) await storeOneTimeKeys(tx, owner.deviceNid, algorithm, each)
  for (const key of keys.fallback) await upsertFallbackKey(tx, owner.deviceNid, key)
}

function checkDeviceKeys(session: Pick<Session, 'userId' | 'deviceId'>, given: KeyUpload['deviceKeys']): StoredDeviceKey | undefined {
  if (given === undefined || given === null) return undefined
  if (given.user_id !== session.userId) throw new MatrixError('M_INVALID_PARAM', { message: 'device_keys.user_id: not yours' })
  if (given.device_id !== session.deviceId) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'device_keys.device_id: not the device of this session' })
  }
  const { body, signatures } = takeApart(given)
  return { body, signatures: canonicalText(signatures) }
}

function isSameKey(stored: StoredDeviceKey | undefined, given: StoredDeviceKey): boolean {
  return stored !== undefined && stored.body === given.body && stored.signatures === given.signatures
}

async function storeDeviceKey(tx: Tx, session: KeyOwner, key: StoredDeviceKey, position: number): Promise<void> {
  const stored = await findDeviceKey(tx, session.deviceNid)
  // Signatures by others sign the old text.
  if (stored !== undefined && stored.body !== key.body) await deleteSignaturesOn(tx, session.userId, session.deviceId)
  await upsertDeviceKey(tx, session.deviceNid, key)
  await upsertDeviceListChange(tx, session.userId, position)
}

async function storeOneTimeKeys(tx: Tx, deviceNid: number, algorithm: string, keys: readonly AlgorithmKey[]): Promise<void> {
  const known = await listOneTimeKeys(tx, deviceNid, algorithm)
  const fresh: AlgorithmKey[] = []
  for (const key of keys) {
    const sameId = known.filter((each) => each.keyId === key.keyId)
    // Also when it was given out since: an upload that is repeated must not bring a used key back.
    if (sameId.some((each) => each.body === key.body)) continue
    if (sameId.some((each) => !each.taken)) {
      throw new MatrixError('M_INVALID_PARAM', { message: `one_time_keys: ${algorithm}:${key.keyId} exists with another value` })
    }
    fresh.push(key)
  }
  if (fresh.length === 0) return
  const counts = await countOneTimeKeys(tx, deviceNid)
  if ((counts.get(algorithm) ?? 0) + fresh.length > MAX_ONE_TIME_KEYS || counts.size > MAX_ALGORITHMS) {
    throw new MatrixError('M_RESOURCE_LIMIT_EXCEEDED', { status: 400, message: 'one_time_keys: too many for one device' })
  }
  await insertOneTimeKeys(tx, deviceNid, algorithm, fresh)
}

/** `<algorithm>:<key_id>` and the key's text. */
function parseKeys(given: Readonly<Record<string, UploadedKey>> | null | undefined): AlgorithmKey[] {
  return Object.entries(given ?? {}).map(([name, value]) => {
    const colon = name.indexOf(':')
    if (colon < 1 || colon === name.length - 1) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'A key is not named <algorithm>:<key_id>' })
    }
    return { algorithm: name.slice(0, colon), keyId: name.slice(colon + 1), body: canonicalText(value) }
  })
}

function byAlgorithm(keys: readonly AlgorithmKey[]): Map<string, AlgorithmKey[]> {
  const sorted = new Map<string, AlgorithmKey[]>()
  for (const key of keys) {
    const list = sorted.get(key.algorithm)
    if (list === undefined) sorted.set(key.algorithm, [key])
    else list.push(key)
  }
  return sorted
}
