// The keys of users, with the signatures the caller may see.
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysquery
import type { Session } from '../../session.ts'
import type { StoredCrossSigningKey, StoredSignature } from './cross-signing-store.ts'
import { listShownCrossSigningKeys, listSignatures } from './cross-signing-store.ts'
import type { KeysContext } from './keys-deps.ts'
import type { CrossSigningUsage } from './keys-tables.ts'
import type { DeviceRow } from './keys-store.ts'
import { listDevices } from './keys-store.ts'
import { splitUsers } from './remote-users.ts'
import { seenUsers } from './seen-users.ts'
import { mergeSignatures } from './signatures.ts'
import { putTogether } from './signed-json.ts'

/** User id -> device ids; none: all of them. */
export type KeyQuery = Readonly<Record<string, readonly string[]>>

/** The answer as JSON text, and what of it the ledger is told. */
export interface QueriedKeys {
  text: string
  /** How many devices are shown. */
  devices: number
  /** Whose devices or cross-signing keys are shown. */
  users: string[]
}

/** Looks the keys up. Unknown users are missing from the answer; those of other servers are in `failures`. */
export async function queryKeys(context: KeysContext, session: Session, query: KeyQuery): Promise<QueriedKeys> {
  const { db, settings } = context
  const { local: ours, failures } = splitUsers(Object.keys(query), settings.serverName)
  const local = await seenUsers(context, session, ours)
  const [devices, crossSigning, signatures] = await Promise.all([
    listDevices(db, local),
    listShownCrossSigningKeys(db, local),
    listSignatures(db, local, session.userId),
  ])
  const signaturesOn = groupSignatures(signatures)
  const shown = deviceMaps(devices, query, signaturesOn)
  const members = [`"failures":${JSON.stringify(failures)}`, `"device_keys":${objectOf(shown.maps)}`]
  const users = new Set(shown.users)
  for (const [member, usage] of CROSS_SIGNING_MEMBERS) {
    const keys = crossSigning.filter((key) => key.usage === usage && (usage !== 'user_signing' || key.userId === session.userId))
    for (const key of keys) users.add(key.userId)
    members.push(`"${member}":${objectOf(keys.map((key) => [key.userId, crossSigningText(key, signaturesOn)]))}`)
  }
  return { text: `{${members.join(',')}}`, devices: shown.count, users: [...users] }
}

const CROSS_SIGNING_MEMBERS: readonly (readonly [string, CrossSigningUsage])[] = [
  ['master_keys', 'master'],
  ['self_signing_keys', 'self_signing'],
  ['user_signing_keys', 'user_signing'],
]

type SignaturesOn = ReadonlyMap<string, readonly StoredSignature[]>

/** One name for a key of a user. */
function targetOf(userId: string, key: string): string {
  return JSON.stringify([userId, key])
}

function groupSignatures(signatures: readonly StoredSignature[]): SignaturesOn {
  const groups = new Map<string, StoredSignature[]>()
  for (const each of signatures) {
    const target = targetOf(each.targetUserId, each.targetKey)
    const group = groups.get(target)
    if (group === undefined) groups.set(target, [each])
    else group.push(each)
  }
  return groups
}

function deviceMaps(
  rows: readonly DeviceRow[],
  query: KeyQuery,
  signaturesOn: SignaturesOn,
): { maps: [string, string][]; count: number; users: string[] } {
  const devicesOf = new Map<string, [string, string][]>()
  let count = 0
  for (const row of rows) {
    const devices = devicesOf.get(row.userId) ?? []
    devicesOf.set(row.userId, devices)
    const text = isAskedFor(row, query) ? deviceText(row, signaturesOn) : undefined
    if (text === undefined || row.deviceId === null) continue
    devices.push([row.deviceId, text])
    count += 1
  }
  const users = [...devicesOf].filter(([, devices]) => devices.length > 0).map(([userId]) => userId)
  return { maps: [...devicesOf].map(([userId, devices]) => [userId, objectOf(devices)]), count, users }
}

function isAskedFor(row: DeviceRow, query: KeyQuery): boolean {
  const wanted = query[row.userId] ?? []
  return row.deviceId !== null && (wanted.length === 0 || wanted.includes(row.deviceId))
}

function deviceText(row: DeviceRow, signaturesOn: SignaturesOn): string | undefined {
  if (row.deviceId === null || row.body === null || row.signatures === null) return undefined
  const added = signaturesOn.get(targetOf(row.userId, row.deviceId))
  const unsigned = row.displayName === null ? {} : { device_display_name: row.displayName }
  return putTogether(row.body, mergeSignatures(row.signatures, added), `,"unsigned":${JSON.stringify(unsigned)}`)
}

function crossSigningText(key: StoredCrossSigningKey, signaturesOn: SignaturesOn): string {
  return putTogether(key.body, mergeSignatures(key.signatures, signaturesOn.get(targetOf(key.userId, key.publicKey))))
}

/** A JSON object of members whose values are JSON text already. */
function objectOf(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}
