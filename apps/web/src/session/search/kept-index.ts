// The index with what the browser keeps of it: its messages in segments, each sealed as a whole, so that what is kept tells
// nothing of which words are frequent or which messages share one (docs/decisions/0045).
import type { SealedStore } from '../kept/sealed.ts'
import { createEarlyEdits } from './early-edits.ts'
import type { FileText, FileTexts } from './file-texts.ts'
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
  /** What was said in rooms before a time: it is kept no longer. */
  removeBefore?: readonly { roomId: string; beforeMs: number }[]
  /** The words of files. */
  texts?: readonly FileText[]
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
export async function openKeptIndex(store: SealedStore<IndexedMessage[]>, bounds: IndexBounds, texts: FileTexts): Promise<KeptIndex> {
  const index: SearchIndex = createSearchIndex(bounds, texts.get)
  const early = createEarlyEdits()
  const segments = createSegments(index, store)
  const { forget } = segments
  const files = tieFileTexts(index, texts, forget)

  await segments.load()
  files.drop()

  function put(message: IndexedMessage): void {
    const known = index.get(message.id)
    // What was edited is not undone by hearing of the message again.
    const next = edited({ ...message, ...(known?.editedMs === undefined ? {} : known), file: message.file }, early.take(message.id))
    if (known === undefined || !isSame(known, next)) keep(next)
  }

  function change(edit: IndexedEdit): void {
    const known = index.get(edit.target)
    if (known === undefined) return early.hold(edit)
    const next = edited(known, edit)
    if (!isSame(known, next)) keep(next)
  }

  function keep(message: IndexedMessage): void {
    segments.keep({ ...message, text: message.text.slice(0, TEXT_CHARS_MAX) })
    files.came(message)
  }

  return {
    get size() {
      return index.size
    },
    change({ put: added, edits, remove, removeRooms, removeBefore = [], texts: given = [] }) {
      for (const roomId of removeRooms) for (const id of index.removeRoom(roomId)) forget(id)
      for (const message of added) put(message)
      for (const edit of edits) change(edit)
      for (const id of remove) if (index.remove(id)) forget(id)
      for (const { roomId, beforeMs } of removeBefore) for (const id of index.removeBefore(roomId, beforeMs)) forget(id)
      for (const text of given) files.take(text)
      if (remove.length + removeRooms.length + removeBefore.length > 0) files.drop()
    },
    find: (question, page) => index.find(question, page),
    async flush() {
      await segments.flush()
      await texts.flush()
    },
  }
}

/** The messages of an index as they are kept: so many together, each lot sealed as a whole. */
function createSegments(index: SearchIndex, store: SealedStore<IndexedMessage[]>): { load(): Promise<void>; keep(message: IndexedMessage): void; forget(id: string): void; flush(): Promise<void> } {
  const segmentOf = new Map<string, number>()
  const members = new Map<number, Set<string>>()
  const changed = new Set<number>()
  let open = 0

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

  async function write(segment: number): Promise<void> {
    const messages = [...(members.get(segment) ?? [])].flatMap((id) => index.get(id) ?? [])
    if (messages.length > 0) return store.set(String(segment), messages)
    members.delete(segment)
    await store.delete(String(segment))
  }

  return {
    async load() {
      for (const [name, messages] of await store.all()) {
        const segment = Number(name)
        open = Math.max(open, segment)
        for (const message of messages) place(message, segment)
      }
    },
    keep(message) {
      const known = segmentOf.get(message.id)
      if (known === undefined && (members.get(open)?.size ?? 0) >= SEGMENT_MESSAGES) open += 1
      const segment = known ?? open
      changed.add(segment)
      place(message, segment)
    },
    forget,
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

/** The words of files, as the messages that carry them come and go. */
function tieFileTexts(index: SearchIndex, texts: FileTexts, forget: (id: string) => void): { take(text: FileText): void; came(message: IndexedMessage): void; drop(): void } {
  /** Takes the words of a file, where a message carries it; else they wait for one that does. */
  function take(text: FileText): void {
    if (index.withFile(text.mxc).length === 0) return texts.hold(text)
    const gone = texts.put(text)
    for (const mxc of [text.mxc, ...gone]) for (const message of index.withFile(mxc)) for (const id of index.put(message)) forget(id)
  }
  return {
    take,
    came({ file }) {
      const held = file === undefined ? undefined : texts.takeHeld(file)
      if (held !== undefined) take(held)
    },
    /** The words of a file go with the last message that carries it. */
    drop() {
      for (const mxc of texts.list()) if (index.withFile(mxc).length === 0) texts.remove(mxc)
    },
  }
}

/** A message with the words of its last edit: only whoever wrote it changes it. */
function edited(message: IndexedMessage, edit: IndexedEdit | undefined): IndexedMessage {
  if (edit === undefined || edit.sender !== message.sender || (message.editedMs ?? 0) > edit.editedMs) return message
  return { ...message, text: edit.text, has: edit.has, editedMs: edit.editedMs }
}

function isSame(a: IndexedMessage, b: IndexedMessage): boolean {
  return a.text === b.text && a.editedMs === b.editedMs && a.roomId === b.roomId && a.file === b.file && a.has.join() === b.has.join()
}

/** What a segment holds, as it was kept. */
export function parseMessages(value: unknown): IndexedMessage[] | undefined {
  return Array.isArray(value) ? value.flatMap((each) => parseMessage(each) ?? []) : undefined
}

function parseMessage(value: unknown): IndexedMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, roomId, sender, sentAtMs, text, has, editedMs, file } = value as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || typeof roomId !== 'string' || typeof sender !== 'string' || typeof sentAtMs !== 'number' || typeof text !== 'string') return undefined
  return { id, roomId, sender, sentAtMs, text, editedMs: typeof editedMs === 'number' ? editedMs : undefined, file: typeof file === 'string' ? file : undefined, has: Array.isArray(has) ? has.filter(isHolding) : [] }
}

function isHolding(value: unknown): value is Holding {
  return HOLDINGS.some((each) => each === value)
}
