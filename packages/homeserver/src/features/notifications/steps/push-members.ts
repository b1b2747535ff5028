// Who of a room has pushers, kept for the rooms that notify; nothing is kept, or asked, while nobody has one.
import type { Db } from '../../../db/pool.ts'
import { hasPushers, listJoinedRoomNids, listPushMembers, listPushUsers } from '../notifications-store.ts'

/** The members with pushers. Some may have none any more; nobody who has one is missing. */
export interface PushMembers {
  /** Whether anybody at all has a pusher. */
  isAnybody(): boolean
  /** The members of a room; nothing when they are not known yet. */
  peek(roomNid: number): ReadonlySet<string> | undefined
  /** Makes these rooms known. */
  ensure(roomNids: readonly number[]): Promise<void>
  /** Those of some users who have pushers. */
  filter(userIds: readonly string[]): Promise<ReadonlySet<string>>
  add(roomNid: number, userId: string): void
  remove(roomNid: number, userId: string): void
  /** Somebody comes into a room: that nobody there has a pusher is known no longer. */
  doubtEmpty(roomNid: number): void
  /** Somebody has set a pusher. */
  addEverywhere(userId: string): Promise<void>
}

const MAX_ENTRIES = 500_000

/** Opens it over the database. */
export async function openPushMembers(db: Db): Promise<PushMembers> {
  const rooms = new Map<number, Set<string>>()
  const state = { anybody: await hasPushers(db), entries: 0, epoch: 0 }

  function keep(roomNid: number, members: Set<string>): void {
    if (state.entries + members.size > MAX_ENTRIES) {
      rooms.clear()
      state.entries = 0
    }
    rooms.set(roomNid, members)
    state.entries += members.size + 1
  }

  async function ensure(roomNids: readonly number[]): Promise<void> {
    for (;;) {
      const missing = roomNids.filter((roomNid) => !rooms.has(roomNid))
      if (missing.length === 0) return
      const { epoch } = state
      const loaded = new Map(missing.map((roomNid) => [roomNid, new Set<string>()]))
      for (const { roomNid, userId } of await listPushMembers(db, missing)) loaded.get(roomNid)?.add(userId)
      // Somebody has set a pusher meanwhile, which the rows may not show.
      if (epoch !== state.epoch) continue
      for (const [roomNid, members] of loaded) keep(roomNid, members)
      return
    }
  }

  return {
    isAnybody: () => state.anybody,
    peek: (roomNid) => rooms.get(roomNid),
    ensure,
    filter: async (userIds) => new Set(userIds.length === 0 ? [] : await listPushUsers(db, userIds)),
    add: (roomNid, userId) => void rooms.get(roomNid)?.add(userId),
    remove: (roomNid, userId) => void rooms.get(roomNid)?.delete(userId),
    doubtEmpty(roomNid) {
      if (rooms.get(roomNid)?.size === 0) rooms.delete(roomNid)
    },
    async addEverywhere(userId) {
      state.anybody = true
      state.epoch += 1
      for (const roomNid of await listJoinedRoomNids(db, userId)) rooms.get(roomNid)?.add(userId)
    },
  }
}
