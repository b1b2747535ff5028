// When devices were last heard of: noted in memory at most once a minute each, stored in batches behind the requests.
import type { Db } from '../../db/pool.ts'
import type { Seen } from './devices-store.ts'
import { updateSeen } from './devices-store.ts'

/** Gathers and stores what is noted. */
export interface LastSeen {
  note(seen: Seen): void
  /** Stores what was noted so far; rejects when the database refuses, keeping the notes for the next time. */
  flush(): Promise<void>
}

const FLUSH_AFTER_MS = 5_000
const MAX_NOTED = 50_000

/** Opens the gatherer. */
export function createLastSeen(db: Db): LastSeen {
  let noted = new Map<number, Seen>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function store(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (noted.size === 0) return
    const batch = noted
    noted = new Map()
    try {
      await updateSeen(db, [...batch.values()])
    } catch (error) {
      noted = new Map([...batch, ...noted])
      throw error
    }
  }

  async function flush(): Promise<void> {
    // Two at once would write the older note last.
    while (running !== undefined) await running.catch(() => undefined)
    running = store().finally(() => (running = undefined))
    await running
  }

  return {
    note(seen) {
      if (noted.size >= MAX_NOTED && !noted.has(seen.deviceNid)) return
      noted.set(seen.deviceNid, seen)
      if (timer !== undefined) return
      // A failure shows in whatever else the database is asked; the notes stay for the next flush.
      timer = setTimeout(() => void flush().catch(() => undefined), FLUSH_AFTER_MS)
      timer.unref()
    },
    flush,
  }
}
