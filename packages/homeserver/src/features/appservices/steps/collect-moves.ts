// Queues for an application service whose devices its users have to look at anew, since they have come to share an
// encrypted room, and whose no longer, since they share no room any more. MSC3202.
import type { Tx } from '../../../db/pool.ts'
import { listJoinedUserIds } from '../../../engine/rooms-store.ts'
import type { StreamEvent } from '../appservices-store.ts'
import { insertOthers, listEncryptedRooms, listNewlyJoined, listRoomsOfEach } from '../changes-store.ts'
import { ownsUser } from '../namespaces.ts'
import type { Registration } from '../registration.ts'

/** Who came and went in a stretch of the stream, as far as one application service is concerned. */
interface Moved {
  registration: Registration
  came: { userId: string; roomNid: number }[]
  went: Set<string>
  /** Rooms that one of its own users came into, or left: everybody there came near or went away by that. */
  entered: Set<number>
  left: Set<number>
}

/** Gathers who comes and goes. */
export interface Moves {
  /** An event, and those of application services' users who were in its room before it. */
  note(event: StreamEvent, members: ReadonlySet<string>): void
  /** Queues what was gathered of the events above `after` up to `upTo`; `membersOf`: such users in a room by then. */
  queue(tx: Tx, stretch: { after: number; upTo: number }, membersOf: (roomNid: number) => Promise<ReadonlySet<string>>): Promise<void>
}

/** For those of the application services that ask for it. */
export function createMoves(registrations: readonly Registration[]): Moves {
  const all = registrations
    .filter((each) => each.receivesDevices && each.url !== undefined)
    .map((registration): Moved => ({ registration, came: [], went: new Set(), entered: new Set(), left: new Set() }))
  return {
    note(event, members) {
      if (event.membership === null || event.stateKey === null) return
      for (const moved of all) note(moved, { ...event, stateKey: event.stateKey }, members)
    },
    async queue(tx, stretch, membersOf) {
      for (const moved of all) await queue(tx, moved, { ...stretch, membersOf })
    },
  }
}

function note(moved: Moved, event: StreamEvent & { stateKey: string }, members: ReadonlySet<string>): void {
  const { stateKey: userId, roomNid, membership } = event
  const isGone = membership === 'leave' || membership === 'ban'
  if (membership !== 'join' && !isGone) return
  if (ownsUser(moved.registration, userId)) (isGone ? moved.left : moved.entered).add(roomNid)
  else if (![...members].some((each) => ownsUser(moved.registration, each))) return
  else if (isGone) moved.went.add(userId)
  else moved.came.push({ userId, roomNid })
}

interface Stretch {
  after: number
  upTo: number
  membersOf(roomNid: number): Promise<ReadonlySet<string>>
}

async function queue(tx: Tx, moved: Moved, stretch: Stretch): Promise<void> {
  const { registration, came, went, entered, left } = moved
  if (came.length + went.size + entered.size + left.size === 0) return
  const encrypted = new Set(await listEncryptedRooms(tx, [...entered, ...came.map((each) => each.roomNid)]))
  const changed = new Set(await listNewlyJoined(tx, came.filter((each) => encrypted.has(each.roomNid)), stretch.after))
  for (const roomNid of entered) {
    if (encrypted.has(roomNid)) for (const userId of await listJoinedUserIds(tx, roomNid)) changed.add(userId)
  }
  const away = new Set(went)
  for (const roomNid of left) for (const userId of await listJoinedUserIds(tx, roomNid)) away.add(userId)
  for (const userId of await stillNear(tx, registration, [...away], stretch)) away.delete(userId)
  const ofOthers = (userIds: Iterable<string>): string[] => [...userIds].filter((userId) => !ownsUser(registration, userId))
  const lists = { changed: ofOthers(changed), left: ofOthers(away) }
  const count = lists.changed.length + lists.left.length
  if (count === 0) return
  await insertOthers(tx, {
    appserviceId: registration.id,
    txnId: `d${stretch.upTo}`,
    others: JSON.stringify({ device_lists: lists, 'org.matrix.msc3202.device_lists': lists }),
    reads: JSON.stringify([{ kind: 'keys', count }]),
  })
}

/** Those of some people who are in a room with one of an application service's users. */
async function stillNear(tx: Tx, registration: Registration, userIds: readonly string[], { membersOf }: Stretch): Promise<Set<string>> {
  const near = new Set<string>()
  for (const { userId, roomNid } of await listRoomsOfEach(tx, userIds)) {
    if (near.has(userId)) continue
    for (const member of await membersOf(roomNid)) if (member !== userId && ownsUser(registration, member)) near.add(userId)
  }
  return near
}
