// Account data as the other features need it.
import type { IgnoredUsers } from '../engine/ignored-users.ts'
import { createIgnoredUsers, IGNORED_USERS } from '../engine/ignored-users.ts'
import { findRoomNid } from '../engine/rooms-store.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import { createAccountData } from '../features/account-data/account-data.ts'
import type { Push } from '../features/push/push.ts'
import type { Foundation } from '../foundation.ts'

/** Account data, and of it what every read asks for: who ignores whom. */
export async function createAccountDataFeature(
  { changes, database: { db } }: Foundation,
  push: Push,
): Promise<{ accountData: AccountData; ignored: IgnoredUsers }> {
  const ignored = createIgnoredUsers()
  const accountData = createAccountData({
    db,
    changes,
    rooms: { findRoomNid: (roomId) => findRoomNid(db, roomId) },
    virtual: [push.accountData],
    stored: (userId, { type, content }) => (type === IGNORED_USERS ? ignored.set(userId, content) : undefined),
  })
  for (const { userId, content } of await accountData.listIgnoreLists()) ignored.set(userId, content)
  return { accountData, ignored }
}
