// Keeps sessions apart. Whoever signs out forgets what this browser keeps; a session that was ended from elsewhere leaves it here,
// and the next one in this browser is another device: its keys are its own, and it has to be told everything anew.
// docs/decisions/0106-close-the-page-whose-session-is-over.md

/** What belongs to one device beside its keys: where it was in the stream of the server, and what was drawn from that. */
export const DEVICE_STORES = ['matrix-js-sdk:chappe-web-sync', 'chappe-web-history', 'chappe-web-seen'] as const

/** Where the keys of a device are, unless it is noted that they are elsewhere. */
const KEY_STORE = 'chappe-web-crypto'

/** What belongs to somebody, on whatever device: what they began, wrote, saved and looked for. */
export const ACCOUNT_STORES = [
  'chappe-web-alerts',
  'chappe-web-asks',
  'chappe-web-drafts',
  'chappe-web-file-bytes',
  'chappe-web-file-notes',
  'chappe-web-outbox',
  'chappe-web-own',
  'chappe-web-search',
  'chappe-web-search-files',
  'chappe-web-search-reach',
  'chappe-web-searches',
] as const

/** What was opened here: the user id by device id. */
export interface Opened {
  userIdOf(deviceId: string): string | null
  /** The name under which the SDK keeps its keys. */
  keyStoreOf(deviceId: string): string
  /** Notes a device that is opened here for the first time. */
  keep(deviceId: string, userId: string): void
  others(deviceId: string): { deviceId: string; userId: string }[]
  drop(deviceId: string): void
}

/** A device that the same person had here before, whose keys are here still. */
export interface DeviceBefore {
  deviceId: string
  keyStore: string
}

/** Those devices. */
export interface DevicesBefore {
  list(): readonly DeviceBefore[]
  forget(device: DeviceBefore): Promise<void>
  /** When the one there is signs out: forgets them, and that it was here. */
  forgetAll(): Promise<void>
}

/** Deletes a store of this browser by its name. */
type Forget = (store: string) => Promise<void>

const USER_KEY = 'chappe.user.'
const KEY_STORE_KEY = 'chappe.keys.'

/** What was opened in this browser, as `storage` has it. */
export function openedIn(storage: Storage): Opened {
  return {
    userIdOf: (deviceId) => storage.getItem(USER_KEY + deviceId),
    keyStoreOf: (deviceId) => storage.getItem(KEY_STORE_KEY + deviceId) ?? KEY_STORE,
    keep(deviceId, userId) {
      storage.setItem(KEY_STORE_KEY + deviceId, `${KEY_STORE}-${deviceId}`)
      storage.setItem(USER_KEY + deviceId, userId)
    },
    others: (deviceId) =>
      Array.from({ length: storage.length }, (_, at) => storage.key(at))
        .filter((key) => key !== null && key.startsWith(USER_KEY) && key !== USER_KEY + deviceId)
        .map((key) => ({ deviceId: (key ?? '').slice(USER_KEY.length), userId: storage.getItem(key ?? '') ?? '' })),
    drop(deviceId) {
      storage.removeItem(USER_KEY + deviceId)
      storage.removeItem(KEY_STORE_KEY + deviceId)
    },
  }
}

/**
 * Before a device is opened here for the first time: forgets what others saw here; of other people everything. The keys of the same
 * person's devices stay until they are taken over.
 */
export async function forgetOthers(opened: Opened, { deviceId, userId }: { deviceId: string; userId: string }, forget: Forget = deleteStore): Promise<void> {
  const others = opened.others(deviceId)
  if (others.length === 0) return
  for (const store of DEVICE_STORES) await forget(store)
  if (others.every((other) => other.userId === userId)) return
  for (const store of ACCOUNT_STORES) await forget(store)
  for (const other of others) await forgetKeys(opened, other.deviceId, forget)
}

/** The devices that somebody had here before the one there is. */
export function devicesBefore(opened: Opened, { deviceId, userId }: { deviceId: string; userId: string }, forget: Forget = deleteStore): DevicesBefore {
  const list = (): DeviceBefore[] =>
    opened
      .others(deviceId)
      .filter((other) => other.userId === userId)
      .map((other) => ({ deviceId: other.deviceId, keyStore: opened.keyStoreOf(other.deviceId) }))
      .filter(({ keyStore }) => keyStore !== opened.keyStoreOf(deviceId))
  return {
    list,
    forget: (device) => forgetKeys(opened, device.deviceId, forget),
    async forgetAll() {
      for (const device of list()) await forgetKeys(opened, device.deviceId, forget)
      opened.drop(deviceId)
    },
  }
}

async function forgetKeys(opened: Opened, deviceId: string, forget: Forget): Promise<void> {
  const name = opened.keyStoreOf(deviceId)
  for (const part of ['matrix-sdk-crypto', 'matrix-sdk-crypto-meta']) await forget(`${name}::${part}`)
  opened.drop(deviceId)
}

function deleteStore(name: string): Promise<void> {
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(name)
    // One that somebody has open goes when they let go of it.
    for (const end of ['success', 'error', 'blocked']) request.addEventListener(end, () => done())
  })
}
