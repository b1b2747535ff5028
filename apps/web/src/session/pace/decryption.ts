// In which order what is encrypted is read when the messenger opens: what somebody looks at first, then what is unread, room by
// room and while nothing else is to be done, then what stands at the end of the rooms that were talked in last, so that who goes
// there finds it read. The SDK reads every event of every room at once (it looks for polls in all of them),
// which for whoever is in hundreds of rooms takes longer than everything else. What this browser kept has been read before, and
// is read again where it is looked at.
import type { EventTimeline, MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { idle } from './idle.ts'
import { firstAfter, seenFirst } from '../talk/seen-first.ts'
import { lastShown, latestFirst } from '../talk/shown.ts'
import type { RoomSummary } from '../types.ts'

/** Of a room with more than this unread, what is further back is read when it is looked at. */
const EVENTS_PER_ROOM_MAX = 50
/** Of what was said while this browser was away, as much is read for the search; what is further back is found on the server or when it is looked at. */
const MISSED_MAX = 5000

/** So many rooms are read ahead of somebody's going there. */
const AHEAD_ROOMS = 30
/** Where more is unread than is kept here, what a room opens at is fetched; in so many rooms. */
const FETCHED_ROOMS = 6

/** What is known before the client starts: rooms as they were seen, and whether the client begins with what this browser has kept. */
export interface Before {
  seen: readonly RoomSummary[]
  isWarm: boolean
}

/** Orders the reading of a client that is not started yet. Gives back how to end it. */
export function orderDecryption(client: MatrixClient, { seen, isWarm }: Before): () => void {
  const lastIds = new Map(seen.map(({ roomId, last }) => [roomId, last?.id]))
  const waiting = new Set<Room>()
  const missed: MatrixEvent[] = []
  let isFromCache = isWarm
  let isOpening = true
  let isStopped = false
  let isReading = false
  let isAhead = false

  async function readAll(): Promise<void> {
    if (isReading) return
    isReading = true
    while (waiting.size > 0 && !isStopped) {
      const room = [...waiting].reduce((latest, each) => (each.getLastActiveTimestamp() > latest.getLastActiveTimestamp() ? each : latest))
      waiting.delete(room)
      for (const event of criticalEvents(room)) await read(event)
    }
    if (!isOpening && !isAhead) {
      isAhead = true
      await readAhead(client, read, () => isStopped)
    }
    for (let event = missed.pop(); event !== undefined && !isStopped; event = missed.pop()) await read(event)
    isReading = false
  }

  async function read(event: MatrixEvent): Promise<void> {
    if (isStopped || !event.shouldAttemptDecryption()) return
    await idle()
    // Meanwhile somebody may have looked at it, or have signed out.
    if (isStopped || !event.shouldAttemptDecryption()) return
    await client.decryptEventIfNeeded(event).catch(() => undefined)
  }

  /** Whether the list shows it as it was seen, and nothing of it counts anew. */
  function isSeen(room: Room): boolean {
    const last = lastShown(room)?.getId()
    return last !== undefined && lastIds.get(room.roomId) === last && room.getEventReadUpTo(client.getSafeUserId(), true) === last
  }

  // Called for what each sync brings of each room: reads all of it, to find places and polls among it.
  const lookThrough = client.processBeaconEvents.bind(client)
  client.processBeaconEvents = (room, events) => {
    if (!isOpening) return lookThrough(room, events)
    if (!isFromCache) missed.push(...(events ?? []).slice(0, Math.max(MISSED_MAX - missed.length, 0)))
  }
  const onRoom = (room: Room): void => {
    const atOnce = room.decryptCriticalEvents.bind(room)
    room.decryptCriticalEvents = async () => {
      if (!isOpening) return atOnce()
      if (!isSeen(room)) waiting.add(room)
    }
  }
  const onSync = (state: SyncState, _before: SyncState | null, data?: { fromCache?: boolean }): void => {
    if (state !== SyncState.Prepared && state !== SyncState.Syncing) return
    isFromCache = false
    if (data?.fromCache !== true) isOpening = false
    void readAll()
  }
  client.on(ClientEvent.Room, onRoom)
  client.on(ClientEvent.Sync, onSync)
  return () => {
    isStopped = true
    client.off(ClientEvent.Room, onRoom)
    client.off(ClientEvent.Sync, onSync)
  }
}

/** Reads what is seen first in the rooms that somebody is likely to go to. */
async function readAhead(client: MatrixClient, read: (event: MatrixEvent) => Promise<void>, isStopped: () => boolean): Promise<void> {
  const me = client.getSafeUserId()
  const rooms = latestFirst(client.getRooms().filter((room) => room.getMyMembership() === 'join'))
  let fetched = 0
  for (const room of rooms.slice(0, AHEAD_ROOMS)) {
    const readUpTo = room.getEventReadUpTo(me)
    let timeline = timelineAt(room, readUpTo)
    if (timeline === undefined && readUpTo !== null && fetched < FETCHED_ROOMS) {
      fetched += 1
      await idle()
      if (isStopped()) return
      timeline = (await client.getEventTimeline(room.getUnfilteredTimelineSet(), readUpTo).catch(() => null)) ?? undefined
    }
    const events = (timeline ?? room.getLiveTimeline()).getEvents()
    for (const event of seenFirst(events, firstAfter(events, readUpTo, me))) await read(event)
  }
}

/** The part of a room that it opens at; undefined where what was read last is not known here. */
function timelineAt(room: Room, readUpTo: string | null): EventTimeline | undefined {
  const live = room.getLiveTimeline()
  if (readUpTo === null || live.getEvents().length === 0) return live
  return room.getUnfilteredTimelineSet().getTimelineForEvent(readUpTo) ?? undefined
}

/** The last one, and what came after what was read; the newest first. */
function criticalEvents(room: Room) {
  const events = room.getLiveTimeline().getEvents()
  const readUpTo = room.getEventReadUpTo(room.myUserId, true)
  const read = events.findIndex((event) => event.getId() === readUpTo)
  return events.slice(Math.max(read < 0 ? events.length - 1 : read, events.length - EVENTS_PER_ROOM_MAX)).toReversed()
}
