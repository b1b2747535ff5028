// A conversation that leaves the messenger: what was said in a time, with its files if one wants them, in one archive.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Taken } from '../../session/media/files.ts'
import type { Media } from '../../session/media/media.ts'
import { cleanName } from '../../session/media/names.ts'
import { sniff } from '../../session/media/sniff.ts'
import type { FileBody } from '../../session/media/types.ts'
import type { Message } from '../../session/types.ts'
import { createArchive } from './export-archive.ts'
import type { Attached, ExportFormat, ExportWords } from './export-render.ts'
import { renderExport } from './export-render.ts'
import type { MessageSource } from '../talk/message-source.ts'

/** What is wanted. */
export interface ExportWish {
  format: ExportFormat
  /** From then on; undefined: from the beginning. */
  fromMs: number | undefined
  /** Until then, not included; undefined: until now. */
  toMs: number | undefined
  withFiles: boolean
}

/** How far it is. */
export type ExportState =
  | { kind: 'idle' }
  | { kind: 'touching' }
  | { kind: 'reading'; messages: number }
  | { kind: 'fetching'; done: number; total: number }
  | { kind: 'done'; archive: Blob; messages: number; files: number; missing: number; isCut: boolean }
  | { kind: 'failed' }

/** An export. */
export interface ExportModel {
  state: Live<ExportState>
  begin(wish: ExportWish, words: ExportWords): Promise<void>
  cancel(): void
  close(): void
}

/** What it needs. */
export interface ExportDeps {
  source: MessageSource
  read: Media['read']
  /** Has the owner of the session say that they are there, and the server put it on record; gives back what says how much it was. Rejects where either does not. */
  declare(wish: ExportWish): Promise<(taken: Taken) => Promise<void>>
}

/** The bounds of one export. */
export const EXPORT_MESSAGES_MAX = 20_000
/** In all. */
export const EXPORT_BYTES_MAX = 1_000_000_000
const FILE_NAME_DIGITS = 4
/** A server that gives nothing, page after page, is asked so often. */
const PAGES_MAX = 2000
const HEAD_BYTES = 256
/** What runs when it is opened keeps its name and loses its effect. */
const RUNS = /\.(?:exe|msi|bat|cmd|com|scr|pif|js|jse|mjs|vbs|wsf|ps1|hta|lnk|jar|app|sh|reg|html?|xhtml|svgz?|xml|mht|url|docm|xlsm|pptm)$/i

/** Makes the export of a room. */
export function createExport({ source, read, declare }: ExportDeps): ExportModel {
  const state = createStore<ExportState>(() => ({ kind: 'idle' }))
  let ending = new AbortController()

  async function fetchFiles(messages: readonly Message[], archive: ReturnType<typeof createArchive>, signal: AbortSignal): Promise<{ attached: Attached; missing: number }> {
    const attached = new Map<string, { path: string; isPicture: boolean }>()
    const wanted = messages.flatMap(({ id, body }) => (body.kind === 'file' ? [{ id, file: body }] : []))
    let bytesLeft = EXPORT_BYTES_MAX
    for (const [index, { id, file }] of wanted.entries()) {
      state.setState({ kind: 'fetching', done: index, total: wanted.length }, true)
      const bytes = file.source === undefined || (file.bytes ?? 0) > bytesLeft ? undefined : await read(file.source, { signal }).catch(() => undefined)
      signal.throwIfAborted()
      if (bytes === undefined || bytes.size > bytesLeft) continue
      bytesLeft -= bytes.size
      const path = pathOf(file, index)
      await archive.add(path, bytes)
      attached.set(id, { path, isPicture: await isPicture(bytes) })
    }
    return { attached, missing: wanted.length - attached.size }
  }

  async function run(wish: ExportWish, words: ExportWords, signal: AbortSignal): Promise<void> {
    state.setState({ kind: 'touching' }, true)
    const sayTaken = await declare(wish)
    signal.throwIfAborted()
    const { messages, rootOf, isCut } = await gather(source, wish, { signal, onRead: (count) => state.setState({ kind: 'reading', messages: count }, true) })
    const archive = createArchive()
    const { attached, missing } = wish.withFiles ? await fetchFiles(messages, archive, signal) : { attached: new Map<string, never>(), missing: 0 }
    const { name, content } = renderExport(wish.format, { messages, rootOf, attached }, words)
    await archive.add(name, new Blob([content]))
    const made = archive.end()
    // A server that cannot be told so now has it on record that there was an export, and how much of it was read.
    sayTaken({ messages: messages.length, files: attached.size, bytes: made.size }).catch(() => undefined)
    state.setState({ kind: 'done', archive: made, messages: messages.length, files: attached.size, missing, isCut }, true)
  }

  function cancel(): void {
    ending.abort()
    state.setState({ kind: 'idle' }, true)
  }

  return {
    state,
    async begin(wish, words) {
      ending.abort()
      const { signal } = (ending = new AbortController())
      try {
        await run(wish, words, signal)
      } catch {
        if (!signal.aborted) state.setState({ kind: 'failed' }, true)
      }
    },
    cancel,
    close() {
      cancel()
      source.close()
    },
  }
}

interface Gathering {
  signal: AbortSignal
  onRead(count: number): void
}

interface Gathered {
  /** From the oldest to the newest; what was answered below a message stands behind it. */
  messages: readonly Message[]
  /** The message below which each answer stands. */
  rootOf: ReadonlyMap<string, string>
  isCut: boolean
}

/** What was said in a time, in the room and below its messages. */
async function gather(source: MessageSource, wish: ExportWish, gathering: Gathering): Promise<Gathered> {
  const { messages: roots, isCut } = await gatherRoots(source, wish, gathering)
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = wish
  const messages: Message[] = []
  const rootOf = new Map<string, string>()
  for (const root of roots) {
    messages.push(root)
    if (root.thread === undefined) continue
    gathering.signal.throwIfAborted()
    for (const answer of await source.listThread(root.id)) {
      if (answer.sentAtMs < fromMs || answer.sentAtMs >= toMs) continue
      messages.push(answer)
      rootOf.set(answer.id, root.id)
    }
    gathering.onRead(messages.length)
  }
  return { messages: messages.slice(-EXPORT_MESSAGES_MAX), rootOf, isCut: isCut || messages.length > EXPORT_MESSAGES_MAX }
}

async function gatherRoots(
  { state, open, pageBack }: MessageSource,
  { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: ExportWish,
  { signal, onRead }: Gathering,
): Promise<{ messages: readonly Message[]; isCut: boolean }> {
  const found = new Map<string, Message>()
  await open()
  for (let page = 0; ; page += 1) {
    signal.throwIfAborted()
    const { messages, hasOlder } = state.getState()
    for (const message of messages) if (message.sentAtMs >= fromMs && message.sentAtMs < toMs) found.set(message.id, message)
    onRead(found.size)
    const oldestMs = messages[0]?.sentAtMs ?? Number.POSITIVE_INFINITY
    if (!hasOlder || oldestMs < fromMs || found.size >= EXPORT_MESSAGES_MAX || page >= PAGES_MAX) {
      const sorted = [...found.values()].toSorted((a, b) => a.sentAtMs - b.sentAtMs)
      return { messages: sorted.slice(-EXPORT_MESSAGES_MAX), isCut: hasOlder && oldestMs >= fromMs }
    }
    await pageBack()
  }
}

async function isPicture(bytes: Blob): Promise<boolean> {
  return sniff(new Uint8Array(await bytes.slice(0, HEAD_BYTES).arrayBuffer()))?.kind === 'image'
}

function pathOf({ name }: FileBody, index: number): string {
  const clean = cleanName(name)
  return `files/${String(index + 1).padStart(FILE_NAME_DIGITS, '0')} ${clean}${RUNS.test(clean) ? '.unsafe' : ''}`
}
