// Files on their way into rooms: laid out to be looked at, then sent one after the other. They go on when their room is no
// longer looked at, wait when the server is away, and go on from where they stopped.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Destination, Files } from '../session/media/files.ts'
import { cleanName } from '../session/media/names.ts'
import type { Prepared } from '../session/media/prepare.ts'
import type { Voice } from '../session/media/sending.ts'
import type { Connection } from '../session/types.ts'
import type { Upload, UploadQueue, UploadsState } from './upload-queue.ts'
import { createUploadQueue } from './upload-queue.ts'

export type { Upload, UploadsState, UploadStage } from './upload-queue.ts'

/** What one does with the files of a room. */
export interface Uploads {
  state: Live<UploadsState>
  /** Lays files out; nothing is sent yet. */
  add(files: readonly NamedBlob[]): void
  setCaption(id: number, caption: string): void
  /** Whether something is laid out that would be sent. */
  isReady(): boolean
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

/** Makes the files of all rooms. */
export function createUploads(deps: UploadsDeps): AllUploads {
  const rooms = new Map<string, Uploads>()
  return {
    of(roomId, threadId) {
      const key = `${roomId} ${threadId ?? ''}`
      const known = rooms.get(key) ?? openUploads(deps, { roomId, threadId })
      rooms.set(key, known)
      return known
    },
    isBusy: () => [...rooms.values()].some((room) => room.state.getState().items.length > 0),
  }
}

let lastId = 0

/** Lays a file out: it is made ready while it is looked at. */
function layOut({ find, change, works }: UploadQueue, file: NamedBlob, { prepared, voice }: { prepared: Promise<Prepared>; voice?: Voice }): Upload {
  lastId += 1
  const id = lastId
  works.set(id, { prepared, voice })
  prepared.then(
    ({ bytes, media, preview, keepsMetadata }) => {
      const item = find(id)
      if (item === undefined) return
      const picture = media === 'image' || media === 'video' ? preview?.bytes ?? (media === 'image' ? bytes : undefined) : undefined
      const pictureUrl = picture === undefined ? undefined : URL.createObjectURL(picture)
      change(id, { bytes: bytes.size, media, pictureUrl, keepsMetadata, stage: item.stage === 'preparing' ? 'laidOut' : item.stage })
    },
    () => change(id, { stage: 'failed', why: 'gone' }),
  )
  return {
    id, name: cleanName(file.name), bytes: file.size, media: undefined, pictureUrl: undefined, stage: 'preparing',
    progress: 0, caption: '', why: undefined, keepsMetadata: false, isVoice: voice !== undefined,
  }
}

function openUploads({ files, connection, confirm }: UploadsDeps, to: Destination): Uploads {
  const state = createStore<UploadsState>(() => ({ items: [], bytesMax: undefined, leftOut: 0 }))
  const queue = createUploadQueue({ files, to, state })

  connection.subscribe((now) => {
    if (now !== 'online') return
    for (const { id, stage } of state.getState().items) if (stage === 'away') queue.change(id, { stage: 'waiting' })
    void queue.run()
  })

  /** What is laid out, without what the server would not take. */
  function listReady(): readonly Upload[] {
    const { items, bytesMax = Infinity } = state.getState()
    return items.filter(({ stage, bytes }) => (stage === 'laidOut' || stage === 'preparing') && bytes <= bytesMax)
  }

  async function send(chosen: readonly Upload[]): Promise<boolean> {
    if (chosen.length === 0 || !(await confirm(to.roomId, chosen.map(({ name }) => name)))) return false
    for (const { id } of chosen) queue.change(id, { stage: 'waiting' })
    void queue.run()
    return true
  }

  return {
    state,
    add(handed) {
      const room = Math.max(FILES_MAX - state.getState().items.length, 0)
      const taken = handed.slice(0, room).map((file) => layOut(queue, file, { prepared: files.prepare(file) }))
      state.setState(({ items }) => ({ items: [...items, ...taken], leftOut: handed.length - taken.length }))
      void queue.askLimit().catch(() => undefined)
    },
    isReady: () => listReady().length > 0,
    setCaption: (id, caption) => queue.change(id, { caption: caption.slice(0, CAPTION_CHARS_MAX) }),
    async send(caption = '') {
      const chosen = listReady()
      const bare = caption === '' ? undefined : chosen.find((item) => item.caption === '')
      if (bare !== undefined) queue.change(bare.id, { caption: caption.slice(0, CAPTION_CHARS_MAX) })
      state.setState({ leftOut: 0 })
      const isSent = await send(chosen)
      if (!isSent && bare !== undefined) queue.change(bare.id, { caption: '' })
      return isSent
    },
    async sendVoice(bytes, voice, name) {
      const file = Object.assign(bytes, { name })
      const item = layOut(queue, file, { prepared: files.prepare(file), voice })
      state.setState(({ items }) => ({ items: [...items, item] }))
      const isSent = await send([item])
      if (!isSent) queue.forget(item.id)
      return isSent
    },
    pause(id) {
      if (queue.find(id)?.stage === 'uploading') queue.works.get(id)?.ending?.abort()
      queue.change(id, { stage: 'paused' })
      void queue.run()
    },
    resume(id) {
      queue.change(id, { stage: 'waiting', why: undefined })
      void queue.run()
    },
    remove(id) {
      queue.works.get(id)?.ending?.abort()
      queue.forget(id)
    },
  }
}
