// Whom an account could have found or met, and which rooms the directory could have shown it. Where accounts stood then, of
// which organisation they were and what was listed is on record as of now alone: for the past it is assumed, and said to be.
import { accountTypePolicyOf, statesThatAre } from '@chappe/policy'
import type { AccountType, ProfilePolicy } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { PeopleFilter, PictureFilter } from './people-store.ts'
import { countListings, countPeople, countProfilePictures, listJoinedIn } from './people-store.ts'
import type { Moments } from './spans.ts'

/** What is not on record for the past, and is taken to have been. */
export type ReachAssumption =
  /** Whoever is not found now, being stopped or closed, could have been found then. */
  | 'account_states'
  /** Organisations were as they are now. */
  | 'organisations'
  /** Rooms that were open then were listed; others that were taken out of the directory since are not counted. */
  | 'listing'
  /** Rooms that were forgotten could still be read; those blocked or frozen only for a while could be read throughout. */
  | 'room_marks'
  /** What was deleted, or a file taken away, since could be read. */
  | 'purged'
  /** People had the pictures that they have now; one that was taken away since is counted where an event carries it. */
  | 'profiles'

/** Whom, and what of rooms. */
export interface ReachablePeople {
  scope: 'everybody' | 'organisation' | 'acquainted' | 'nobody'
  /** Whom a search finds. */
  count: number
  /** Of these, how many only by assumption. */
  assumed: number
  /** Who was in the rooms that could be read. */
  inRooms: number
  /** Both of these, each person once. */
  all: number
  /** How many more there are, for whoever knows a whole name, address or id. */
  byName: number
  /** Rooms of which the directory shows name, topic and how many are in them; of these, how many only by assumption. */
  listed: number
  listedAssumed: number
  /** Pictures of people whose profiles could be looked at. */
  pictures: number
  assumptions: ReachAssumption[]
}

/** Who looks, and when. */
export interface PeopleLook {
  userId: string
  accountType: AccountType
  organisationNid: number | null
  /** Every session was on probation. */
  isLimited: boolean
  toMs: number
  /** Any of the time is over. */
  isPast: boolean
  windows: readonly Moments[]
  /** Rooms that the account could have been in, rooms that were open to all, and rooms that are listed for others alone. */
  rooms: { there: readonly number[]; open: readonly number[]; others: readonly number[] }
}

/** What it needs. */
export interface PeopleDeps {
  db: Db
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'directoryScope' | 'mediaFollowsEvents'> }
}

const ROOMS_AT_ONCE = 200
const PEOPLE_AT_ONCE = 20_000
const VISIBLE = statesThatAre('isVisible')

/** Counts them. */
export async function findPeople({ db, settings }: PeopleDeps, look: PeopleLook): Promise<ReachablePeople> {
  const { accountType, isPast, isLimited, organisationNid, rooms, toMs, userId } = look
  const { findsOthers, seesStrangers } = accountTypePolicyOf(accountType)
  const met = await membersOf(db, rooms.there, look)
  const scope = !findsOthers ? 'nobody' : isLimited ? 'organisation' : settings.policy.directoryScope
  const base = { states: VISIBLE, untilMs: toMs, userId }
  const everybody = seesStrangers ? await countPeople(db, { ...base, organisationNid: undefined }) : { visible: 0, hidden: 0 }
  const found = await findable(db, { scope, met, base, look })
  const sum = ({ visible, hidden }: { visible: number; hidden: number }): number => visible + (isPast ? hidden : 0)
  const listings = findsOthers ? await countListings(db, toMs, { open: isPast ? rooms.open : [], others: rooms.others }) : { listed: 0, unlisted: 0 }
  return {
    scope,
    count: sum(found.found),
    assumed: isPast ? found.found.hidden : 0,
    inRooms: met.size,
    all: met.size + sum(found.found) - sum(found.both),
    byName: Math.max(0, sum(everybody) - sum(found.found)),
    listed: listings.listed + listings.unlisted,
    listedAssumed: listings.unlisted,
    pictures: await countPictures(db, { among: seesStrangers ? undefined : met, isNow: !isPast, isOwn: settings.policy.mediaFollowsEvents, serverName: settings.serverName, untilMs: toMs, userId }),
    assumptions: assumptionsOf({ isPast, findsOthers, isOrganisation: scope === 'organisation' && organisationNid !== null }),
  }
}

function assumptionsOf({ isPast, findsOthers, isOrganisation }: { isPast: boolean; findsOthers: boolean; isOrganisation: boolean }): ReachAssumption[] {
  const ofOthers: ReachAssumption[] = isOrganisation ? ['account_states', 'organisations', 'listing'] : ['account_states', 'listing']
  return [...(isPast && findsOthers ? ofOthers : []), ...(isPast ? (['room_marks', 'purged', 'profiles'] as const) : [])]
}

interface Finding {
  scope: ReachablePeople['scope']
  met: ReadonlySet<number>
  base: Omit<PeopleFilter, 'organisationNid'>
  look: PeopleLook
}

/** Whom a search finds, and whom of these the account has met. */
async function findable(db: Db, { scope, met, base, look }: Finding): Promise<{ found: { visible: number; hidden: number }; both: { visible: number; hidden: number } }> {
  const none = { visible: 0, hidden: 0 }
  switch (scope) {
    case 'nobody':
      return { found: none, both: none }
    case 'everybody': {
      const filter = { ...base, organisationNid: undefined }
      return { found: await countPeople(db, filter), both: await countAmong(db, filter, met) }
    }
    case 'organisation': {
      // A device on probation finds nobody without an organisation; others then find those who have none either.
      if (look.isLimited && look.organisationNid === null) return { found: none, both: none }
      const filter = { ...base, organisationNid: look.organisationNid }
      const [own, ownMet] = [await countPeople(db, filter), await countAmong(db, filter, met)]
      if (look.isLimited) return { found: own, both: ownMet }
      // Of others, those one shares a room with.
      const both = await countAmong(db, { ...base, organisationNid: undefined }, met)
      return { found: { visible: own.visible + both.visible - ownMet.visible, hidden: own.hidden + both.hidden - ownMet.hidden }, both }
    }
    case 'acquainted': {
      // Whoever is in an open room is found by everybody, also by those who may not come in.
      const filter = { ...base, organisationNid: undefined }
      const others = await membersOf(db, look.rooms.open, look)
      const both = await countAmong(db, filter, met)
      const strangers = await countAmong(db, filter, new Set([...others].filter((userNid) => !met.has(userNid))))
      return { found: { visible: both.visible + strangers.visible, hidden: both.hidden + strangers.hidden }, both }
    }
  }
}

async function countPictures(db: Db, { among, ...filter }: Omit<PictureFilter, 'among'> & { among: ReadonlySet<number> | undefined }): Promise<number> {
  return countProfilePictures(db, { ...filter, among: among === undefined ? undefined : [...among] })
}

async function membersOf(db: Db, roomNids: readonly number[], { windows, userId }: PeopleLook): Promise<Set<number>> {
  const people = new Set<number>()
  for (let at = 0; at < roomNids.length; at += ROOMS_AT_ONCE) {
    const some = roomNids.slice(at, at + ROOMS_AT_ONCE)
    for (const window of windows) for (const userNid of await listJoinedIn(db, some, window, userId)) people.add(userNid)
  }
  return people
}

async function countAmong(db: Db, filter: PeopleFilter, people: ReadonlySet<number>): Promise<{ visible: number; hidden: number }> {
  const all = [...people]
  const sums = { visible: 0, hidden: 0 }
  for (let at = 0; at < all.length; at += PEOPLE_AT_ONCE) {
    const { visible, hidden } = await countPeople(db, filter, all.slice(at, at + PEOPLE_AT_ONCE))
    sums.visible += visible
    sums.hidden += hidden
  }
  return sums
}
