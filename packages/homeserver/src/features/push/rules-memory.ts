// The rules of those who have changed something, in memory: a send asks for them once per member and cannot wait.
import type { PushRuleset, StoredPushRules } from '@chappe/core'
import { isPlainRuleset, mergeWithDefaults } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import { parseStoredRules } from './parse-stored.ts'
import type { RulesRow } from './push-store.ts'
import { findRules, listRulesOfRooms } from './push-store.ts'

/** What is asked for on the way of an event. */
export interface RulesMemory {
  /** The whole ruleset of a user who has changed something; `undefined`: the plain defaults. Loaded users only. */
  ownRules(userId: string): PushRuleset | undefined
  /**
   * Makes `ownRules` right for all joined members of these rooms, and says who of them has changed something. Reads
   * the database.
   */
  listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]>
  /** Makes `ownRules` right for all joined members of a room. Reads the database the first time only. */
  ensureLoaded(roomNid: number): Promise<void>
  /** The same for one user: who joins a room that is loaded already. */
  ensureUserLoaded(userId: string): Promise<void>
  /** Takes over what was just committed. */
  remember(userId: string, stored: StoredPushRules, version: number): void
}

/** Opens the memory over the database. */
export function createRulesMemory(db: Db): RulesMemory {
  // Never shortened: forgetting somebody would silently give them the default rules.
  const users = new Map<string, { ruleset: PushRuleset | undefined; version: number }>()
  const rooms = new Map<number, Promise<void>>()

  function remember(userId: string, stored: StoredPushRules, version: number): void {
    // What was read before an edit may arrive after it.
    if ((users.get(userId)?.version ?? -1) >= version) return
    users.set(userId, { ruleset: isPlainRuleset(stored) ? undefined : mergeWithDefaults(stored, userId), version })
  }

  function rememberRow(row: RulesRow): void {
    remember(row.userId, parseStoredRules(row.rules), row.version)
  }

  async function listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]> {
    const rows = await listRulesOfRooms(db, roomNids)
    for (const row of rows) rememberRow(row)
    return rows.filter(({ userId }) => users.get(userId)?.ruleset !== undefined).map(({ roomNid, userId }) => ({ roomNid, userId }))
  }

  async function loadRoom(roomNid: number): Promise<void> {
    try {
      await listRuleMembers([roomNid])
    } catch (error) {
      rooms.delete(roomNid)
      throw error
    }
  }

  return {
    ownRules: (userId) => users.get(userId)?.ruleset,
    listRuleMembers,
    async ensureLoaded(roomNid) {
      let loading = rooms.get(roomNid)
      if (loading === undefined) {
        loading = loadRoom(roomNid)
        rooms.set(roomNid, loading)
      }
      await loading
    },
    async ensureUserLoaded(userId) {
      if (users.has(userId)) return
      const row = await findRules(db, userId)
      if (row === undefined) return
      rememberRow(row)
    },
    remember,
  }
}
