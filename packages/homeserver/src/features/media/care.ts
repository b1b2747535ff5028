// Taking care of files: quarantine, deletion, and the collection of what nobody can ever ask for.
import { deleteMedia, deleteUncarried, listReferenced, quarantine, quarantineOfRoom, quarantineOfUser, unquarantine } from './care-store.ts'
import type { MediaState } from './media-state.ts'
import { isReferenced, removeUnreferenced } from './media-state.ts'

/** What administrators may do to files. Each gives back how many media ids it touched. */
export interface MediaCare {
  /** Nobody may read the file any more, nor the same bytes under any other id, nor uploaded again. */
  quarantine(mediaId: string, by: string): Promise<number>
  /** The same for every file that an event of a room carries. */
  quarantineRoom(roomId: string, by: string): Promise<number>
  /** The same for every file that somebody has uploaded. */
  quarantineUser(userId: string, by: string): Promise<number>
  /** Lets a file and its like be read again. */
  unquarantine(mediaId: string): Promise<number>
  /** Deletes a media id; its bytes with the last id that has them. */
  delete(mediaId: string): Promise<number>
  /** Deletes what was announced and never came, what no event came for, and files without a row. `part`: see `listHashes`. */
  collect(part?: number): Promise<number>
}

/** "If the media is not attached [...] within a reasonable period" (MSC3911): a day, as for what is announced. */
const UNATTACHED_AFTER_MS = 24 * 3600_000
/** Pictures of pages are fetched anew after that. */
const PREVIEW_AFTER_MS = 7 * 24 * 3600_000
/** A file whose row is not there after so long: the server died between the two. */
const ORPHAN_AFTER_MS = 3600_000
const PARTS = 256

/** Ties the operations to what they need. */
export function createMediaCare(state: MediaState): MediaCare {
  const { db, clock } = state
  return {
    quarantine: (mediaId, by) => quarantine(db, mediaId, { by, atMs: clock.now() }),
    quarantineRoom: (roomId, by) => quarantineOfRoom(db, roomId, { by, atMs: clock.now() }),
    quarantineUser: (userId, by) => quarantineOfUser(db, userId, { by, atMs: clock.now() }),
    unquarantine: (mediaId) => unquarantine(db, mediaId),
    async delete(mediaId) {
      const { deleted, hashes } = await deleteMedia(db, mediaId)
      await removeUnreferenced(state, hashes)
      return deleted
    },
    async collect(part) {
      const now = clock.now()
      const { deleted, hashes } = await deleteUncarried(db, {
        expiredBefore: now,
        unattachedBefore: now - UNATTACHED_AFTER_MS,
        previewBefore: now - PREVIEW_AFTER_MS,
      })
      await removeUnreferenced(state, hashes)
      const parts = part === undefined ? Array.from({ length: PARTS }, (_, index) => index) : [part]
      for (const each of parts) await removeOrphans(state, each)
      return deleted
    },
  }
}

/** Removes the files of one part of the folder that no row knows and that are old enough to have one. */
async function removeOrphans(state: MediaState, part: number): Promise<void> {
  const hashes = await state.files.listHashes(part)
  const known = new Set(hashes.length === 0 ? [] : await listReferenced(state.db, hashes))
  const before = state.clock.now() - ORPHAN_AFTER_MS
  for (const hash of hashes) {
    if (!known.has(hash)) await state.files.remove(hash, () => isReferenced(state, hash), before)
  }
}
