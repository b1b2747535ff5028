// Files that are laid out or on their way, kept in this browser until they are sent: bytes and what is known of them, sealed as
// what is written is (docs/decisions/0044). Of a file that is too large to be kept there stays a note, so that whoever comes
// back reads that it was not sent.
import type { WordsOfFiles } from '../compose.ts'
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
  /** Keeps it; false where only the note of it is kept: it is too large, there are too many, or the browser has no room. */
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
  fileBytesMax: number
  allBytesMax: number
}

const MB = 1024 * 1024
const BOUNDS: KeptBounds = { fileBytesMax: 64 * MB, allBytesMax: 256 * MB }
const FILES_MAX = 500

/** How a prepared file is, without its bytes. */
type Facts = Pick<Prepared, 'media' | 'type' | 'width' | 'height' | 'durationMs' | 'blurhash' | 'keepsMetadata'> & { preview: { width: number; height: number; type: string } | undefined }

/** A note as it is kept. */
interface Note {
  file: KeptFile
  facts: Facts
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
    (all) => all.toSorted(([, a], [, b]) => a.file.addedMs - b.file.addedMs).forEach(([id, note]) => known.set(id, note)),
    () => undefined,
  )
  // One after the other: files are large, and what is changed is there before.
  let last: Promise<unknown> = opening
  function after<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const keptBytes = (): number => [...known.values()].reduce((sum, { file }) => sum + (file.isWhole ? file.bytes : 0), 0)

  async function keepBytes(id: string, { bytes: whole, preview }: Prepared): Promise<boolean> {
    if (known.size >= FILES_MAX || whole.size > bounds.fileBytesMax || keptBytes() + whole.size > bounds.allBytesMax) return false
    try {
      await bytes.set(id, await whole.arrayBuffer())
      if (preview !== undefined) await bytes.set(previewOf(id), await preview.bytes.arrayBuffer())
      return true
    } catch {
      await dropBytes(bytes, id)
      return false
    }
  }

  async function readPreview(id: string): Promise<PreparedPreview | undefined> {
    const facts = known.get(id)?.facts.preview
    const found = facts === undefined ? undefined : await bytes.get(previewOf(id)).catch(() => undefined)
    return facts === undefined || found === undefined ? undefined : { bytes: new Blob([found], { type: facts.type }), width: facts.width, height: facts.height }
  }

  return {
    list: () => after(async () => [...known.values()].map(({ file }) => file)),
    keep: (file, prepared) =>
      after(async () => {
        const isWhole = await keepBytes(file.id, prepared)
        const note: Note = { file: { ...file, isWhole }, facts: factsOf(prepared) }
        known.set(file.id, note)
        await storage.watch(notes.set(file.id, note))
        return isWhole
      }),
    read: (id) =>
      after(async () => {
        const note = known.get(id)
        const whole = note?.file.isWhole === true ? await bytes.get(id).catch(() => undefined) : undefined
        if (note === undefined || whole === undefined) return undefined
        const { preview: _, ...facts } = note.facts
        return { ...facts, bytes: new Blob([whole], { type: facts.type }), preview: await readPreview(id) }
      }),
    readPreview: (id) => after(async () => (await readPreview(id))?.bytes),
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
        known.delete(id)
        await Promise.allSettled([notes.delete(id), dropBytes(bytes, id)])
      }),
    forget: () =>
      after(async () => {
        known.clear()
        await Promise.all([notes.clear(), bytes.clear()])
      }),
  }
}

const previewOf = (id: string): string => `${id} preview`

async function dropBytes(bytes: SealedBytes, id: string): Promise<void> {
  await Promise.allSettled([bytes.delete(id), bytes.delete(previewOf(id))])
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
