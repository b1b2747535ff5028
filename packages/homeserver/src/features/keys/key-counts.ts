// How many one-time keys a device has left: every sync answer says so, so it is remembered.
import type { Db } from '../../db/pool.ts'
import { countOneTimeKeys, listUnusedFallbackAlgorithms } from './keys-store.ts'

/** What a sync answer says of a device's keys. */
export interface CountsOfDevice {
  oneTimeKeyCounts: Record<string, number>
  unusedFallbackKeyTypes: string[]
}

/** The counts, remembered. */
export interface KeyCounts {
  countsFor(deviceNid: number): Promise<CountsOfDevice>
  /** To be called after every commit that changes the keys of the device. */
  invalidate(deviceNid: number): void
}

const MAX_REMEMBERED = 200_000

/**
 * Clients that find their algorithm missing may take it that nothing changed and stop to upload, so the one that all
 * of them use is named even at 0.
 */
const ALWAYS_COUNTED = 'signed_curve25519'

/** Opens the memory of counts. */
export function createKeyCounts(db: Db): KeyCounts {
  // The promise is remembered from the moment the question is asked: an invalidation meanwhile drops it, so that an
  // answer that was read before the change is not kept.
  const remembered = new Map<number, Promise<CountsOfDevice>>()
  return {
    countsFor(deviceNid) {
      let counts = remembered.get(deviceNid)
      if (counts === undefined) {
        counts = readCounts(db, deviceNid)
        if (remembered.size >= MAX_REMEMBERED) dropOldest(remembered)
        remembered.set(deviceNid, counts)
        const asked = counts
        counts.catch(() => {
          if (remembered.get(deviceNid) === asked) remembered.delete(deviceNid)
        })
      }
      return counts
    },
    invalidate(deviceNid) {
      remembered.delete(deviceNid)
    },
  }
}

/** Counts that are asked for each time. */
export function askKeyCounts(db: Db): KeyCounts {
  return { countsFor: (deviceNid) => readCounts(db, deviceNid), invalidate: () => undefined }
}

async function readCounts(db: Db, deviceNid: number): Promise<CountsOfDevice> {
  const [counts, unusedFallbackKeyTypes] = await Promise.all([
    countOneTimeKeys(db, deviceNid),
    listUnusedFallbackAlgorithms(db, deviceNid),
  ])
  counts.set(ALWAYS_COUNTED, counts.get(ALWAYS_COUNTED) ?? 0)
  return { oneTimeKeyCounts: Object.fromEntries(counts), unusedFallbackKeyTypes }
}

function dropOldest(remembered: Map<number, unknown>): void {
  const oldest = remembered.keys().next()
  if (oldest.done !== true) remembered.delete(oldest.value)
}
