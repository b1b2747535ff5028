// The front door of presence: who is there, for those who share a room that is not too large to look around in.
// https://spec.matrix.org/v1.19/client-server-api/#presence
import { MatrixError } from '@chappe/contract'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { UserRoom } from '../../engine/user-rooms.ts'
import type { RoomPeople } from '../../room-people.ts'
import type { Session } from '../../session.ts'
import type { Changes } from '../../streams/changes.ts'
import type { PresenceBook, PresenceEntry, PresenceState } from './presence-book.ts'
import { createPresenceBook } from './presence-book.ts'

/** What the operations need. */
export interface PresenceDeps {
  clock: Clock
  changes: Pick<Changes, 'touch'>
  engine: Pick<RoomEngine, 'userRooms'>
  people: Pick<RoomPeople, 'shareRoom'>
  /** Off: everybody is offline to everybody, and what clients say is taken without a word. */
  settings: { enabled: boolean }
}

/** Somebody's presence as the API shows it. */
export interface Presence {
  presence: PresenceState
  last_active_ago?: number
  status_msg?: string
  currently_active?: boolean
}

/** Which presence a sync shows: of those who changed in (from, to], and of those whom the viewer has come to meet. */
export interface PresenceRange {
  viewer: string
  rooms: ReadonlyMap<number, UserRoom>
  from: number
  to: number
  /** Everybody whom the viewer can see. */
  all: boolean
  met: Iterable<string>
}

/** What a sync asks of presence. */
export interface PresenceSource {
  /** A client of a user is heard of; gives back what says that its request has ended. */
  syncing(userId: string, wish: string | undefined): () => void
  eventsFor(range: PresenceRange): { sender: string; json: string }[]
  /** Of those who changed in (from, to] and are in one of some rooms. */
  eventsIn(range: { roomNids: ReadonlySet<number>; from: number; to: number }): { sender: string; json: string }[]
}

/** The operations of this feature. */
export interface PresenceFeature {
  set(session: Session, userId: string, input: { presence: PresenceState; statusMsg: string | undefined }): Promise<void>
  get(session: Session, userId: string): Promise<Presence>
  /** Somebody has done something. */
  active(userId: string): void
  /** Nothing where presence is off, so that a sync does nothing for it. */
  source: PresenceSource | undefined
  close(): void
}

/** Rooms with more members are no place to look around in. */
const MAX_ROOM = 500
const MAX_SHOWN = 2000
const TICK_MS = 1000
const SWEEP_MS = 25_000
const ACTIVE_MS = 60_000

interface State extends PresenceDeps {
  book: PresenceBook
}

/** Ties the operations to what they need. */
export function createPresence(deps: PresenceDeps): PresenceFeature {
  const state: State = { ...deps, book: createPresenceBook(deps.clock) }
  const { enabled } = deps.settings
  const timer = enabled ? startSweep(state) : undefined
  return {
    async set(session, userId, { presence, statusMsg }) {
      if (userId !== session.userId) throw new MatrixError('M_FORBIDDEN', { message: 'You speak for yourself only' })
      if (!enabled) return
      const entry = state.book.open(userId)
      const now = deps.clock.now()
      Object.assign(entry, { wish: presence, statusMsg, heardAtMs: now, ...(presence === 'online' ? { activeAtMs: now } : {}) })
      await tell(state, entry)
    },
    get: (session, userId) => get(state, session, userId),
    active(userId) {
      const entry = enabled ? state.book.find(userId) : undefined
      if (entry !== undefined) entry.activeAtMs = deps.clock.now()
    },
    source: enabled ? { syncing: (userId, wish) => syncing(state, userId, wish), eventsFor: (range) => eventsFor(state, range), eventsIn: (range) => eventsIn(state, range) } : undefined,
    close: () => clearInterval(timer),
  }
}

/** Whoever falls silent or idle is told of at the next sweep: coarse, so that it costs little. */
function startSweep(state: State): NodeJS.Timeout {
  let sweptAtMs = state.clock.now()
  const timer = setInterval(() => {
    const now = state.clock.now()
    if (now - sweptAtMs < SWEEP_MS) return
    sweptAtMs = now
    for (const entry of state.book.listStale()) void tell(state, entry)
  }, TICK_MS)
  timer.unref()
  return timer
}

async function get({ book, clock, people, settings }: State, session: Session, userId: string): Promise<Presence> {
  if (userId !== session.userId && !(await people.shareRoom(session.userId, userId))) {
    throw new MatrixError('M_FORBIDDEN', { message: 'You share no room with them' })
  }
  const entry = settings.enabled ? book.find(userId) : undefined
  return entry === undefined ? { presence: 'offline' } : contentOf(entry, book.stateOf(entry), clock.now())
}

function syncing(state: State, userId: string, wish: string | undefined): () => void {
  // "If this parameter is [...] offline [...] the client is not marked as being online when it uses this API." (v1.19)
  if (wish === 'offline') return () => undefined
  const { book, clock } = state
  const entry = book.open(userId)
  const now = clock.now()
  const isBack = book.stateOf(entry) === 'offline'
  entry.held += 1
  entry.heardAtMs = now
  if (wish === 'online' || isBack) entry.activeAtMs = now
  // Another of their devices may be at work at this moment.
  if (wish === 'unavailable' && (isBack || now - entry.activeAtMs > ACTIVE_MS)) entry.wish = 'unavailable'
  else if (wish === 'online' || isBack) entry.wish = 'online'
  if (book.stateOf(entry) !== entry.shown) void tell(state, entry)
  return () => {
    entry.held -= 1
    entry.heardAtMs = clock.now()
  }
}

/** Tells those who see a user what the user is now. Never throws: who is not told now is told with the next change. */
async function tell(state: State, entry: PresenceEntry): Promise<void> {
  const { engine, book, changes } = state
  try {
    const { rooms } = engine.userRooms.peek(entry.userId) ?? (await engine.userRooms.open(entry.userId))
    const users = new Set([entry.userId])
    for (const each of rooms.values()) {
      if (isSmall(each)) for (const user of each.room?.listeners ?? []) users.add(user.userId)
    }
    entry.shown = book.stateOf(entry)
    book.noteShown(entry, changes.touch([{ kind: 'presence', users }]))
  } catch {
    // The database is away; the next sweep finds the entry as it is now.
  }
}

function isSmall(each: UserRoom): boolean {
  return each.membership === 'join' && each.room !== undefined && each.room.joinedCount <= MAX_ROOM
}

function eventsFor({ book, clock, engine }: State, range: PresenceRange): { sender: string; json: string }[] {
  const now = clock.now()
  const senders = new Set(range.met)
  if (range.all) for (const userId of seenBy(range)) senders.add(userId)
  else for (const userId of book.changedIn(range.from, range.to)) senders.add(userId)
  const events: { sender: string; json: string }[] = []
  for (const sender of senders) {
    const entry = book.find(sender)
    if (entry === undefined || entry.position === 0 || events.length >= MAX_SHOWN) continue
    if (range.all && entry.shown === 'offline') continue
    if (sender !== range.viewer && !shareSmallRoom(range.rooms, engine.userRooms.peek(sender)?.rooms)) continue
    events.push({ sender, json: eventOf(entry, now) })
  }
  return events
}

function eventsIn(
  { book, clock, engine }: State,
  { roomNids, from, to }: { roomNids: ReadonlySet<number>; from: number; to: number },
): { sender: string; json: string }[] {
  const now = clock.now()
  const events: { sender: string; json: string }[] = []
  for (const sender of book.changedIn(from, to)) {
    const entry = book.find(sender)
    const rooms = [...(engine.userRooms.peek(sender)?.rooms.values() ?? [])]
    if (entry === undefined || entry.position === 0 || events.length >= MAX_SHOWN) continue
    if (rooms.some((each) => roomNids.has(each.roomNid) && isSmall(each))) events.push({ sender, json: eventOf(entry, now) })
  }
  return events
}

function eventOf(entry: PresenceEntry, now: number): string {
  const content = JSON.stringify(contentOf(entry, entry.shown, now))
  return `{"type":"m.presence","sender":${JSON.stringify(entry.userId)},"content":${content}}`
}

function* seenBy({ viewer, rooms }: PresenceRange): Iterable<string> {
  yield viewer
  for (const each of rooms.values()) {
    if (isSmall(each)) for (const user of each.room?.listeners ?? []) yield user.userId
  }
}

function shareSmallRoom(mine: ReadonlyMap<number, UserRoom>, theirs: ReadonlyMap<number, UserRoom> | undefined): boolean {
  if (theirs === undefined) return false
  const [few, many] = mine.size < theirs.size ? [mine, theirs] : [theirs, mine]
  for (const each of few.values()) {
    if (isSmall(each) && many.get(each.roomNid)?.membership === 'join') return true
  }
  return false
}

function contentOf(entry: PresenceEntry, presence: PresenceState, now: number): Presence {
  const { activeAtMs, statusMsg } = entry
  return {
    presence,
    ...(activeAtMs === 0 ? {} : { last_active_ago: Math.max(0, Math.trunc(now - activeAtMs)) }),
    ...(presence === 'online' ? { currently_active: now - activeAtMs < ACTIVE_MS } : {}),
    ...(statusMsg === undefined ? {} : { status_msg: statusMsg }),
  }
}
