// What is asked of the server for a pairing, and what it answers: read field by field.
import { acceptPairing, endPairing, joinPairing, lookAtPairing, openPairing, queryKeys, readPairing } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'
import { countOf, recordOf, textOf } from '../own-api.ts'
import { toBytes } from './wrappings.ts'

/** What a device says of its keys. */
export interface Claim {
  deviceKey: string
  /** The account's identity as it knows it; empty where it knows none. */
  masterKey: string
}

/** The other device of a pairing. */
export interface PairedDevice extends Claim {
  deviceId: string
  name: string
  /** The network address it was last seen at. */
  address: string | undefined
  /** Since when it waits to be let in, and when a passkey was touched on it for the code. */
  waitsSinceMs: number | undefined
  touchedAtMs: number | undefined
  proof: Uint8Array<ArrayBuffer> | undefined
}

/** How a pairing stands. */
export interface PairingLook {
  state: 'open' | 'met' | 'accepted' | 'ended' | 'over'
  reason: string
  other: PairedDevice | undefined
}

/** Why the server takes no code; one of the words of its contract. Undefined: that was not what went wrong. */
export function refusalIn(error: unknown): string | undefined {
  return error instanceof ApiError && typeof error.body['org.chappe.pairing_refused'] === 'string' ? error.body['org.chappe.pairing_refused'] : undefined
}

/** Opens the pairing behind a code; gives back for how long. */
export async function openShown(signedIn: SignedIn, { deviceKey, masterKey, ...rest }: Claim & { token: string; proof: string; credential?: string }): Promise<number> {
  const answer = await signedIn.call({ method: openPairing.method, path: openPairing.path, body: { ...rest, device_key: deviceKey, master_key: masterKey } })
  return countOf(recordOf(answer)['expires_in_ms'])
}

/** Which device shows a code. `proof`: from a device that waits, which says its own keys with it. */
export async function readShown(signedIn: SignedIn, { token, serverName, proof }: { token: string; serverName: string; proof?: string }): Promise<PairedDevice> {
  const { method, path } = proof === undefined ? readPairing : joinPairing
  return parseDevice(await signedIn.call({ method, path, body: { token, server_name: serverName, ...(proof === undefined ? {} : { proof }) } }))
}

/** Lets the device in. */
export async function acceptShown(signedIn: SignedIn, token: string): Promise<void> {
  await signedIn.call({ method: acceptPairing.method, path: acceptPairing.path, body: { token } })
}

/** Makes the code useless. */
export async function endShown(signedIn: SignedIn, token: string, reason: 'closed' | 'denied' | 'keys'): Promise<void> {
  await signedIn.call({ method: endPairing.method, path: endPairing.path, body: { token, reason } })
}

/** How it stands. */
export async function lookAtShown(signedIn: SignedIn, token: string): Promise<PairingLook> {
  const { state, reason, other } = recordOf(await signedIn.call({ method: lookAtPairing.method, path: lookAtPairing.path, body: { token } }))
  const known = STATES.find((each) => each === state)
  return { state: known ?? 'ended', reason: textOf(reason), other: other === undefined ? undefined : parseDevice(other) }
}

/** The identity of an account as the server tells it; empty where it has none. */
export async function findMasterKey(signedIn: SignedIn, userId: string): Promise<string> {
  const answer = await signedIn.call({ method: queryKeys.method, path: queryKeys.path, body: { device_keys: { [userId]: [] } } })
  const { keys } = recordOf(recordOf(recordOf(answer)['master_keys'])[userId])
  return textOf(Object.values(recordOf(keys))[0])
}

const STATES = ['open', 'met', 'accepted', 'ended', 'over'] as const

function parseDevice(answer: unknown): PairedDevice {
  const device = recordOf(answer)
  const deviceId = textOf(device['device_id'])
  const at = (name: string): number | undefined => (typeof device[name] === 'number' ? device[name] : undefined)
  return {
    deviceId,
    name: textOf(device['display_name']) || deviceId,
    address: textOf(device['last_seen_ip']) || undefined,
    waitsSinceMs: at('waits_since_ms'),
    touchedAtMs: at('touched_at_ms'),
    deviceKey: textOf(device['device_key']),
    masterKey: textOf(device['master_key']),
    proof: toBytes(device['proof']),
  }
}
