// The worker in which the index lives: neither typing nor scrolling waits for it.
import { openSealed } from '../kept/sealed.ts'
import { openFileTexts, parseFileText } from './file-texts.ts'
import type { IndexChange, KeptIndex } from './kept-index.ts'
import { openKeptIndex, parseMessages } from './kept-index.ts'
import type { SearchCall, SearchReply } from './search-calls.ts'
import { FILE_TEXT_STORE, SEARCH_STORE } from './search-calls.ts'

const BOUNDS = { messagesMax: 60_000, charsMax: 12_000_000 }
/** Segments are written whole: not at each message. */
const KEEP_AFTER_MS = 3000

const store = openSealed(SEARCH_STORE, parseMessages)
const texts = openSealed(FILE_TEXT_STORE, parseFileText)
// A browser that keeps nothing has an index for as long as the page is open.
const opening: Promise<KeptIndex> = open().catch(async () => openKeptIndex({ ...store, all: async () => [] }, BOUNDS, await openFileTexts({ ...texts, all: async () => [] })))
let timer: ReturnType<typeof setTimeout> | undefined

async function open(): Promise<KeptIndex> {
  return openKeptIndex(store, BOUNDS, await openFileTexts(texts))
}

function flushSoon(index: KeptIndex): void {
  timer ??= setTimeout(() => void flush(index), KEEP_AFTER_MS)
}

async function flush(index: KeptIndex): Promise<void> {
  timer = undefined
  // Where there is no room for it now, the next change tries again.
  await index.flush().catch(() => undefined)
}

async function answer(call: SearchCall): Promise<NonNullable<SearchReply['value']>> {
  const index = await opening
  switch (call.kind) {
    case 'change':
      return change(index, call.change)
    case 'find':
      return index.find(call.question, call.page)
    case 'flush':
      return flush(index).then(() => index.size)
  }
}

function change(index: KeptIndex, what: IndexChange): number {
  index.change(what)
  // What is taken away is taken away at once.
  if (what.remove.length > 0 || what.removeRooms.length > 0 || (what.removeBefore?.length ?? 0) > 0) void flush(index)
  else flushSoon(index)
  return index.size
}

self.addEventListener('message', ({ data }: MessageEvent<{ id: number; call: SearchCall }>) => {
  void answer(data.call).then(
    (value) => self.postMessage({ id: data.id, value } satisfies SearchReply),
    (error: unknown) => self.postMessage({ id: data.id, problem: String(error) } satisfies SearchReply),
  )
})
