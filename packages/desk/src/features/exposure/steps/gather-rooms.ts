// What of rooms, and of the people in them, was delivered.
import { areKeysReachable, classOfRoom, eventsByClass, NumberSet, shareOf, spread } from '@chappe/ledger'
import type { Delivered, ExposedRoom, RoomTally, SessionTally, Tally, Times } from '@chappe/ledger'
import type { EventSum, ExposureFacts, RoomFacts } from '@chappe/homeserver/ports'

/** What events show of a person. */
export interface SeenPerson extends Times {
  clear: number
  ciphertext: number
  rooms: number
  asMember: boolean
  hasKeys: boolean
}

/** How sessions are named in a report. */
export type SessionNames = ReadonlyMap<SessionTally, string>

/** Rooms by their numbers, and the people in them by their user ids. */
export interface Gathered {
  rooms: Map<number, ExposedRoom>
  people: Map<string, SeenPerson>
  /** Rooms whose keys were within reach of somebody they were delivered to. */
  withKeys: Set<number>
}

const POSITIONS_AT_ONCE = 10_000
/** Of a row that does not name its events, so many are looked at. */
const VAGUE_MAX = 100_000

/** Looks at each room that rows name; `progress` is told the part that is done. */
export async function gatherRooms(facts: ExposureFacts, tally: Tally, names: SessionNames, progress: (done: number) => Promise<void>): Promise<Gathered> {
  const sessions = [...tally.sessions.values()]
  const roomNids = [...new Set(sessions.flatMap(({ rooms }) => [...rooms.keys()]))].toSorted((a, b) => a - b)
  const known = new Map((await facts.rooms(roomNids)).map((room) => [room.roomNid, room]))
  const gathered: Gathered = { rooms: new Map(), people: new Map(), withKeys: new Set() }
  for (const [at, roomNid] of roomNids.entries()) {
    const readers = sessions.flatMap((session) => {
      const room = session.rooms.get(roomNid)
      return room === undefined ? [] : [{ session, room }]
    })
    await gatherRoom(facts, gathered, { roomNid, room: known.get(roomNid), readers, names })
    if (at % 50 === 0) await progress(at / roomNids.length)
  }
  return gathered
}

/** What one session was shown of a room. */
interface RoomReader {
  session: SessionTally
  room: RoomTally
}

interface RoomLook {
  roomNid: number
  /** Nothing where it was deleted. */
  room: RoomFacts | undefined
  readers: readonly RoomReader[]
  names: SessionNames
}

async function gatherRoom(facts: ExposureFacts, gathered: Gathered, { roomNid, room, readers, names }: RoomLook): Promise<void> {
  const { positions, assumed } = await positionsOf(facts, roomNid, readers)
  const hasKeys = await haveKeys(facts, roomNid, readers)
  const found = await sumUp(facts, gathered, { roomNid, positions, hasKeys, times: timesOf(readers) })
  const delivered: Delivered = { ...found.delivered, unknown: positions.size - found.events + assumed }
  const total = Math.max(room?.total ?? 0, found.events + assumed)
  const events = eventsByClass(delivered, { hasKeys, state: found.state, reachable: 0, total })
  const isDelivered = positions.size + assumed > 0
  const isEncrypted = room?.isEncrypted ?? false
  if (hasKeys) gathered.withKeys.add(roomNid)
  gathered.rooms.set(roomNid, {
    roomId: room?.roomId ?? `#${roomNid}`,
    number: roomNid,
    name: room?.name ?? null,
    organisation: room?.organisation ?? null,
    audience: room?.audience ?? 'members',
    isEncrypted,
    isOpen: room?.isOpen ?? false,
    class: classOfRoom(delivered, { isEncrypted, hasKeys }),
    events,
    share: shareOf(events),
    bytes: found.bytes,
    ...(isDelivered ? timesOf(readers) : { firstAtMs: null, lastAtMs: null }),
    sessions: readers.filter((each) => each.room.positions.size + each.room.vague.length > 0).map(({ session }) => names.get(session) ?? '').toSorted(),
    reachableBy: null,
    reachableNow: false,
    isListed: readers.some((each) => each.room.isListed),
  })
}

/** Every position that rows name; and how many more there are in what rows do not name each event of. */
async function positionsOf(facts: ExposureFacts, roomNid: number, readers: readonly RoomReader[]): Promise<{ positions: NumberSet; assumed: number }> {
  const positions = new NumberSet()
  const vague = new NumberSet()
  let uncounted = 0
  for (const { room } of readers) {
    positions.addAll(room.positions)
    for (const range of room.vague) {
      const inRange = await facts.positions(roomNid, { ...range, limit: VAGUE_MAX })
      // As many as were counted: it was all of them.
      if (inRange.length === range.count) positions.addAll(inRange)
      else vague.addAll(inRange)
      uncounted = Math.max(uncounted, range.count - inRange.length)
    }
  }
  let assumed = uncounted
  for (const position of vague) if (!positions.has(position)) assumed += 1
  return { positions, assumed }
}

/** Whether keys came to any session that the room was delivered to. */
async function haveKeys(facts: ExposureFacts, roomNid: number, readers: readonly RoomReader[]): Promise<boolean> {
  for (const { session: { keys }, room } of readers) {
    if (room.positions.size + room.vague.length === 0) continue
    const members = keys.isAny || keys.isVague ? [] : await facts.everMembers(roomNid, [...keys.senders])
    if (areKeysReachable(keys, members)) return true
  }
  return false
}

interface Sums {
  delivered: Omit<Delivered, 'unknown'>
  state: number
  bytes: number
  events: number
}

async function sumUp(facts: ExposureFacts, { people }: Gathered, look: { roomNid: number; positions: NumberSet; hasKeys: boolean; times: Times }): Promise<Sums> {
  const { roomNid, positions, hasKeys, times } = look
  const sums: Sums = { delivered: { written: 0, neverEncrypted: 0, ciphertext: 0 }, state: 0, bytes: 0, events: 0 }
  const here = new Set<string>()
  const see = (userId: string): SeenPerson => {
    const person = people.get(userId) ?? { ...times, clear: 0, ciphertext: 0, rooms: 0, asMember: false, hasKeys: false }
    people.set(userId, person)
    if (!here.has(userId)) {
      here.add(userId)
      person.rooms += 1
      person.hasKeys ||= hasKeys
      spread(person, times.firstAtMs)
      spread(person, times.lastAtMs)
    }
    return person
  }
  for (const some of positions.slices(POSITIONS_AT_ONCE)) {
    const found = await facts.sumEvents(roomNid, some)
    for (const sum of found) addSum(sums, see(sum.sender), sum)
    if (!found.some(({ kind }) => kind === 'state')) continue
    for (const userId of await facts.membersIn(roomNid, some)) see(userId).asMember = true
  }
  return sums
}

function addSum(sums: Sums, person: SeenPerson, { kind, events, bytes }: EventSum): void {
  sums.events += events
  sums.bytes += bytes
  if (kind === 'ciphertext') {
    sums.delivered.ciphertext += events
    person.ciphertext += events
    return
  }
  person.clear += events
  if (kind === 'written') sums.delivered.written += events
  else sums.delivered.neverEncrypted += events
  if (kind === 'state') sums.state += events
}

function timesOf(readers: readonly RoomReader[]): Times {
  return {
    firstAtMs: readers.reduce((least, { room }) => Math.min(least, room.firstAtMs), Number.MAX_SAFE_INTEGER),
    lastAtMs: readers.reduce((most, { room }) => Math.max(most, room.lastAtMs), 0),
  }
}
