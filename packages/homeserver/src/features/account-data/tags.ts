// Room tags: kept as the room account data `m.tag`. https://spec.matrix.org/v1.19/client-server-api/#room-tagging
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Changes } from '../../streams/changes.ts'
import { findAccountData, lockAccountData, updateAccountData } from './account-data-store.ts'
import { assertEntrySize } from './entry-size.ts'

/** The operations on tags. */
export interface Tags {
  /** The tags of a room by name; empty where there are none. */
  getTags(userId: string, roomId: string): Promise<JsonObject>
  setTag(userId: string, roomId: string, tag: { name: string; content: JsonObject }): Promise<void>
  /** Takes a tag off; fine when it was not there. */
  deleteTag(userId: string, roomId: string, name: string): Promise<void>
}

/** What the operations need. */
interface TagsDeps {
  db: Db
  changes: Changes
  /** The number of a room; throws where there is none. */
  roomNid(roomId: string): Promise<number>
}

const TYPE = 'm.tag'

/** Ties the operations to what they need. */
export function createTags(deps: TagsDeps): Tags {
  return {
    async getTags(userId, roomId) {
      const roomNid = await deps.roomNid(roomId)
      const content = await findAccountData(deps.db, { userId, roomNid, type: TYPE })
      return content === undefined ? {} : tagsOf(content)
    },
    async setTag(userId, roomId, { name, content }) {
      if (name === '' || Buffer.byteLength(name) > 255) {
        throw new MatrixError('M_INVALID_PARAM', { message: 'A tag has 1 to 255 bytes' })
      }
      await changeTags(deps, { userId, roomId }, (tags) => {
        // Defined rather than assigned: `__proto__` is a name like any other.
        Object.defineProperty(tags, name, { value: content, enumerable: true, configurable: true, writable: true })
      })
    },
    async deleteTag(userId, roomId, name) {
      await changeTags(deps, { userId, roomId }, (tags) => {
        delete tags[name]
      })
    },
  }
}

async function changeTags(
  deps: TagsDeps,
  { userId, roomId }: { userId: string; roomId: string },
  change: (tags: JsonObject) => void,
): Promise<void> {
  const key = { userId, roomNid: await deps.roomNid(roomId), type: TYPE }
  await deps.changes.write([{ kind: 'accountData', users: [userId] }], async (position) => {
    // Locked, so that two devices tagging at once do not undo each other.
    await deps.db.transaction().execute(async (tx) => {
      const tags = tagsOf(await lockAccountData(tx, key, '{"tags":{}}'))
      change(tags)
      const content = JSON.stringify({ tags })
      assertEntrySize(content)
      await updateAccountData(tx, key, { content, position, deleted: false })
    })
  })
}

/** The entry can also be written as plain account data, and so hold anything. */
function tagsOf(content: string): JsonObject {
  const value = parseJson(content)
  return isJsonObject(value) && isJsonObject(value['tags']) ? value['tags'] : {}
}
