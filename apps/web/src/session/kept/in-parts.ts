// What this browser has kept of hundreds of rooms, worked through a few rooms at a time. The SDK takes all of them in one piece,
// and for so long the page would answer nobody.
import type { MatrixClient } from 'matrix-js-sdk'
import type { ISavedSync } from 'matrix-js-sdk/lib/store/index.js'

/** What is kept of the rooms that an account is in. */
type Joined = ISavedSync['roomsData']['join']

/** How the parts are worked through. */
export interface PartsOptions {
  /** These rooms before all others, where they are kept. */
  first: readonly string[]
  /** Works through some rooms; the account's own data comes with the first of them. */
  work(join: Joined, accountData: ISavedSync['accountData']): Promise<void>
  /** Resolves when what somebody has typed or pressed meanwhile has had its turn. */
  takeBreak(): Promise<void>
  now(): number
}

/** As long as nobody notices. */
const PART_MS = 24
const ROOMS_MAX = 20

/** Works through all rooms but the last few, and gives back what is left for the SDK to end with. */
export async function workInParts(saved: ISavedSync, { first, work, takeBreak, now }: PartsOptions): Promise<ISavedSync> {
  const { join } = saved.roomsData
  const order = [...new Set([...first.filter((roomId) => Object.hasOwn(join, roomId)), ...Object.keys(join)])]
  let { accountData } = saved
  let rooms = 1
  let from = 0
  for (; from + rooms < order.length; await takeBreak()) {
    const beganMs = now()
    // A part that cannot be read is no reason to do without the others.
    await work(pick(join, order.slice(from, from + rooms)), accountData).catch(() => undefined)
    accountData = []
    from += rooms
    rooms = Math.min(Math.max(Math.floor((rooms * PART_MS) / Math.max(now() - beganMs, 1)), 1), ROOMS_MAX)
  }
  return { ...saved, accountData, roomsData: { ...saved.roomsData, join: pick(join, order.slice(from)) } }
}

function pick(join: Joined, roomIds: readonly string[]): Joined {
  return Object.fromEntries(roomIds.flatMap((roomId) => (join[roomId] === undefined ? [] : [[roomId, join[roomId]]])))
}

/** The part of the SDK that works a sync through. */
interface SyncWorker {
  processSyncResponse(from: { nextSyncToken: string; catchingUp: boolean; fromCache: boolean }, data: object): Promise<void>
}

/** Has a client that is being started work through some of the rooms it has kept, as it would through all of them. */
export async function workThrough(client: MatrixClient, nextBatch: string, rooms: { join: Joined; accountData: ISavedSync['accountData'] }): Promise<void> {
  // The SDK keeps to itself what it works a sync through with; it is there when it asks for what was kept.
  const { syncApi } = client as unknown as { syncApi?: SyncWorker }
  await syncApi?.processSyncResponse(
    { nextSyncToken: nextBatch, catchingUp: false, fromCache: true },
    { next_batch: nextBatch, rooms: { join: rooms.join }, account_data: { events: rooms.accountData } },
  )
}
