// What was to be seen when the messenger was last used here, so that it is seen again before anything of the SDK is loaded: the
// rooms, and what was said last in those that were open (docs/decisions/0051). Sealed as drafts are.
import type { Live } from '../../live.ts'
import type { Content } from '../account-data.ts'
import type { SealedStore } from '../kept/sealed.ts'
import { openSealed } from '../kept/sealed.ts'
import type { StorageWatch } from '../kept/storage.ts'
import type { TalkSignsState } from '../talk/talk-signs.ts'
import type { InboxEntry, Message, RoomPeople, RoomSummary, Space } from '../types.ts'

/** A room as it was seen. */
export interface KeptTalk {
  messages: readonly Message[]
  people: RoomPeople
  signs: TalkSignsState
}

/** What does not belong to one room. */
export interface KeptFrame {
  userId: string
  rooms: readonly RoomSummary[]
  spaces: readonly Space[]
  inbox: readonly InboxEntry[]
  accountData: Readonly<Record<string, Content>>
}

/** Everything that was kept. */
export interface Snapshot extends KeptFrame {
  talks: ReadonlyMap<string, KeptTalk>
}

/** Keeps what is to be seen. */
export interface SnapshotKeeper {
  /** Follows a room for as long as it is open, and keeps it as one of the last. Gives back how to end that. */
  watch(roomId: string, look: () => KeptTalk | undefined): () => void
  flush(): Promise<void>
  forget(): Promise<void>
}

type Kept =
  | { version: string; frame: Omit<KeptFrame, 'rooms'>; parts: number }
  /** Some of the rooms. */
  | { version: string; part: number; rooms: readonly RoomSummary[] }
  | { version: string; roomId: string; atMs: number; talk: KeptTalk }

const STORE = 'chappe-web-seen'
const FRAME = 'frame'
/** All rooms of somebody who is in hundreds would hold up whoever types while they are written down. */
const ROOMS_PER_PART = 25
const partName = (part: number): string => `rooms ${part}`
const TALKS_MAX = 8
const MESSAGES_MAX = 40
const PEOPLE_MAX = 100
const WRITE_EVERY_MS = 10_000
/** The address of the file that this stands in carries the hash of what it holds: another build sees with other eyes. */
const VERSION = import.meta.url

/** Opens the store of it. */
export function openSnapshotStore(): SealedStore<Kept> {
  return openSealed(STORE, parseKept)
}

/** What was kept of an account; undefined where there is nothing, or where another build has kept it. */
export async function readSnapshot(store: SealedStore<Kept>, userId: string): Promise<Snapshot | undefined> {
  const all = new Map(await store.all().catch(() => []))
  const kept = all.get(FRAME)
  if (kept === undefined || !('frame' in kept) || kept.frame.userId !== userId) return undefined
  const talks = new Map([...all.values()].flatMap((each) => ('roomId' in each ? [[each.roomId, each.talk] as const] : [])))
  const rooms = Array.from({ length: kept.parts }, (_, part) => all.get(partName(part))).flatMap((each) => (each !== undefined && 'part' in each ? each.rooms : []))
  return { ...kept.frame, rooms, talks }
}

/** Begins to keep. `sources`: what, when it changes, is to be kept anew. */
export function keepSnapshot(store: SealedStore<Kept>, { storage, look, sources }: { storage: StorageWatch; look: () => KeptFrame; sources: readonly Live<unknown>[] }): SnapshotKeeper {
  const open = new Map<string, () => KeptTalk | undefined>()
  const last = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isForgotten = false
  /** The rooms of each part as they were written last. */
  const written: (readonly RoomSummary[])[] = []

  function soon(): void {
    if (!isForgotten) timer ??= setTimeout(() => void write(), WRITE_EVERY_MS)
  }

  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (isForgotten) return
    const { rooms, ...frame } = look()
    const parts = Math.ceil(rooms.length / ROOMS_PER_PART)
    await storage.watch(store.set(FRAME, { version: VERSION, frame, parts }))
    for (let part = 0; part < parts && !isForgotten; part += 1) await writePart(part, rooms.slice(part * ROOMS_PER_PART, (part + 1) * ROOMS_PER_PART))
    for (const [roomId, lookAt] of open) await writeTalk(roomId, lookAt)
  }

  /** A room that has not changed is the same value: where all of them are, they stand there already. */
  async function writePart(part: number, rooms: readonly RoomSummary[]): Promise<void> {
    const before = written[part]
    if (before?.length === rooms.length && before.every((room, at) => room === rooms[at])) return
    await storage.watch(store.set(partName(part), { version: VERSION, part, rooms }).then(() => void (written[part] = rooms)))
  }

  async function writeTalk(roomId: string, lookAt: () => KeptTalk | undefined): Promise<void> {
    const talk = lookAt()
    if (talk === undefined || isForgotten) return
    last.set(roomId, Date.now())
    await storage.watch(store.set(roomId, { version: VERSION, roomId, atMs: Date.now(), talk: shorten(talk) }))
    const old = [...last].toSorted(([, a], [, b]) => b - a).slice(TALKS_MAX)
    for (const [each] of old) {
      last.delete(each)
      await store.delete(each)
    }
  }

  const ends = sources.map((source) => source.subscribe(soon))
  void store.all().then(
    (all) => {
      for (const [name, each] of all) if ('roomId' in each && !last.has(name)) last.set(name, each.atMs)
    },
    () => undefined,
  )
  soon()
  return {
    watch(roomId, lookAt) {
      open.set(roomId, lookAt)
      soon()
      return () => {
        if (open.get(roomId) !== lookAt) return
        void writeTalk(roomId, lookAt)
        open.delete(roomId)
      }
    },
    flush: write,
    async forget() {
      isForgotten = true
      clearTimeout(timer)
      for (const end of ends) end()
      await store.clear()
    },
  }
}

function shorten({ messages, people, signs }: KeptTalk): KeptTalk {
  return {
    messages: messages.slice(-MESSAGES_MAX),
    people: { ...people, members: people.members.slice(0, PEOPLE_MAX), isWhole: false },
    signs: { ...signs, typing: [] },
  }
}

/** Sealed by this browser: nobody else can have written it. Of another build it is nothing. */
function parseKept(value: unknown): Kept | undefined {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === VERSION ? (value as Kept) : undefined
}
