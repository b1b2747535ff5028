// The files, pictures and links of a room. Encrypted rooms too: they are gathered here, from what this browser can read.
import { find } from 'linkifyjs'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { FileBody } from '../../session/media/types.ts'
import type { Message, Person } from '../../session/types.ts'
import { derive } from '../derive.ts'
import type { GallerySource } from './gallery.ts'
import type { MessageSource } from '../talk/message-source.ts'

/** What can be left in the list. */
export const ROOM_FILE_FILTERS = ['all', 'pictures', 'voices', 'documents', 'links'] as const

/** What is left in the list. */
export type RoomFileFilter = (typeof ROOM_FILE_FILTERS)[number]

/** A file or a link, and who sent it when. */
export interface RoomFile {
  /** Of the event; a message may hold several links. */
  key: string
  eventId: string
  sender: Person
  sentAtMs: number
  message: Message
  what: FileBody | { kind: 'link'; url: string }
}

/** What is seen of the files of a room. */
export interface RoomFilesState {
  filter: RoomFileFilter
  search: string
  /** From the newest to the oldest. */
  entries: readonly RoomFile[]
  /** Whether there may be more in what was said earlier. */
  hasOlder: boolean
  isPaging: boolean
  /** Since when what is shown is whole. */
  sinceMs: number | undefined
}

/** The files of a room. */
export interface RoomFiles {
  state: Live<RoomFilesState>
  /** What was found as messages, for the gallery. */
  messages: GallerySource
  setFilter(filter: RoomFileFilter): void
  search(text: string): void
  /** Looks further back, until something is found or a while has been read. */
  more(): Promise<void>
  close(): void
}

const ENTRIES_MAX = 5000
const THREADS_MAX = 500
const LINKS_PER_MESSAGE = 20
const TEXT_CHARS_MAX = 20_000
const WANTED = 20
const PAGES_AT_ONCE = 10

/** Begins to gather the files of a room. */
export function createRoomFiles(source: MessageSource): RoomFiles {
  /** How many answers there were below each message when they were looked through. */
  const threads = new Map<string, number>()
  // What was found stays, while the window of messages moves on.
  const found = new Map<string, readonly RoomFile[]>()
  const gathered = createStore<{ sinceMs: number | undefined; count: number }>(() => ({ sinceMs: undefined, count: 0 }))
  const asked = createStore<{ filter: RoomFileFilter; search: string; isPaging: boolean }>(() => ({ filter: 'all', search: '', isPaging: false }))

  function take(messages: readonly Message[]): void {
    for (const message of messages) {
      // Deleted meanwhile, or read only now: looked at anew each time.
      if (found.size < ENTRIES_MAX || found.has(message.id)) found.set(message.id, entriesOf(message))
    }
  }

  function gather(): void {
    const { messages } = source.state.getState()
    take(messages)
    const oldestMs = messages.reduce((oldest, { sentAtMs }) => Math.min(oldest, sentAtMs), Number.POSITIVE_INFINITY)
    gathered.setState(({ count, sinceMs }) => ({ sinceMs: messages.length === 0 ? sinceMs : Math.min(sinceMs ?? oldestMs, oldestMs), count: count + 1 }))
  }

  /** Looks through what was answered below the messages that are there, one thread after the other. */
  async function gatherThreads(): Promise<void> {
    for (const { id, thread } of source.state.getState().messages) {
      if (thread === undefined || threads.get(id) === thread.count || threads.size >= THREADS_MAX) continue
      threads.set(id, thread.count)
      take(await source.listThread(id).catch(() => []))
      gathered.setState(({ count }) => ({ count: count + 1 }))
    }
  }

  gather()
  const end = source.state.subscribe(gather)
  // Without the server, what is kept here is shown.
  void source.open().then(gatherThreads).catch(() => undefined)
  const { live, close } = derive([gathered, asked], () => {
    const { filter, search, isPaging } = asked.getState()
    const entries = [...found.values()].flat().filter((entry) => passes(entry, filter) && isNamed(entry, search))
    entries.sort((a, b) => b.sentAtMs - a.sentAtMs || (a.key < b.key ? -1 : 1))
    return { filter, search, entries, isPaging, sinceMs: gathered.getState().sinceMs, hasOlder: source.state.getState().hasOlder && found.size < ENTRIES_MAX }
  })

  const messages = derive([live], () => ({ messages: live.getState().entries.map(({ message }) => message).toReversed(), hasOlder: false }))

  return {
    state: live,
    messages: { state: messages.live, pageBack: () => Promise.resolve() },
    setFilter: (filter) => asked.setState({ filter }),
    search: (search) => asked.setState({ search }),
    async more() {
      if (asked.getState().isPaging) return
      asked.setState({ isPaging: true })
      try {
        const wanted = live.getState().entries.length + WANTED
        for (let page = 0; page < PAGES_AT_ONCE && live.getState().hasOlder && live.getState().entries.length < wanted; page += 1) {
          await source.pageBack()
          gather()
          await gatherThreads()
        }
      } finally {
        asked.setState({ isPaging: false })
      }
    },
    close() {
      end()
      messages.close()
      close()
      source.close()
    },
  }
}

function entriesOf(message: Message): RoomFile[] {
  const { id, sender, sentAtMs, body } = message
  const common = { eventId: id, sender, sentAtMs, message }
  if (body.kind === 'file') return [{ ...common, key: id, what: body }]
  if (body.kind !== 'text') return []
  const links = new Set(find(body.text.slice(0, TEXT_CHARS_MAX), 'url').map(({ href }) => href).filter((href) => /^https?:\/\//i.test(href)))
  return [...links].slice(0, LINKS_PER_MESSAGE).map((url, index) => ({ ...common, key: `${id} ${index}`, what: { kind: 'link', url } }))
}

function passes({ what }: RoomFile, filter: RoomFileFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'pictures':
      return what.kind === 'file' && (what.media === 'image' || what.media === 'video')
    case 'voices':
      return what.kind === 'file' && what.media === 'audio'
    case 'documents':
      return what.kind === 'file' && what.media === 'file'
    case 'links':
      return what.kind === 'link'
  }
}

/** Whether each word of the search stands in the name, the caption or whose it is, whatever its accents. */
function isNamed({ what, sender }: RoomFile, search: string): boolean {
  const text = fold(what.kind === 'link' ? what.url : `${what.name} ${what.caption ?? ''}`) + ` ${fold(sender.name)}`
  return fold(search).split(/\s+/).every((word) => text.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
