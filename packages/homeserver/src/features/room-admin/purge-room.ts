// Deleting what there is of a room that everybody has left. Each step can be done again: a crash is gone on with from the
// beginning. What stays is the room's id, so that nobody makes it anew, and who has left it, so that their devices hear it.
import type { RoomAdminDeps } from './room-admin-deps.ts'
import { deleteDelayed, deleteLinks, deleteOfUsers, deleteSome, listCarriedFiles, listMembersAfter, mayBeElsewhere, notePurged, ROOM_TABLES, settleFollowers } from './purge-store.ts'

/** Rows deleted by one statement. */
const ROWS = 5000
const USERS = 100
const FILES = 100

/** Deletes the room. Nobody finds it any more from the beginning on. */
export async function purgeRoom(deps: RoomAdminDeps, roomNid: number): Promise<void> {
  await deps.rooms.close(roomNid)
  await purgeFiles(deps, roomNid)
  await purgeOfUsers(deps, roomNid)
  await deleteDelayed(deps.db, roomNid)
  for (const table of ROOM_TABLES) {
    // What the index of search had read before is in it by then.
    if (table === 'search_entry') await settleFollowers(deps.db)
    while ((await deleteSome(deps.db, table, roomNid, ROWS)) === ROWS);
  }
}

/** Files that only this room had go first: without their links, who shares a room with their owner might read them. */
async function purgeFiles({ db, rooms }: RoomAdminDeps, roomNid: number): Promise<void> {
  for (;;) {
    const files = await listCarriedFiles(db, roomNid, FILES)
    if (files.length === 0) return
    for (const { mediaId, isOnly } of files) {
      if (isOnly && !(await mayBeElsewhere(db, roomNid, mediaId))) await rooms.deleteFile(mediaId)
      else await notePurged(db, mediaId)
    }
    await deleteLinks(db, roomNid, files.map((each) => each.mediaId))
  }
}

async function purgeOfUsers({ db }: RoomAdminDeps, roomNid: number): Promise<void> {
  for (let after = ''; ; ) {
    const userIds = await listMembersAfter(db, roomNid, after, USERS)
    const last = userIds.at(-1)
    if (last === undefined) return
    await deleteOfUsers(db, roomNid, userIds)
    after = last
  }
}
