// What a kind of account may do: one table, the same in every profile, since a profile without externals has none.
import type { AccountType } from './account.ts'

/** The values that differ between the kinds of account. */
export interface AccountTypePolicy {
  /** Finds people and rooms that nobody has shown to it: the user directory, published rooms, previews of open rooms. */
  findsOthers: boolean
  /** Makes rooms. */
  makesRooms: boolean
  /** Is shown profiles and keys of people it shares no room with. */
  seesStrangers: boolean
  /** Invites others to come in as externals. */
  sponsors: boolean
}

const POLICIES: Readonly<Record<AccountType, AccountTypePolicy>> = {
  agent: { findsOthers: true, makesRooms: true, seesStrangers: true, sponsors: true },
  external: { findsOthers: false, makesRooms: false, seesStrangers: false, sponsors: false },
  service: { findsOthers: true, makesRooms: true, seesStrangers: true, sponsors: false },
  // Whoever plays an intruder is shown nobody who is real.
  exercise: { findsOthers: false, makesRooms: true, seesStrangers: false, sponsors: false },
}

/** The policy values of a kind of account. */
export function accountTypePolicyOf(type: AccountType): AccountTypePolicy {
  return POLICIES[type]
}

/** Operations that show people and rooms one has nothing to do with yet. */
const FINDS_OTHERS = new Set([
  'getMutualRooms',
  'getPublicRooms',
  'getRoomIdByAlias',
  'getRoomVisibilityOnDirectory',
  'listOrganisationNames',
  'queryPublicRooms',
  'searchUserDirectory',
])
const MAKES_ROOMS = new Set(['createRoom', 'upgradeRoom'])
const SPONSORS = new Set(['extendInvitation', 'inviteExternal', 'listInvitations', 'revokeInvitation'])

/** Whether a kind of account has an operation at all. */
export function accountTypeMay(type: AccountType, operation: string): boolean {
  const policy = POLICIES[type]
  if (FINDS_OTHERS.has(operation)) return policy.findsOthers
  if (MAKES_ROOMS.has(operation)) return policy.makesRooms
  return policy.sponsors || !SPONSORS.has(operation)
}
