// What people keep for themselves over all their devices, sealed by them (docs/api/sealed.md). It is account data as any other,
// but that a device which has not seen what another one has stored meanwhile is told so, and overwrites nothing.
import { MatrixError } from '@chappe/contract'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Changes } from '../../streams/changes.ts'
import { countAccountData, findAccountData, lockAccountData, updateAccountData } from './account-data-store.ts'
import { assertEntrySize, assertRoomForEntry } from './entry-size.ts'

/** What a device stores. */
export interface SealedEntry {
  /** That of what the device has read; 0 where there is nothing. */
  version: number
  /** Which key it is sealed with, in a name that tells nothing of the key. */
  key: string
  iv: string
  sealed: string
}

/** The operations on what is sealed. */
export interface SealedEntries {
  /** Stores it and gives back its version; throws where that is not the one after what is stored. */
  setSealed(userId: string, name: string, entry: SealedEntry): Promise<number>
}

const PREFIX = 'org.chappe.sealed.'
const NAME = /^[a-z_]{1,32}$/

/** Ties the operations to what they need. */
export function createSealedEntries({ db, changes }: { db: Db; changes: Changes }): SealedEntries {
  return {
    async setSealed(userId, name, { version, key, iv, sealed }) {
      if (!NAME.test(name)) throw new MatrixError('M_INVALID_PARAM', { message: 'A name has 1 to 32 letters from a to z' })
      const at = { userId, roomNid: 0, type: `${PREFIX}${name}` }
      const next = version + 1
      const content = JSON.stringify({ version: next, key, iv, sealed })
      assertEntrySize(content)
      if ((await findAccountData(db, at)) === undefined) assertRoomForEntry(await countAccountData(db, userId))
      await changes.write([{ kind: 'accountData', users: [userId] }], async (position) => {
        await db.transaction().execute(async (tx) => {
          // Locked, so that of two devices that store at once one is told that it came second.
          const stored = versionOf(await lockAccountData(tx, at, '{}'))
          if (stored !== version) throw new MatrixError('M_UNKNOWN', { status: 409, message: 'Another device has stored something meanwhile', fields: { version: stored } })
          await updateAccountData(tx, at, { content, position, deleted: false })
        })
      })
      return next
    },
  }
}

/** The entry can also be written as plain account data, and so hold anything. */
function versionOf(content: string): number {
  const value = parseJson(content)
  const version = isJsonObject(value) ? value['version'] : undefined
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : 0
}
