// Which member events a device has been shown, so that lazy loading does not repeat them.
// https://spec.matrix.org/v1.19/client-server-api/#lazy-loading-room-members

/** The memory of shown members, bounded per device and in devices. */
export interface LazyMembers {
  /** Whether the device has certainly been shown this very member event: with a token it has come back with since. */
  wasShown(deviceNid: number, key: MemberKey, since: { events: number; changes: number }): boolean
  note(deviceNid: number, key: MemberKey, token: { events: number; changes: number }): void
  /** The device starts anew. */
  forget(deviceNid: number): void
}

/** A member of a room and the position of their member event. */
export interface MemberKey {
  roomNid: number
  userId: string
  position: number
}

interface Shown {
  position: number
  events: number
  changes: number
}

const MAX_DEVICES = 20_000
const MAX_PER_DEVICE = 2_000

/** Opens an empty memory. */
export function createLazyMembers(): LazyMembers {
  const devices = new Map<number, Map<string, Shown>>()
  return {
    wasShown(deviceNid, key, since) {
      const shown = devices.get(deviceNid)?.get(nameOf(key))
      if (shown?.position !== key.position) return false
      return shown.events <= since.events && shown.changes <= since.changes
    },
    note(deviceNid, key, token) {
      let device = devices.get(deviceNid)
      if (device === undefined) {
        device = new Map()
        devices.set(deviceNid, device)
        if (devices.size > MAX_DEVICES) dropOldest(devices)
      }
      device.set(nameOf(key), { position: key.position, ...token })
      if (device.size > MAX_PER_DEVICE) dropOldest(device)
    },
    forget: (deviceNid) => void devices.delete(deviceNid),
  }
}

function nameOf(key: MemberKey): string {
  return `${key.roomNid} ${key.userId}`
}

function dropOldest<K>(map: Map<K, unknown>): void {
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}
