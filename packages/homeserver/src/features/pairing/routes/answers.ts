// A device of a pairing as it goes over the wire.
import type { readPairing, ResponseOf } from '@chappe/contract'
import type { OtherDevice } from '../pairing.ts'

/** The other device as the contract has it. */
export function toPairedDevice(other: OtherDevice): ResponseOf<typeof readPairing> {
  const { deviceId, displayName, lastSeenIp, waitsSinceMs, touchedAtMs, deviceKey, masterKey, proof } = other
  return {
    device_id: deviceId,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(lastSeenIp === undefined ? {} : { last_seen_ip: lastSeenIp }),
    ...(waitsSinceMs === undefined ? {} : { waits_since_ms: waitsSinceMs }),
    ...(touchedAtMs === undefined ? {} : { touched_at_ms: touchedAtMs }),
    device_key: deviceKey,
    master_key: masterKey,
    proof,
  }
}
