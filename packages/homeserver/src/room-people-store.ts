// Who shares rooms with whom, asked of the membership table.
import { sql } from 'kysely'
import type { Db } from './db/pool.ts'
import type { RoomPeople } from './room-people.ts'
import type { LiveUsers } from './streams/live-users.ts'

/** Room people over the membership table. */
export function createStoredRoomPeople(db: Db, live: LiveUsers): RoomPeople {
  return {
    async listenersOf(userId) {
      const rows = await db
        .selectFrom('membership as mine')
        .innerJoin('membership as theirs', 'theirs.room_nid', 'mine.room_nid')
        .select('theirs.user_id')
        .distinct()
        .where('mine.user_id', '=', userId)
        .where('mine.membership', '=', 'join')
        .where('theirs.membership', '=', 'join')
        .execute()
      const people = new Set([userId, ...rows.map((row) => row.user_id)])
      return [...people].filter((each) => live.find(each) !== undefined)
    },
    async shareRoom(userId, otherUserId) {
      const row = await db
        .selectFrom('membership as mine')
        .innerJoin('membership as theirs', 'theirs.room_nid', 'mine.room_nid')
        .select(sql<number>`1`.as('found'))
        .where('mine.user_id', '=', userId)
        .where('mine.membership', '=', 'join')
        .where('theirs.user_id', '=', otherUserId)
        .where('theirs.membership', '=', 'join')
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}
