// The index with what the browser keeps of it: its messages in segments, each sealed as a whole, so that what is kept tells
// nothing of which words are frequent or which messages share one (docs/decisions/0045).
import type { SealedStore } from '../kept/sealed.ts'
import { createEarlyEdits } from './early-edits.ts'
import type { IndexBounds, SearchIndex } from './search-index.ts'
import { createSearchIndex } from './search-index.ts'
import type { Found, Holding, IndexedEdit, IndexedMessage, Question } from './types.ts'
import { HOLDINGS } from './types.ts'

/** What is done to the index at once. */
export interface IndexChange {
  put: readonly IndexedMessage[]
  edits: readonly IndexedEdit[]
  remove: readonly string[]
  removeRooms: readonly string[]
}

/** An index that is kept. */
export interface KeptIndex {
  readonly size: number
  change(change: IndexChange): void
  find(question: Question, page: { offset: number; limit: number }): Found
  /** Writes what changed. Rejects where the browser has no room for it. */
  flush(): Promise<void>
}

const SEGMENT_MESSAGES = 500
const TEXT_CHARS_MAX = 4000

/** Opens what is kept, and makes the index of it. */
export async function openKeptIndex(store: SealedStore<IndexedMessage[]>, bounds: IndexBounds): Promise<KeptIndex> {
  const index: SearchIndex = createSearchIndex(bounds)
  const segmentOf = new Map<string, number>()
  const members = new Map<number, Set<string>>()
  const changed = new Set<number>()
  const early = createEarlyEdits()
  let open = 0

  for (const [name, messages] of await store.all()) {
    const segment = Number(name)
    open = Math.max(open, segment)
    for (const message of messages) place(message, segment)
  }

  function place(message: IndexedMessage, segment: number): void {
    segmentOf.set(message.id, segment)
    members.set(segment, (members.get(segment) ?? new Set()).add(message.id))
    for (const id of index.put(message)) forget(id)
  }

  function forget(id: string): void {
    const segment = segmentOf.get(id)
    if (segment === undefined) return
    segmentOf.delete(id)
    members.get(segment)?.delete(id)
    changed.add(segment)
  }

  function put(message: IndexedMessage): void {
    const known = index.get(message.id)
    // What was edited is not undone by hearing of the message again.
    const next = edited({ ...message, ...(known?.editedMs === undefined ? {} : known) }, early.take(message.id))
    if (known === undefined || !isSame(known, next)) keep(next)
  }

  function change(edit: IndexedEdit): void {
    const known = index.get(edit.target)
    if (known === undefined) return early.hold(edit)
    const next = edited(known, edit)
    if (!isSame(known, next)) keep(next)
  }

  function keep(message: IndexedMessage): void {
    const known = segmentOf.get(message.id)
    if (known === undefined && (members.get(open)?.size ?? 0) >= SEGMENT_MESSAGES) open += 1
    const segment = known ?? open
    changed.add(segment)
    place({ ...message, text: message.text.slice(0, TEXT_CHARS_MAX) }, segment)
  }

  async function write(segment: number): Promise<void> {
    const messages = [...(members.get(segment) ?? [])].flatMap((id) => index.get(id) ?? [])
    if (messages.length > 0) return store.set(String(segment), messages)
    members.delete(segment)
    await store.delete(String(segment))
  }

  return {
    get size() {
      return index.size
    },
    change({ put: added, edits, remove, removeRooms }) {
      for (const roomId of removeRooms) for (const id of index.removeRoom(roomId)) forget(id)
      for (const message of added) put(message)
      for (const edit of edits) change(edit)
      for (const id of remove) if (index.remove(id)) forget(id)
    },
    find: (question, page) => index.find(question, page),
    async flush() {
      for (const segment of changed) {
        changed.delete(segment)
        await write(segment).catch((error: unknown) => {
          changed.add(segment)
          throw error
        })
      }
    },
  }
}

/** A message with the words of its last edit: only whoever wrote it changes it. */
function edited(message: IndexedMessage, edit: IndexedEdit | undefined): IndexedMessage {
  if (edit === undefined || edit.sender !== message.sender || (message.editedMs ?? 0) > edit.editedMs) return message
  return { ...message, text: edit.text, has: edit.has, editedMs: edit.editedMs }
}

function isSame(a: IndexedMessage, b: IndexedMessage): boolean {
  return a.text === b.text && a.editedMs === b.editedMs && a.roomId === b.roomId && a.has.join() === b.has.join()
}

/** What a segment holds, as it was kept. */
export function parseMessages(value: unknown): IndexedMessage[] | undefined {
  return Array.isArray(value) ? value.flatMap((each) => parseMessage(each) ?? []) : undefined
}

function parseMessage(value: unknown): IndexedMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, roomId, sender, sentAtMs, text, has, editedMs } = value as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || typeof roomId !== 'string' || typeof sender !== 'string' || typeof sentAtMs !== 'number' || typeof text !== 'string') return undefined
  return { id, roomId, sender, sentAtMs, text, editedMs: typeof editedMs === 'number' ? editedMs : undefined, has: Array.isArray(has) ? has.filter(isHolding) : [] }
}

function isHolding(value: unknown): value is Holding {
  return HOLDINGS.some((each) => each === value)
}
