// The rooms of the users who listen: where they stand in each, and what counts as unread.
import type { Db } from '../db/pool.ts'
import type { Clock } from '../deps.ts'
import type { LiveUser, LiveUsers } from '../streams/live-users.ts'
import type { ReadMarks } from './read-marks.ts'
import { advance, dropRead, markRead } from './read-marks.ts'
import type { Room } from './room.ts'
import { listPushExceptions, listReadPositions, listUserRooms } from './rooms-store.ts'
import type { RoomRegistry } from './steps/registry.ts'

export { unreadOf } from './unread.ts'

/** One room of one user. */
export interface UserRoom extends ReadMarks {
  roomNid: number
  membership: string
  /** The position of their membership event. */
  position: number
  joinedPosition: number
  joinedOrdinal: number
  forgotten: boolean
  /** The room, while they are joined and it is in memory. */
  room: Room | undefined
}

/** A membership that became durable. */
export interface MembershipChange
  extends Pick<UserRoom, 'userId' | 'roomNid' | 'membership' | 'position' | 'joinedPosition' | 'joinedOrdinal' | 'room'> {}

/** Every room of one listening user. */
export interface UserRooms {
  user: LiveUser
  rooms: Map<number, UserRoom>
  /** The position of the last membership that was no joining: an invitation, a leaving. */
  outsidePosition: number
  /** Some joined room may not be in memory. */
  isDetached: boolean
  /** Its rooms are being loaded. */
  attaching: Promise<void> | undefined
}

/** The users who listen, with their rooms. */
export interface UserRoomsRegistry {
  /** A user's rooms, loaded with every room they are joined to; at once where they are in memory. */
  open(userId: string): Promise<UserRooms> | UserRooms
  /** A user's rooms if they are in memory. */
  peek(userId: string): UserRooms | undefined
  /** A membership became durable. */
  setMembership(change: MembershipChange): void
  /** A user wants to see no more of a room that they left; that is durable. */
  forget(userId: string, roomNid: number): void
  /** Calls a listener with what is forgotten. */
  onForgotten(listener: (userId: string, roomNid: number) => void): void
  /** Something else about these users became visible: who is being loaded is loaded anew. */
  touch(userIds: Iterable<string>): void
  /** Rooms left memory; their users' pointers are renewed at the next sync. */
  forgetRooms(rooms: ReadonlySet<Room>): void
  /** Memberships of these users are in doubt: they are loaded anew at the next sync. */
  forgetUsers(userIds: ReadonlySet<string>): void
  expire(before: number): void
}

/** What the registry needs. */
export interface UserRoomsDeps {
  db: Db
  clock: Clock
  live: LiveUsers
  registry: RoomRegistry
  /** How far events are visible. */
  stream: { published: number }
  /** Throws while the outcome of a commit is in doubt. */
  assertOpen(): void
  /** Where events come from another process: resolves when those up to a position are visible here. */
  reached?(position: number): Promise<void>
}

/** Opens an empty registry. */
export function createUserRooms(deps: UserRoomsDeps): UserRoomsRegistry {
  const { db, clock, live } = deps
  const users = new Map<string, UserRooms>()
  const loading = new Map<string, { promise: Promise<UserRooms>; marks: { dirty: boolean } }>()

  /** What is read of a user at this moment may be old. */
  function touchOne(userId: string): void {
    const state = loading.get(userId)
    if (state !== undefined) state.marks.dirty = true
  }

  async function load(userId: string, marks: { dirty: boolean }): Promise<UserRooms> {
    for (;;) {
      marks.dirty = false
      // While a commit is in doubt, what would be read might lack what turns out to be durable.
      deps.assertOpen()
      const rooms = await loadUserRooms(db, userId)
      // The rows may tell of events that are not visible here yet, and would be told of twice.
      if (deps.reached !== undefined) await deps.reached(lastPositionOf(rooms.values()))
      // Something changed while the rows were on their way: what they say may be old.
      if (marks.dirty) continue
      const outsidePosition = outsidePositionOf(rooms.values())
      const entry = { user: live.open(userId, clock.now()), rooms, outsidePosition, isDetached: true, attaching: undefined }
      users.set(userId, entry)
      return entry
    }
  }

  function loadOnce(userId: string): Promise<UserRooms> {
    const running = loading.get(userId)
    if (running !== undefined) return running.promise
    const marks = { dirty: false }
    const promise = load(userId, marks).finally(() => loading.delete(userId))
    loading.set(userId, { promise, marks })
    return promise
  }

  async function openLoading(userId: string): Promise<UserRooms> {
    const entry = users.get(userId) ?? (await loadOnce(userId))
    if (!touch(deps, entry)) await attachOnce(deps, entry)
    return entry
  }

  return {
    open(userId) {
      const entry = users.get(userId)
      return entry !== undefined && touch(deps, entry) ? entry : openLoading(userId)
    },
    peek: (userId) => users.get(userId),
    setMembership(change) {
      touchOne(change.userId)
      const entry = users.get(change.userId)
      if (entry === undefined) return
      applyMembership(entry, change)
    },
    ...createForgetting(users, touchOne),
    touch(userIds) {
      for (const userId of userIds) touchOne(userId)
    },
    forgetRooms: (rooms) => forgetRooms(users.values(), rooms),
    forgetUsers(userIds) {
      for (const userId of userIds) {
        users.delete(userId)
        touchOne(userId)
      }
    },
    expire(before) {
      for (const user of live.expire(before)) {
        const entry = users.get(user.userId)
        users.delete(user.userId)
        for (const each of entry?.rooms.values() ?? []) each.room?.listeners.delete(user)
      }
    },
  }
}

/** What users want to see no more of. */
function createForgetting(
  users: ReadonlyMap<string, UserRooms>,
  touch: (userId: string) => void,
): Pick<UserRoomsRegistry, 'forget' | 'onForgotten'> {
  const listeners: ((userId: string, roomNid: number) => void)[] = []
  return {
    forget(userId, roomNid) {
      touch(userId)
      const each = users.get(userId)?.rooms.get(roomNid)
      if (each !== undefined) each.forgotten = true
      for (const listener of listeners) listener(userId, roomNid)
    },
    onForgotten: (listener) => void listeners.push(listener),
  }
}

function forgetRooms(entries: Iterable<UserRooms>, rooms: ReadonlySet<Room>): void {
  const nids = new Set([...rooms].map((room) => room.roomNid))
  for (const entry of entries) {
    for (const each of entry.rooms.values()) {
      if (!nids.has(each.roomNid)) continue
      each.room = undefined
      entry.isDetached = true
    }
  }
}

/** Notes that a user is listened for; whether their rooms are there too. */
function touch({ live, clock }: Pick<UserRoomsDeps, 'live' | 'clock'>, entry: UserRooms): boolean {
  const user = live.open(entry.user.userId, clock.now())
  if (user !== entry.user) entry.isDetached = true
  entry.user = user
  return !entry.isDetached && entry.attaching === undefined
}

type AttachDeps = Pick<UserRoomsDeps, 'registry' | 'stream'>

/** Whoever comes while the rooms are on their way waits for them too. */
async function attachOnce(deps: AttachDeps, entry: UserRooms): Promise<void> {
  while (entry.isDetached || entry.attaching !== undefined) {
    entry.attaching ??= attach(deps, entry).finally(() => {
      entry.attaching = undefined
    })
    await entry.attaching
  }
}

async function attach(deps: AttachDeps, entry: UserRooms): Promise<void> {
  entry.isDetached = false
  const missing: number[] = []
  for (const each of entry.rooms.values()) {
    if (each.membership === 'join' && (each.room === undefined || each.room.discarded)) missing.push(each.roomNid)
  }
  for (const room of await getRooms(deps, entry, missing)) {
    const each = entry.rooms.get(room.roomNid)
    if (each === undefined || each.membership !== 'join') continue
    each.room = room
    room.listeners.add(entry.user)
    for (const event of room.tail) {
      if (event.sender !== entry.user.userId) continue
      // What was redacted may have stood in a thread.
      if (event.relation?.threadId === undefined && event.redactedBy === undefined) advance(each, event.position, event.notifyOrdinal)
    }
  }
}

/** What these rooms had before they are listened to was noted nowhere: syncs from before now look at all of them. */
async function getRooms(deps: AttachDeps, entry: UserRooms, roomNids: readonly number[]): Promise<Room[]> {
  try {
    return roomNids.length === 0 ? [] : await deps.registry.getMany(roomNids)
  } catch (error) {
    entry.isDetached = true
    throw error
  } finally {
    entry.user.news = { since: deps.stream.published, entries: [] }
  }
}

function applyMembership(entry: UserRooms, change: MembershipChange): void {
  entry.rooms.set(change.roomNid, withMembership(entry.rooms.get(change.roomNid), change))
  if (change.membership === 'join') {
    if (change.room?.discarded === true) entry.isDetached = true
    else change.room?.listeners.add(entry.user)
    return
  }
  entry.outsidePosition = change.position
  change.room?.listeners.delete(entry.user)
}

function outsidePositionOf(rooms: Iterable<UserRoom>): number {
  let last = 0
  for (const each of rooms) if (each.membership !== 'join') last = Math.max(last, each.position)
  return last
}

function lastPositionOf(rooms: Iterable<UserRoom>): number {
  let last = 0
  for (const each of rooms) {
    last = Math.max(last, each.position)
    for (const exception of each.exceptions) last = Math.max(last, exception.position)
  }
  return last
}

async function loadUserRooms(db: Db, userId: string): Promise<Map<number, UserRoom>> {
  const [rows, reads, exceptions] = await Promise.all([
    listUserRooms(db, userId),
    listReadPositions(db, userId),
    listPushExceptions(db, userId),
  ])
  const rooms = new Map(rows.map((row) => [row.roomNid, userRoomOf(userId, row)]))
  for (const read of reads) markRead(rooms.get(read.roomNid), read)
  for (const { roomNid, threadId, ...exception } of exceptions) {
    rooms.get(roomNid)?.exceptions.push({ ...exception, threadId: threadId ?? undefined })
  }
  for (const room of rooms.values()) dropRead(room)
  return rooms
}

/** A user's room after their membership changed: who joins anew has read up to their joining. */
function withMembership(before: UserRoom | undefined, change: MembershipChange): UserRoom {
  const joinedAnew = change.membership === 'join' && before?.membership !== 'join'
  return {
    ...change,
    forgotten: before?.forgotten === true && (change.membership === 'leave' || change.membership === 'ban'),
    readPosition: joinedAnew ? change.joinedPosition : (before?.readPosition ?? 0),
    readOrdinal: joinedAnew ? change.joinedOrdinal : (before?.readOrdinal ?? 0),
    unthreadedPosition: joinedAnew ? change.joinedPosition : (before?.unthreadedPosition ?? 0),
    threadReads: before?.threadReads,
    exceptions: before?.exceptions ?? [],
  }
}

function userRoomOf(userId: string, row: Awaited<ReturnType<typeof listUserRooms>>[number]): UserRoom {
  const joined = row.sentPosition <= row.joinedPosition
  return {
    userId,
    roomNid: row.roomNid,
    membership: row.membership,
    position: row.position,
    joinedPosition: row.joinedPosition,
    joinedOrdinal: row.joinedOrdinal,
    forgotten: row.forgotten,
    readPosition: joined ? row.joinedPosition : row.sentPosition,
    readOrdinal: joined ? row.joinedOrdinal : row.sentOrdinal,
    unthreadedPosition: row.joinedPosition,
    threadReads: undefined,
    exceptions: [],
    room: undefined,
  }
}
