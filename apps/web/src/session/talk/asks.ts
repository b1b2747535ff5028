// Messages that ask this account to confirm them and wait for it, over all rooms, until it has: found as they are read, and kept
// sealed in this browser, as what is encrypted says to nobody else that it asks.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { ClientEvent, MatrixError, MatrixEventEvent, RoomEvent, SyncState } from 'matrix-js-sdk'
import { confirmedBy, waitsForMe } from './confirmations.ts'
import { heard } from '../heard.ts'
import { idle, takeBreak } from '../pace/idle.ts'
import type { SealedStore } from '../kept/sealed.ts'
import { openSealed } from '../kept/sealed.ts'
import { textOf } from '../read-content.ts'
import { fetchEvent, fetchParts } from './timeline-follow.ts'

/** What waits to be confirmed. */
export interface Asks {
  /** The newest first. */
  openIn(roomId: string): readonly MatrixEvent[]
  /** Tells in which room something changed. */
  onChange(listener: (roomId: string) => void): void
  stop(): void
  forget(): Promise<void>
}

/** Where one is found again. */
export interface KeptAsk {
  roomId: string
  eventId: string
  atMs: number
}

const PER_ROOM = 30
const KEPT_MAX = 300
const EVENTS_PER_BREAK = 500
const STORE = 'chappe-web-asks'

/** Opens the store of it. */
export const openAskStore = (): SealedStore<KeptAsk> => openSealed(STORE, parseKept)

/** Begins to follow. */
export function followAsks(client: MatrixClient, store: SealedStore<KeptAsk> = openAskStore()): Asks {
  const held = openHeld(store)
  let isStopped = false

  /** Looks at an event that can be read. */
  function take(event: MatrixEvent): void {
    const room = client.getRoom(event.getRoomId())
    const id = event.getId()
    if (room === null || id === undefined || event.status !== null) return
    const confirmed = event.getSender() === room.myUserId ? confirmedBy(event) : undefined
    if (confirmed !== undefined) held.remove(room.roomId, confirmed)
    else if (waitsForMe(event, room)) held.add(room.roomId, id, event)
    else held.remove(room.roomId, id)
  }

  const seeker = openSeeker({ client, store, take, isHeld: held.has, isStopped: () => isStopped })
  const end = listen(client, { take, remove: held.remove, leave: held.leave, seek: seeker.seek })

  /** What is here already, and what was found before. */
  async function begin(): Promise<void> {
    let looked = 0
    for (const room of client.getRooms()) {
      await idle()
      for (const event of room.getLiveTimeline().getEvents()) {
        if (isStopped) return
        take(event)
        looked += 1
        if (looked % EVENTS_PER_BREAK === 0) await takeBreak()
      }
    }
    await seeker.begin()
  }
  void begin().catch(() => undefined)

  return {
    openIn: held.openIn,
    onChange: held.onChange,
    stop() {
      isStopped = true
      end()
    },
    forget: () => store.clear(),
  }
}

/** Those that wait, by room, within bounds. */
function openHeld(store: SealedStore<KeptAsk>) {
  const open = new Map<string, Map<string, MatrixEvent>>()
  const listeners: ((roomId: string) => void)[] = []
  let count = 0
  const tell = (roomId: string): void => listeners.forEach((listener) => listener(roomId))
  function remove(roomId: string, id: string): void {
    if (open.get(roomId)?.delete(id) !== true) return
    count -= 1
    void store.delete(`${roomId} ${id}`).catch(() => undefined)
    tell(roomId)
  }
  return {
    has: (roomId: string, id: string): boolean => open.get(roomId)?.has(id) === true,
    openIn: (roomId: string): MatrixEvent[] => [...(open.get(roomId)?.values() ?? [])].toSorted((a, b) => b.getTs() - a.getTs()),
    onChange: (listener: (roomId: string) => void): void => void listeners.push(listener),
    remove,
    leave(roomId: string): void {
      for (const id of open.get(roomId)?.keys() ?? []) remove(roomId, id)
    },
    add(roomId: string, id: string, event: MatrixEvent): void {
      const inRoom = open.get(roomId) ?? new Map<string, MatrixEvent>()
      const isNew = !inRoom.has(id)
      if (inRoom.get(id) === event || (isNew && (inRoom.size >= PER_ROOM || count >= KEPT_MAX))) return
      if (isNew) count += 1
      open.set(roomId, inRoom.set(id, event))
      void store.set(`${roomId} ${id}`, { roomId, eventId: id, atMs: event.getTs() }).catch(() => undefined)
      tell(roomId)
    },
  }
}

interface SeekerParts {
  client: MatrixClient
  store: SealedStore<KeptAsk>
  take(event: MatrixEvent): void
  isHeld(roomId: string, id: string): boolean
  isStopped(): boolean
}

/** Finds what was kept: when its room is there, and the server answers. */
function openSeeker({ client, store, take, isHeld, isStopped }: SeekerParts): { begin(): Promise<void>; seek(roomId?: string): void } {
  const sought = new Map<string, KeptAsk>()

  async function seekAll(): Promise<void> {
    for (const [name, kept] of sought) {
      if (isStopped()) return
      const room = client.getRoom(kept.roomId)
      if (isHeld(kept.roomId, kept.eventId)) sought.delete(name)
      else if (room !== null) await find(name, kept, room)
    }
  }

  async function find(name: string, { roomId, eventId }: KeptAsk, room: Room): Promise<void> {
    try {
      // Another device may have confirmed it meanwhile.
      await fetchParts(client, room, eventId)
      const event = room.findEventById(eventId) ?? (await fetchEvent(client, room, eventId))
      sought.delete(name)
      // What cannot be read yet says so when it can.
      if (event.isDecryptionFailure()) return
      take(event)
      if (!isHeld(roomId, eventId)) await store.delete(name)
    } catch (error) {
      if (!(error instanceof MatrixError) || (error.httpStatus !== 403 && error.httpStatus !== 404)) return
      sought.delete(name)
      await store.delete(name).catch(() => undefined)
    }
  }

  return {
    async begin() {
      for (const [name, kept] of await store.all().catch(() => [])) sought.set(name, kept)
      await seekAll()
    },
    seek(roomId) {
      const isWanted = roomId === undefined ? sought.size > 0 : [...sought.values()].some((kept) => kept.roomId === roomId)
      if (isWanted) void seekAll().catch(() => undefined)
    },
  }
}

interface Hearer {
  take(event: MatrixEvent): void
  remove(roomId: string, id: string): void
  leave(roomId: string): void
  seek(roomId?: string): void
}

function listen(client: MatrixClient, { take, remove, leave, seek }: Hearer): () => void {
  const onRedaction = (event: MatrixEvent, room: Room): void => remove(room.roomId, textOf(event.getAssociatedId()))
  const onMembership = (room: Room, membership: string): void => {
    if (membership !== 'join') leave(room.roomId)
  }
  const onRoom = (room: Room): void => seek(room.roomId)
  const onSync = (state: SyncState, before: SyncState | null): void => {
    if (state === SyncState.Syncing && before !== SyncState.Syncing) seek()
  }
  const ends = [
    heard(client, RoomEvent.Timeline, take),
    heard(client, RoomEvent.LocalEchoUpdated, take),
    heard(client, MatrixEventEvent.Decrypted, take),
    heard(client, MatrixEventEvent.Replaced, take),
    heard(client, RoomEvent.Redaction, onRedaction),
    heard(client, RoomEvent.MyMembership, onMembership),
    heard(client, ClientEvent.Room, onRoom),
    heard(client, ClientEvent.Sync, onSync),
  ]
  return () => {
    for (const end of ends) end()
  }
}

function parseKept(value: unknown): KeptAsk | undefined {
  if (typeof value !== 'object' || value === null || !('roomId' in value) || !('eventId' in value) || !('atMs' in value)) return undefined
  const { roomId, eventId, atMs } = value
  return typeof roomId === 'string' && typeof eventId === 'string' && typeof atMs === 'number' ? { roomId, eventId, atMs } : undefined
}
