// The index itself: which words stand in which messages. It lives in memory, knows nothing of browsers, and is made anew
// from the messages when it is opened.
import { listWords } from './fold.ts'
import type { FileText } from './file-texts.ts'
import type { Found, Hit, IndexedMessage, Passage, Question, Span, Wanted } from './types.ts'
import { createWordTable, dropId, takeId } from './word-table.ts'

/** An index of messages. */
export interface SearchIndex {
  readonly size: number
  /** Adds a message, or puts it in place of what was there under its id. Gives back the ids that had to go for it: the oldest. */
  put(message: IndexedMessage): string[]
  /** Gives back whether it was there. */
  remove(id: string): boolean
  /** Gives back the ids that were there. */
  removeRoom(roomId: string): string[]
  /** Takes away what was said in a room before a time; gives back the ids. */
  removeBefore(roomId: string, beforeMs: number): string[]
  get(id: string): IndexedMessage | undefined
  /** The messages that carry a file. */
  withFile(mxc: string): IndexedMessage[]
  find(question: Question, page: { offset: number; limit: number }): Found
}

/** How much an index holds. */
export interface IndexBounds {
  messagesMax: number
  /** Of all texts together. */
  charsMax: number
}

/** Between the words of a message and those of its file: nothing stands across it. */
const GAP = ''
/** Of one file. */
const FILE_WORDS_MAX = 10_000
const PASSAGE_LEAD_CHARS = 80
const PASSAGE_CHARS_MAX = 400

interface Entry {
  message: IndexedMessage
  words: readonly string[]
}

/** Makes an empty index. `textOf`: the words of a file, where they are known. */
export function createSearchIndex({ messagesMax, charsMax }: IndexBounds, textOf: (mxc: string) => FileText | undefined = () => undefined): SearchIndex {
  const entries = new Map<string, Entry>()
  const table = createWordTable()
  const byRoom = new Map<string, Set<string>>()
  const byFile = new Map<string, Set<string>>()
  let chars = 0

  function remove(id: string): boolean {
    const entry = entries.get(id)
    if (entry === undefined) return false
    entries.delete(id)
    chars -= entry.message.text.length
    table.remove(entry.words, id)
    dropId(byRoom, entry.message.roomId, id)
    if (entry.message.file !== undefined) dropId(byFile, entry.message.file, id)
    return true
  }

  function evict(): string[] {
    if (entries.size <= messagesMax && chars <= charsMax) return []
    // A tenth more than has to, so that it is not done for each message.
    const oldest = [...entries.values()].map(({ message }) => message).toSorted(byAge)
    const gone: string[] = []
    for (const { id } of oldest) {
      if (entries.size <= messagesMax * 0.9 && chars <= charsMax * 0.9) break
      remove(id)
      gone.push(id)
    }
    return gone
  }

  /** Messages that can be an answer: those with the rarest of the words, or all. */
  function candidates({ wanted }: Question): Iterable<string> {
    const sets = wanted.flatMap(({ words, isPrefix }) => words.map((word, at) => table.find(word, isPrefix && at === words.length - 1)))
    const [first, ...others] = sets.toSorted((a, b) => a.size - b.size)
    if (first === undefined) return entries.keys()
    return [...first].filter((id) => others.every((ids) => ids.has(id)))
  }

  const fileOf = ({ file }: IndexedMessage): FileText | undefined => (file === undefined ? undefined : textOf(file))

  function listRoom(roomId: string): IndexedMessage[] {
    return [...(byRoom.get(roomId) ?? [])].flatMap((id) => entries.get(id)?.message ?? [])
  }

  return {
    get size() {
      return entries.size
    },
    put(message) {
      remove(message.id)
      const inFile = fileOf(message)
      const words = [...wordsOf(message.text), ...(inFile === undefined ? [] : [GAP, ...wordsOf(inFile.text, FILE_WORDS_MAX)])]
      entries.set(message.id, { message, words })
      chars += message.text.length
      table.add(words, message.id)
      takeId(byRoom, message.roomId, message.id)
      if (message.file !== undefined) takeId(byFile, message.file, message.id)
      return evict()
    },
    remove,
    removeRoom: (roomId) => [...(byRoom.get(roomId) ?? [])].filter(remove),
    removeBefore: (roomId, beforeMs) => listRoom(roomId).flatMap(({ id, sentAtMs }) => (sentAtMs < beforeMs && remove(id) ? [id] : [])),
    get: (id) => entries.get(id)?.message,
    withFile: (mxc) => [...(byFile.get(mxc) ?? [])].flatMap((id) => entries.get(id)?.message ?? []),
    find(question, { offset, limit }) {
      const found: IndexedMessage[] = []
      for (const id of candidates(question)) {
        const entry = entries.get(id)
        if (entry !== undefined && passes(entry, question)) found.push(entry.message)
      }
      const sortedHits = found.toSorted((a, b) => byAge(b, a))
      const hits = sortedHits.slice(offset, offset + limit).map((message) => hitOf(message, { wanted: question.wanted, inFile: fileOf(message), inRoom: listRoom(message.roomId) }))
      return { hits, total: found.length }
    },
  }
}

function hitOf(message: IndexedMessage, { wanted, inFile, inRoom }: { wanted: readonly Wanted[]; inFile: FileText | undefined; inRoom: readonly IndexedMessage[] }): Hit {
  return { message, spans: spansOf(message.text, wanted), passage: inFile === undefined ? undefined : passageOf(inFile, wanted), ...around(message, inRoom) }
}

function wordsOf(text: string, wordsMax?: number): string[] {
  return listWords(text, wordsMax).map(({ folded }) => folded)
}

/** The first place in a file where something of what is wanted stands, and what stands around it; undefined where nothing does. */
function passageOf({ name, text }: FileText, wanted: readonly Wanted[]): Passage | undefined {
  const [first] = spansOf(text, wanted, FILE_WORDS_MAX)
  if (first === undefined) return undefined
  const from = first.start > PASSAGE_LEAD_CHARS ? text.lastIndexOf(' ', first.start - PASSAGE_LEAD_CHARS / 2) + 1 : 0
  // One line: where the lines of a page ended says nothing.
  const around = text.slice(Math.max(from, first.start - PASSAGE_LEAD_CHARS), first.start + PASSAGE_CHARS_MAX).replaceAll(/\s+/g, ' ').trim()
  return { name, text: around, spans: spansOf(around, wanted) }
}

/** What was said just before and after a message, of what was said in its room. */
function around(message: IndexedMessage, inRoom: readonly IndexedMessage[]): Pick<Hit, 'before' | 'after'> {
  let before: IndexedMessage | undefined
  let after: IndexedMessage | undefined
  for (const other of inRoom) {
    if (other.id === message.id) continue
    if (byAge(other, message) < 0) before = before === undefined || byAge(before, other) < 0 ? other : before
    else after = after === undefined || byAge(other, after) < 0 ? other : after
  }
  return { before, after }
}

/** Whether a message answers a question. */
function passes({ message, words }: Entry, { wanted, senders, rooms, afterMs, beforeMs, has }: Question): boolean {
  if (senders !== undefined && !senders.includes(message.sender)) return false
  if (rooms !== undefined && !rooms.includes(message.roomId)) return false
  if (afterMs !== undefined && message.sentAtMs < afterMs) return false
  if (beforeMs !== undefined && message.sentAtMs >= beforeMs) return false
  return has.every((each) => message.has.includes(each)) && wanted.every((each) => placesOf(words, each).length > 0)
}

/** Where in a list of words what is wanted begins. */
function placesOf(words: readonly string[], { words: wanted, isPrefix }: Wanted): number[] {
  const last = wanted.length - 1
  const matches = (word: string | undefined, at: number): boolean => {
    const each = wanted[at] ?? ''
    return word !== undefined && (isPrefix && at === last ? word.startsWith(each) : word === each)
  }
  return words.flatMap((_word, start) => (wanted.every((_each, at) => matches(words[start + at], at)) ? [start] : []))
}

/** Where in a text what is wanted stands, from its beginning to its end. */
export function spansOf(text: string, wanted: readonly Wanted[], wordsMax?: number): Span[] {
  const words = listWords(text, wordsMax)
  const folded = words.map((word) => word.folded)
  const spans = wanted.flatMap((each) =>
    placesOf(folded, each).map((at) => ({ start: words[at]?.start ?? 0, end: words[at + each.words.length - 1]?.end ?? 0 })),
  )
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const before = merged.at(-1)
    if (before !== undefined && span.start < before.end) before.end = Math.max(before.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

function byAge(a: IndexedMessage, b: IndexedMessage): number {
  return a.sentAtMs - b.sentAtMs || (a.id < b.id ? -1 : 1)
}
