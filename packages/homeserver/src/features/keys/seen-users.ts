// Whose keys somebody is shown: some kinds of account get those of people they share a room with, and of nobody else.
import { accountTypePolicyOf } from '@chappe/policy'
import type { Session } from '../../session.ts'
import type { KeysContext } from './keys-deps.ts'

/** Those of some users whom a session may know of. The others are left out as if there were none of them. */
export async function seenUsers({ people }: KeysContext, session: Session, userIds: readonly string[]): Promise<string[]> {
  if (accountTypePolicyOf(session.accountType).seesStrangers) return [...userIds]
  const seen = await Promise.all(
    userIds.map(async (userId) => userId === session.userId || (await people.shareRoom(session.userId, userId))),
  )
  return userIds.filter((_, at) => seen[at])
}
