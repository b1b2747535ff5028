// Claiming one-time keys. https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysclaim
import type { Session } from '../../session.ts'
import type { KeysContext } from './keys-deps.ts'
import type { Claim, ClaimedKey } from './keys-store.ts'
import { claimFallbackKeys, claimOneTimeKeys } from './keys-store.ts'
import { splitUsers } from './remote-users.ts'
import { seenUsers } from './seen-users.ts'

/** User id -> device id -> algorithm. */
export type ClaimRequest = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The answer as JSON text, and what of it the ledger is told. */
export interface ClaimedKeys {
  text: string
  /** How many keys were given out. */
  keys: number
  users: string[]
}

/**
 * Gives out one key for each device: a one-time key, which nobody gets again, or the fallback key where none is left.
 * Unknown devices, and those without a key, are missing from the answer.
 */
export async function claimKeys(context: KeysContext, session: Session, request: ClaimRequest): Promise<ClaimedKeys> {
  const { db, settings, counts, changes } = context
  const { local: ours, failures } = splitUsers(Object.keys(request), settings.serverName)
  const local = await seenUsers(context, session, ours)
  const claims: Claim[] = local.flatMap((userId) =>
    Object.entries(request[userId] ?? {}).map(([deviceId, algorithm]) => ({ userId, deviceId, algorithm })),
  )
  // An algorithm that could not be stored is none that anybody has.
  const possible = claims.filter((each) => !each.algorithm.includes('\0'))
  const claimed = possible.length === 0 ? [] : await claimOneTimeKeys(db, possible)
  for (const key of claimed) counts.invalidate(key.deviceNid)
  const served = new Set(claimed.map(nameOf))
  const missing = possible.filter((each) => !served.has(nameOf(each)))
  const fallback = missing.length === 0 ? [] : await claimFallbackKeys(db, missing)
  for (const key of fallback) counts.invalidate(key.deviceNid)
  const all = [...claimed, ...fallback]
  const users = [...new Set(all.map((key) => key.userId))]
  // Their next answer carries the new count: a client that runs low uploads more.
  if (users.length > 0) changes.touch([{ kind: 'keys', users }])
  return { text: `{"failures":${JSON.stringify(failures)},"one_time_keys":${textOf(all)}}`, keys: all.length, users }
}

function nameOf(claim: Claim): string {
  return JSON.stringify([claim.userId, claim.deviceId])
}

function textOf(keys: readonly ClaimedKey[]): string {
  const users = new Map<string, string[]>()
  for (const key of keys) {
    const name = JSON.stringify(`${key.algorithm}:${key.keyId}`)
    const device = `${JSON.stringify(key.deviceId)}:{${name}:${key.body}}`
    const devices = users.get(key.userId)
    if (devices === undefined) users.set(key.userId, [device])
    else devices.push(device)
  }
  const members = [...users].map(([userId, devices]) => `${JSON.stringify(userId)}:{${devices.join(',')}}`)
  return `{${members.join(',')}}`
}
