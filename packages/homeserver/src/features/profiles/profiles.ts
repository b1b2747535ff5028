// Profiles: what people say of themselves, and who may read it.
import { MatrixError } from '@chappe/contract'
import type { JsonValue } from '@chappe/core'
import { isUserId } from '@chappe/core'
import { accountTypePolicyOf } from '@chappe/policy'
import type { AwayTime } from '../../away.ts'
import { awayIn } from '../../away.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { Profile } from './profile-fields.ts'
import { assertKey, NEAR_FIELDS, parseField, profileFromRow, profileToRow, withField, withoutField } from './profile-fields.ts'
import { findProfile, listSayingWhen, lockProfile, updateProfile } from './profiles-store.ts'

/** What the operations need. */
export interface ProfilesDeps {
  db: Db
  clock: Clock
  /** Asks whoever may make an unknown user to do so; true: they say that they have. */
  askFor(userId: string): Promise<boolean>
  people: {
    /** Whether two users are in a common room: some kinds of account are shown nobody else. */
    shareRoom(userId: string, otherUserId: string): Promise<boolean>
    /** Whether somebody is of the same organisation as another. */
    areColleagues(userId: string, otherUserId: string): Promise<boolean>
  }
  /** What their organisation says of somebody, as whoever asks may see it: fields that nobody sets of themselves. */
  given: { fields: readonly string[]; read(session: Session | undefined, userId: string): Promise<Profile> }
  settings: {
    /** Profiles are shown to those who are signed in only. */
    readNeedsToken: boolean
    /** People choose their own name; otherwise it is given to them. */
    ownDisplayName: boolean
  }
}

/** Told after a name or picture has changed. Rooms copy both into their member events. */
export type ProfileListener = (userId: string, profile: Profile) => void

/** Somebody who is out of office, or will be. */
export interface AwayPerson extends AwayTime {
  userNid: number
  userId: string
}

/** The operations of this feature. */
export interface Profiles {
  /** The profile of a user of this server, remembered; nothing when there is no such user. */
  profileOf(userId: string): Promise<Profile | undefined>
  /** The two fields that member events carry; empty when there is no such user. */
  memberProfileOf(userId: string): Promise<{ displayname?: string; avatar_url?: string }>
  /** A profile for somebody who asks; throws `M_NOT_FOUND`, or `M_MISSING_TOKEN` where strangers may not ask. */
  read(session: Session | undefined, userId: string): Promise<Profile>
  /** One field of it; throws `M_NOT_FOUND` where it is not set. */
  readField(session: Session | undefined, userId: string, key: string): Promise<JsonValue>
  /** While those of some people are out of office who are, or will be, and of whom the caller may know it. */
  listAway(session: Session, userIds: readonly string[]): Promise<AwayPerson[]>
  /** Sets a field of the caller's own profile from a body `{ [key]: value }`. */
  setField(session: Session, userId: string, field: { key: string; body: object }): Promise<void>
  /** The same for somebody whom the caller has the right to name. */
  setFieldOf(userId: string, field: { key: string; body: object }): Promise<void>
  deleteField(session: Session, userId: string, key: string): Promise<void>
  /** The name of an account that was just made, for whoever made it. */
  setInitialName(userId: string, displayName: string): Promise<void>
  /** `onProfileChange`: called after commit, when `displayname` or `avatar_url` has changed. */
  onChange(listener: ProfileListener): void
}

const MAX_REMEMBERED = 50_000

interface State extends ProfilesDeps {
  /** Promises rather than profiles, so that a write can make a read that is under way be forgotten. */
  remembered: Map<string, Promise<Profile | undefined>>
  listeners: ProfileListener[]
}

/** Ties the operations to what they need. */
export function createProfiles(deps: ProfilesDeps): Profiles {
  const state: State = { ...deps, remembered: new Map(), listeners: [] }
  return {
    profileOf: (userId) => profileOf(state, userId),
    setInitialName: (userId, displayname) =>
      changeProfile(state, { userId }, { userId, change: (profile) => ({ ...profile, displayname }) }),
    memberProfileOf: (userId) => memberProfileOf(state, userId),
    read: (session, userId) => readProfile(state, session, userId),
    async readField(session, userId, key) {
      assertKey(key)
      const profile = await readProfile(state, session, userId)
      const value = Object.hasOwn(profile, key) ? profile[key] : undefined
      if (value === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The profile does not have that field' })
      return value
    },
    listAway: (session, userIds) => listAway(state, session, userIds),
    async setField(session, userId, { key, body }) {
      assertKey(key)
      assertOwn(state, session, key)
      const value = parseField(key, body)
      await changeProfile(state, session, { userId, change: (profile) => withField(profile, key, value) })
    },
    async setFieldOf(userId, { key, body }) {
      assertKey(key)
      const value = parseField(key, body)
      await changeProfile(state, { userId }, { userId, change: (profile) => withField(profile, key, value) })
    },
    async deleteField(session, userId, key) {
      assertKey(key)
      assertOwn(state, session, key)
      await changeProfile(state, session, { userId, change: (profile) => withoutField(profile, key) })
    },
    onChange(listener) {
      state.listeners.push(listener)
    },
  }
}

/** The name is the organisation's or the operator's to give. An application service names its own users. */
function assertOwn({ settings, given }: State, session: Session, key: string): void {
  if (given.fields.includes(key)) throw new MatrixError('M_FORBIDDEN', { message: 'Your organisation says that, and not you' })
  if (settings.ownDisplayName || key !== 'displayname' || session.appservice !== undefined) return
  throw new MatrixError('M_FORBIDDEN', { message: 'Your name is given by your organisation' })
}

async function readProfile(state: State, session: Session | undefined, userId: string): Promise<Profile> {
  if (session === undefined && state.settings.readNeedsToken) throw new MatrixError('M_MISSING_TOKEN')
  const profile = isUserId(userId) ? await profileOf(state, userId) : undefined
  // Whether there is such a person is none of a stranger's business either.
  if (profile === undefined || !(await maySee(state, session, userId))) throw new MatrixError('M_NOT_FOUND', { message: 'Profile not found' })
  const hidden = [...state.given.fields, ...(await isNear(state, session, userId, profile) ? [] : NEAR_FIELDS)]
  const said = Object.fromEntries(Object.entries(profile).filter(([key]) => !hidden.includes(key)))
  return { ...said, ...(await state.given.read(session, userId)) }
}

async function maySee(state: State, session: Session | undefined, userId: string): Promise<boolean> {
  if (session === undefined || session.userId === userId || accountTypePolicyOf(session.accountType).seesStrangers) return true
  return state.people.shareRoom(session.userId, userId)
}

async function listAway(state: State, session: Session, userIds: readonly string[]): Promise<AwayPerson[]> {
  const nowMs = state.clock.now()
  const saying = (await listSayingWhen(state.db, userIds)).flatMap(({ fields, ...person }) => {
    const away = awayIn(fields, nowMs)
    return away === undefined ? [] : [{ ...person, ...away }]
  })
  const near = await Promise.all(saying.map(({ userId }) => isNearTo(state, session, userId)))
  return saying.filter((_, at) => near[at])
}

async function isNearTo(state: State, session: Session, userId: string): Promise<boolean> {
  if (session.userId === userId || (await state.people.shareRoom(session.userId, userId))) return true
  // Externals see nobody whom they share no room with, of whichever organisation.
  return accountTypePolicyOf(session.accountType).seesStrangers && state.people.areColleagues(session.userId, userId)
}

/** Who is at their desk, and who is not, is for colleagues and for whom one shares a room with. */
async function isNear(state: State, session: Session | undefined, userId: string, profile: Profile): Promise<boolean> {
  if (!NEAR_FIELDS.some((key) => Object.hasOwn(profile, key)) || session?.userId === userId) return true
  return session !== undefined && isNearTo(state, session, userId)
}

function profileOf(state: State, userId: string): Promise<Profile | undefined> {
  const known = state.remembered.get(userId)
  if (known !== undefined) return known
  const found = loadProfile(state, userId)
  if (state.remembered.size >= MAX_REMEMBERED) state.remembered.clear()
  state.remembered.set(userId, found)
  return found
}

async function memberProfileOf(state: State, userId: string): Promise<{ displayname?: string; avatar_url?: string }> {
  const { displayname, avatar_url } = (await profileOf(state, userId)) ?? {}
  return {
    ...(typeof displayname === 'string' ? { displayname } : {}),
    ...(typeof avatar_url === 'string' ? { avatar_url } : {}),
  }
}

async function loadProfile(state: State, userId: string): Promise<Profile | undefined> {
  let profile: Profile | undefined
  try {
    let row = await findProfile(state.db, userId)
    if (row === undefined && (await state.askFor(userId))) row = await findProfile(state.db, userId)
    profile = row === undefined ? undefined : profileFromRow(row)
    return profile
  } finally {
    // Neither a failure nor an absence is worth remembering: the user may register in the next second.
    if (profile === undefined) state.remembered.delete(userId)
  }
}

async function changeProfile(
  state: State,
  session: Pick<Session, 'userId'>,
  { userId, change }: { userId: string; change: (profile: Profile) => Profile },
): Promise<void> {
  if (session.userId !== userId) {
    throw new MatrixError('M_FORBIDDEN', { message: 'A profile is changed by its owner only' })
  }
  const [before, after] = await state.db.transaction().execute(async (tx) => {
    // Locked, so that two fields set at once do not undo each other.
    const locked = profileFromRow(await lockProfile(tx, userId))
    const changed = change(locked)
    await updateProfile(tx, userId, profileToRow(changed))
    return [locked, changed]
  })
  // Forgotten rather than replaced: of two writes at once, the one that committed first may get here last.
  state.remembered.delete(userId)
  if (before?.['displayname'] === after?.['displayname'] && before?.['avatar_url'] === after?.['avatar_url']) return
  for (const listener of state.listeners) listener(userId, after ?? {})
}
