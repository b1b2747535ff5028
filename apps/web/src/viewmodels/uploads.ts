// Files on their way into rooms: laid out to be looked at, then sent one after the other. They go on when their room is no
// longer looked at, wait when the server is away, and go on from where they stopped.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Files } from '../session/media/files.ts'
import { cleanName } from '../session/media/names.ts'
import type { Prepared } from '../session/media/prepare.ts'
import type { Sending, Voice } from '../session/media/sending.ts'
import type { MediaFailure, MediaKind } from '../session/media/types.ts'
import { MediaError } from '../session/media/types.ts'
import type { Connection } from '../session/types.ts'

/** Where a file is on its way. `waiting`: for those before it. `away`: for the server to come back. */
export type UploadStage = 'preparing' | 'laidOut' | 'waiting' | 'uploading' | 'paused' | 'away' | 'failed'

/** A file on its way. */
export interface Upload {
  id: number
  name: string
  bytes: number
  /** What it is sent as; undefined until that is known. */
  media: MediaKind | undefined
  /** An address within the page of what it looks like. */
  pictureUrl: string | undefined
  stage: UploadStage
  /** From 0 to 1. */
  progress: number
  caption: string
  why: MediaFailure | undefined
  /** Whether places, moments and names may still be in it. */
  keepsMetadata: boolean
  isVoice: boolean
}

/** The files of one room that are on their way. */
export interface UploadsState {
  items: readonly Upload[]
  /** How large a file may be; undefined until the server has said. */
  bytesMax: number | undefined
  /** How many were left out of what was handed in last, as there were too many. */
  leftOut: number
}

/** What one does with the files of a room. */
export interface Uploads {
  state: Live<UploadsState>
  /** Lays files out; nothing is sent yet. */
  add(files: readonly NamedBlob[]): void
  setCaption(id: number, caption: string): void
  /** Sends what is laid out. `caption` is of the first that has none. Resolves false where the sender thought better of it. */
  send(caption?: string): Promise<boolean>
  sendVoice(bytes: Blob, voice: Voice, name: string): Promise<boolean>
  pause(id: number): void
  /** Goes on with what was paused or failed. */
  resume(id: number): void
  /** Takes it away, wherever it is. */
  remove(id: number): void
}

/** Bytes with a name, such as a `File`. */
export type NamedBlob = Blob & { readonly name: string }

/** What sending needs. */
export interface UploadsDeps {
  files: Pick<Files, 'prepare' | 'begin' | 'send'> & { media: Pick<Files['media'], 'uploadBytesMax'> }
  connection: Live<Connection>
  /** Asks the sender, where the room wants it. */
  confirm: (roomId: string, names: readonly string[]) => Promise<boolean>
}

/** The files of all rooms. */
export interface AllUploads {
  /** Those of one room, or of one thread in it. */
  of(roomId: string, threadId?: string): Uploads
  /** Whether closing the page would lose something. */
  isBusy(): boolean
}

/** As many as one message after the other can be taken in. */
export const FILES_MAX = 50
const CAPTION_CHARS_MAX = 4000
const PICTURED: ReadonlySet<string> = new Set(['image', 'video'])

/** Makes the files of all rooms. */
export function createUploads(deps: UploadsDeps): AllUploads {
  const rooms = new Map<string, Uploads>()
  return {
    of(roomId, threadId) {
      const key = `${roomId} ${threadId ?? ''}`
      const known = rooms.get(key) ?? openUploads(deps, roomId, threadId)
      rooms.set(key, known)
      return known
    },
    isBusy: () => [...rooms.values()].some((room) => room.state.getState().items.length > 0),
  }
}

/** What is known of a file beside what is seen. */
interface Work {
  file: Blob
  prepared: Promise<Prepared>
  voice?: Voice
  sending?: Sending
  ending?: AbortController
}

let lastId = 0

function openUploads({ files, connection, confirm }: UploadsDeps, roomId: string, threadId: string | undefined): Uploads {
  const state = createStore<UploadsState>(() => ({ items: [], bytesMax: undefined, leftOut: 0 }))
  const works = new Map<number, Work>()
  let isRunning = false

  const find = (id: number): Upload | undefined => state.getState().items.find((item) => item.id === id)
  const change = (id: number, to: Partial<Upload>): void =>
    state.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...to } : item)) }))

  async function askLimit(): Promise<void> {
    if (state.getState().bytesMax === undefined) state.setState({ bytesMax: await files.media.uploadBytesMax() })
  }

  function layOut(file: NamedBlob, voice?: Voice): Upload {
    lastId += 1
    const id = lastId
    const work: Work = { file, prepared: files.prepare(file), ...(voice === undefined ? {} : { voice }) }
    works.set(id, work)
    const item: Upload = {
      id, name: cleanName(file.name), bytes: file.size, media: undefined, pictureUrl: undefined, stage: 'preparing',
      progress: 0, caption: '', why: undefined, keepsMetadata: false, isVoice: voice !== undefined,
    }
    work.prepared.then((prepared) => look(id, prepared), () => change(id, { stage: 'failed', why: 'gone' }))
    return item
  }

  function look(id: number, { bytes, media, preview, keepsMetadata }: Prepared): void {
    const item = find(id)
    if (item === undefined) return
    const picture = PICTURED.has(media) ? preview?.bytes ?? (media === 'image' ? bytes : undefined) : undefined
    const pictureUrl = picture === undefined ? undefined : URL.createObjectURL(picture)
    change(id, { bytes: bytes.size, media, pictureUrl, keepsMetadata, stage: item.stage === 'preparing' ? 'laidOut' : item.stage })
  }

  /** One after the other, so that they arrive in their order. */
  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      for (let next = firstWaiting(); next !== undefined; next = firstWaiting()) await sendOne(next)
    } finally {
      isRunning = false
    }
  }

  function firstWaiting(): Upload | undefined {
    return state.getState().items.find(({ stage }) => stage === 'waiting')
  }

  async function sendOne({ id, name }: Upload): Promise<void> {
    const work = works.get(id)
    if (work === undefined) return
    const ending = new AbortController()
    work.ending = ending
    change(id, { stage: 'uploading', why: undefined })
    try {
      const prepared = await work.prepared
      await askLimit()
      if (prepared.bytes.size > (state.getState().bytesMax ?? Infinity)) throw new MediaError('tooLarge')
      const to = { roomId, threadId }
      work.sending ??= files.begin({ prepared, name, voice: work.voice }, to)
      await work.sending.upload({ signal: ending.signal, onProgress: (progress) => change(id, { progress }) })
      if (ending.signal.aborted) return
      const caption = find(id)?.caption ?? ''
      forget(id)
      // From here on it is a message like others: what keeps it from being sent is said where it stands.
      await files.send(work.sending.content(caption), to).catch(() => undefined)
    } catch (error) {
      if (ending.signal.aborted) return
      const why = error instanceof MediaError ? error.why : 'unreachable'
      change(id, { stage: why === 'unreachable' ? 'away' : 'failed', why })
    }
  }

  function forget(id: number): void {
    const url = find(id)?.pictureUrl
    if (url !== undefined) URL.revokeObjectURL(url)
    works.delete(id)
    state.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }))
  }

  connection.subscribe((now) => {
    if (now !== 'online') return
    state.setState(({ items }) => ({ items: items.map((item) => (item.stage === 'away' ? { ...item, stage: 'waiting' } : item)) }))
    void run()
  })

  async function sendAll(chosen: readonly Upload[]): Promise<boolean> {
    if (chosen.length === 0 || !(await confirm(roomId, chosen.map(({ name }) => name)))) return false
    for (const { id } of chosen) if (find(id) !== undefined) change(id, { stage: 'waiting' })
    void run()
    return true
  }

  return {
    state,
    add(handed) {
      const room = FILES_MAX - state.getState().items.length
      const taken = handed.slice(0, Math.max(room, 0)).map((file) => layOut(file))
      state.setState(({ items }) => ({ items: [...items, ...taken], leftOut: handed.length - taken.length }))
      void askLimit().catch(() => undefined)
    },
    setCaption: (id, caption) => change(id, { caption: caption.slice(0, CAPTION_CHARS_MAX) }),
    async send(caption = '') {
      const { items, bytesMax = Infinity } = state.getState()
      const chosen = items.filter(({ stage, bytes }) => (stage === 'laidOut' || stage === 'preparing') && bytes <= bytesMax)
      const bare = chosen.find((item) => item.caption === '')
      if (bare !== undefined && caption !== '') change(bare.id, { caption: caption.slice(0, CAPTION_CHARS_MAX) })
      state.setState({ leftOut: 0 })
      const isSent = await sendAll(chosen)
      if (!isSent && bare !== undefined) change(bare.id, { caption: '' })
      return isSent
    },
    async sendVoice(bytes, voice, name) {
      const item = layOut(Object.assign(bytes, { name }), voice)
      state.setState(({ items }) => ({ items: [...items, item] }))
      const isSent = await sendAll([item])
      if (!isSent) forget(item.id)
      return isSent
    },
    pause(id) {
      if (find(id)?.stage === 'uploading') works.get(id)?.ending?.abort()
      change(id, { stage: 'paused' })
      void run()
    },
    resume(id) {
      change(id, { stage: 'waiting', why: undefined })
      void run()
    },
    remove(id) {
      works.get(id)?.ending?.abort()
      forget(id)
    },
  }
}
