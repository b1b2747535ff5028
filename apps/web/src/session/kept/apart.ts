// Keeps sessions apart. Whoever signs out forgets what this browser keeps; a session that was ended from elsewhere leaves it here,
// and the next one in this browser is another device: its keys are its own, and it has to be told everything anew.
// docs/decisions/0106-close-the-page-whose-session-is-over.md

/** What belongs to one device: its keys, where it was in the stream of the server, and what was drawn from that. */
export const DEVICE_STORES = ['matrix-js-sdk:chappe-web-sync', 'chappe-web-crypto::matrix-sdk-crypto', 'chappe-web-crypto::matrix-sdk-crypto-meta', 'chappe-web-seen'] as const

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
  keep(deviceId: string, userId: string): void
  others(deviceId: string): { deviceId: string; userId: string }[]
  drop(deviceId: string): void
}

const USER_KEY = 'chappe.user.'

/** What was opened in this browser, as `storage` has it. */
export function openedIn(storage: Storage): Opened {
  return {
    userIdOf: (deviceId) => storage.getItem(USER_KEY + deviceId),
    keep: (deviceId, userId) => storage.setItem(USER_KEY + deviceId, userId),
    others: (deviceId) =>
      Array.from({ length: storage.length }, (_, at) => storage.key(at))
        .filter((key) => key !== null && key.startsWith(USER_KEY) && key !== USER_KEY + deviceId)
        .map((key) => ({ deviceId: (key ?? '').slice(USER_KEY.length), userId: storage.getItem(key ?? '') ?? '' })),
    drop: (deviceId) => storage.removeItem(USER_KEY + deviceId),
  }
}

/** Before a device is opened here for the first time: forgets what is kept of others, and of other people everything. */
export async function forgetOthers(opened: Opened, { deviceId, userId }: { deviceId: string; userId: string }, forget: (store: string) => Promise<void> = deleteStore): Promise<void> {
  const others = opened.others(deviceId)
  if (others.length === 0) return
  const isSomebodyElse = others.some((other) => other.userId !== userId)
  for (const store of [...DEVICE_STORES, ...(isSomebodyElse ? ACCOUNT_STORES : [])]) await forget(store)
  for (const other of others) opened.drop(other.deviceId)
}

function deleteStore(name: string): Promise<void> {
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(name)
    // One that somebody has open goes when they let go of it.
    for (const end of ['success', 'error', 'blocked']) request.addEventListener(end, () => done())
  })
}
