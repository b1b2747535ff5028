// Files that are laid out or on their way, kept in this browser until they are sent: bytes and what is known of them, sealed as
// what is written is (docs/decisions/0044), in parts, so that a large file is not in memory for it. Of a file that the browser has
// no room for there stays a note, so that whoever comes back reads that it was not sent.
// docs/decisions/0119-keep-files-of-any-size-until-they-are-sent.md
import type { WordsOfFiles } from '../talk/compose.ts'
import type { SealedBytes, SealedStore } from '../kept/sealed.ts'
import { openSealed, openSealedBytes } from '../kept/sealed.ts'
import type { StorageWatch } from '../kept/storage.ts'
import type { Prepared, PreparedPreview } from './prepare.ts'
import type { Voice } from './sending.ts'
import type { Destination, MediaKind } from './types.ts'

/** What becomes of a file that is kept: it waits for its owner, or for its turn. */
export type KeptStage = 'laidOut' | 'sending' | 'paused'

/** What is known of a file beside its bytes. */
export interface KeptFile {
  /** Also the transaction of its message: it is sent once, however often it is tried. */
  id: string
  to: Destination
  name: string
  caption: string
  stage: KeptStage
  bytes: number
  media: MediaKind
  keepsMetadata: boolean
  voice: Voice | undefined
  /** Whether its bytes are here too. */
  isWhole: boolean
  /** When it was handed in. */
  addedMs: number
  /** The words that go with it and with those that were sent together with it, whichever goes first. */
  words?: WordsOfFiles | undefined
  /** The same for all that were sent together. */
  sentWith?: string | undefined
}

/** The files that are kept. */
export interface KeptFiles {
  /** The oldest first. */
  list(): Promise<readonly KeptFile[]>
  /** Keeps it; false where only the note of it is kept: there are too many, or the browser has no room. */
  keep(file: Omit<KeptFile, 'isWhole'>, prepared: Prepared): Promise<boolean>
  /** What is to be sent; undefined where it is not here. */
  read(id: string): Promise<Prepared | undefined>
  /** A small picture of it. */
  readPreview(id: string): Promise<Blob | undefined>
  change(id: string, to: Partial<Pick<KeptFile, 'caption' | 'stage' | 'words' | 'sentWith'>>): Promise<void>
  drop(id: string): Promise<void>
  /** Forgets all, and the keys. */
  forget(): Promise<void>
}

/** How much is kept. */
export interface KeptBounds {
  partBytes: number
  /** How much more may be kept. */
  roomBytes(): Promise<number>
}

const MB = 1024 * 1024
const BOUNDS: KeptBounds = { partBytes: 8 * MB, roomBytes }
const FILES_MAX = 500
/** Where the browser does not say how much room it has. */
const ROOM_BYTES = 256 * MB
/** The rest is for messages and their keys. */
const SHARE_OF_ROOM = 0.5

async function roomBytes(): Promise<number> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  return quota === undefined ? ROOM_BYTES : Math.max(quota - usage, 0) * SHARE_OF_ROOM
}

/** How a prepared file is, without its bytes. */
type Facts = Pick<Prepared, 'media' | 'type' | 'width' | 'height' | 'durationMs' | 'blurhash' | 'keepsMetadata'> & { preview: { width: number; height: number; type: string } | undefined }

/** A note as it is kept. */
interface Note {
  file: KeptFile
  facts: Facts
  /** In how many parts its bytes are kept; one, under its id alone, where it does not say. */
  parts?: number | undefined
}

/** Where they are kept. */
export interface KeptFilesStores {
  notes: SealedStore<Note>
  bytes: SealedBytes
}

const openStores = (): KeptFilesStores => ({ notes: openSealed('chappe-web-file-notes', parseNote), bytes: openSealedBytes('chappe-web-file-bytes') })

/** Opens what is kept. */
export function openKeptFiles(storage: StorageWatch, { notes, bytes }: KeptFilesStores = openStores(), bounds: KeptBounds = BOUNDS): KeptFiles {
  const known = new Map<string, Note>()
  const opening = notes.all().then(
    async (all) => {
      for (const [id, note] of all.toSorted(([, a], [, b]) => a.file.addedMs - b.file.addedMs)) known.set(id, note)
      await dropUnnoted(bytes, known.values()).catch(() => undefined)
    },
    () => undefined,
  )
  // One after the other: files are large, and what is changed is there before.
  let last: Promise<unknown> = opening
  function after<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const { keepBytes, readBytes, readPreview } = openParts(bytes, bounds)

  return {
    list: () => after(async () => [...known.values()].map(({ file }) => file)),
    keep: (file, prepared) =>
      after(async () => {
        const parts = Math.max(Math.ceil(prepared.bytes.size / bounds.partBytes), 1)
        const isWhole = known.size < FILES_MAX && (await keepBytes(file.id, parts, prepared))
        const note: Note = { file: { ...file, isWhole }, facts: factsOf(prepared), parts }
        known.set(file.id, note)
        await storage.watch(notes.set(file.id, note))
        return isWhole
      }),
    read: (id) =>
      after(async () => {
        const note = known.get(id)
        const whole = note === undefined ? undefined : await readBytes(note)
        if (note === undefined || whole === undefined) return undefined
        const { preview: _, ...facts } = note.facts
        return { ...facts, bytes: new Blob(whole, { type: facts.type }), preview: await readPreview(note) }
      }),
    readPreview: (id) =>
      after(async () => {
        const note = known.get(id)
        return note === undefined ? undefined : (await readPreview(note))?.bytes
      }),
    change: (id, to) =>
      after(async () => {
        const note = known.get(id)
        if (note === undefined) return
        const next = { ...note, file: { ...note.file, ...to } }
        known.set(id, next)
        await storage.watch(notes.set(id, next))
      }),
    drop: (id) =>
      after(async () => {
        const parts = known.get(id)?.parts
        known.delete(id)
        await Promise.allSettled([notes.delete(id), dropBytes(bytes, id, parts)])
      }),
    forget: () =>
      after(async () => {
        known.clear()
        await Promise.all([notes.clear(), bytes.clear()])
      }),
  }
}

/** The bytes of files, in parts. */
interface Parts {
  keepBytes(id: string, parts: number, prepared: Prepared): Promise<boolean>
  /** Undefined where they are not all here. */
  readBytes(note: Note): Promise<Blob[] | undefined>
  readPreview(note: Note): Promise<PreparedPreview | undefined>
}

function openParts(bytes: SealedBytes, { partBytes, roomBytes }: KeptBounds): Parts {
  return {
    async keepBytes(id, parts, { bytes: whole, preview }) {
      if (whole.size > (await roomBytes())) return false
      try {
        for (const [at, name] of partsOf(id, parts).entries()) await bytes.set(name, await whole.slice(at * partBytes, (at + 1) * partBytes).arrayBuffer())
        if (preview !== undefined) await bytes.set(previewOf(id), await preview.bytes.arrayBuffer())
        return true
      } catch {
        await dropBytes(bytes, id, parts)
        return false
      }
    },
    async readBytes({ file: { id, isWhole }, parts }) {
      if (!isWhole) return undefined
      const read: Blob[] = []
      for (const name of partsOf(id, parts)) {
        const part = await bytes.get(name).catch(() => undefined)
        if (part === undefined) return undefined
        // Each on its own: the browser puts such a blob on the disk where memory is short.
        read.push(new Blob([part]))
      }
      return read
    },
    async readPreview({ file: { id }, facts: { preview } }) {
      const found = preview === undefined ? undefined : await bytes.get(previewOf(id)).catch(() => undefined)
      return preview === undefined || found === undefined ? undefined : { bytes: new Blob([found], { type: preview.type }), width: preview.width, height: preview.height }
    },
  }
}

const previewOf = (id: string): string => `${id} preview`

function partsOf(id: string, parts: number | undefined): string[] {
  return parts === undefined ? [id] : Array.from({ length: parts }, (_, at) => `${id} part ${at}`)
}

async function dropBytes(bytes: SealedBytes, id: string, parts: number | undefined): Promise<void> {
  await Promise.allSettled([...partsOf(id, parts), previewOf(id)].map((name) => bytes.delete(name)))
}

/** Parts of a file that was being kept when the page ended: there is no note of it. */
async function dropUnnoted(bytes: SealedBytes, notes: Iterable<Note>): Promise<void> {
  const noted = new Set([...notes].flatMap(({ file: { id }, parts }) => [...partsOf(id, parts), previewOf(id)]))
  for (const name of await bytes.names()) if (!noted.has(name)) await bytes.delete(name)
}

function factsOf({ media, type, width, height, durationMs, blurhash, keepsMetadata, preview }: Prepared): Facts {
  return { media, type, width, height, durationMs, blurhash, keepsMetadata, preview: preview === undefined ? undefined : { width: preview.width, height: preview.height, type: preview.bytes.type } }
}

/** What this browser has sealed itself is taken as it is, where it has the shape of a note at all. */
function parseNote(value: unknown): Note | undefined {
  if (typeof value !== 'object' || value === null || !('file' in value) || !('facts' in value)) return undefined
  const { file, facts } = value as Partial<Note>
  const isNote = typeof file?.id === 'string' && typeof file.to?.roomId === 'string' && typeof file.name === 'string' && typeof facts?.type === 'string'
  return isNote ? (value as Note) : undefined
}
