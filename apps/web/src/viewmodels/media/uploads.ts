// Files on their way into rooms: laid out to be looked at, then sent one after the other. They go on when their room is no
// longer looked at, wait when the server is away, and go on from where they stopped, also when the page was closed.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { WordsOfFiles } from '../../session/talk/compose.ts'
import type { Destination, Files } from '../../session/media/files.ts'
import { cleanName } from '../../session/media/names.ts'
import type { KeptFile, KeptStage } from '../../session/media/kept-files.ts'
import type { Prepared } from '../../session/media/prepare.ts'
import type { Voice } from '../../session/media/sending.ts'
import { MediaError } from '../../session/media/types.ts'
import type { Connection } from '../../session/types.ts'
import type { Upload, UploadQueue, UploadQueueDeps, UploadsState } from './upload-queue.ts'
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
  /** Sends what is laid out, the words with the first that goes. Resolves false where the sender thought better of it. */
  send(words?: WordsOfFiles): Promise<boolean>
  sendVoice(bytes: Blob, voice: Voice, name: string): Promise<boolean>
  pause(id: number): void
  /** Goes on with what was paused or failed. */
  resume(id: number): void
  /** Takes it away, wherever it is. Gives back words that were to go with it and go with no other. */
  remove(id: number): string | undefined
}

/** Bytes with a name, such as a `File`. */
export type NamedBlob = Blob & { readonly name: string }

/** What sending needs. */
export interface UploadsDeps {
  files: Pick<Files, 'prepare' | 'begin' | 'send'> & { media: Pick<Files['media'], 'uploadBytesMax'>; kept: Omit<Files['kept'], 'forget'> }
  connection: Live<Connection>
  /** Asks the sender, where the room wants it. */
  confirm: (roomId: string, names: readonly string[]) => Promise<boolean>
  now?: () => number
  /** A file was sent, with these bytes. */
  noteSent?: UploadQueueDeps['noteSent']
}

/** The files of all rooms. */
export interface AllUploads {
  /** Those of one room, or of one thread in it. */
  of(roomId: string, threadId?: string): Uploads
  /** Whether closing the page would lose something: what the browser has no room for, or is not kept yet. */
  isBusy(): boolean
  /** How many are not sent, in all rooms. */
  countUnsent(): number
}

/** As many as one message after the other can be taken in. */
export const FILES_MAX = 50
const CAPTION_CHARS_MAX = 4000
const NO_WORDS: WordsOfFiles = { text: '', content: undefined }

/** Makes the files of all rooms. */
export function createUploads(deps: UploadsDeps): AllUploads {
  const rooms = new Map<string, OpenUploads>()
  function of(roomId: string, threadId?: string): OpenUploads {
    const key = `${roomId} ${threadId ?? ''}`
    const known = rooms.get(key) ?? openUploads(deps, { roomId, threadId })
    rooms.set(key, known)
    return known
  }
  const items = (): Upload[] => [...rooms.values()].flatMap((room) => room.state.getState().items)
  void deps.files.kept.list().then(
    (all) => {
      for (const file of all) of(file.to.roomId, file.to.threadId).restore(file)
    },
    () => undefined,
  )
  return {
    of,
    isBusy: () => items().some(({ isKept, why }) => isKept !== true && why !== 'notKept'),
    countUnsent: () => items().length,
  }
}

/** The files of one room, as they are when the page is opened. */
interface OpenUploads extends Uploads {
  restore(file: KeptFile): void
}

let lastId = 0
let lastAddedMs = 0

const BARE = { media: undefined, pictureUrl: undefined, progress: 0, caption: '', why: undefined, keepsMetadata: false, isKept: undefined } satisfies Partial<Upload>

type Kept = UploadsDeps['files']['kept']

/** Lays a file out: it is made ready and kept while it is looked at. It is called laid out when both are done: whoever reads that may close the page. */
function layOut({ find, change, works }: UploadQueue, file: NamedBlob, { prepared, voice, keeping: { keep, now } }: { prepared: Promise<Prepared>; voice?: Voice; keeping: Keeping }): Upload {
  lastId += 1
  const id = lastId
  // What is ready sooner is not sent sooner, nor after a reload.
  lastAddedMs = Math.max(now(), lastAddedMs + 1)
  works.set(id, { keptId: crypto.randomUUID(), addedMs: lastAddedMs, prepare: () => prepared, voice })
  prepared.then(
    (ready) => {
      const item = find(id)
      if (item === undefined) return
      const { bytes, media, preview, keepsMetadata } = ready
      const picture = media === 'image' || media === 'video' ? preview?.bytes ?? (media === 'image' ? bytes : undefined) : undefined
      const pictureUrl = picture === undefined ? undefined : URL.createObjectURL(picture)
      change(id, { bytes: bytes.size, media, pictureUrl, keepsMetadata })
      keep(find(id) ?? item, ready)
    },
    () => change(id, { stage: 'failed', why: 'gone' }),
  )
  return { ...BARE, id, name: cleanName(file.name), bytes: file.size, stage: 'preparing', isVoice: voice !== undefined }
}

const STAGES: Readonly<Partial<Record<Upload['stage'], KeptStage>>> = { preparing: 'laidOut', laidOut: 'laidOut', paused: 'paused' }

/** Keeps files while they are on their way, and what becomes of them. */
interface Keeping {
  now(): number
  keep(item: Upload, prepared: Prepared): void
  /** What is kept follows what is seen. */
  follow(id: number): void
  /** The file of an earlier page: as it was left; a note of it where its bytes are not here. */
  restore(file: KeptFile): Upload
}

function openKeeping({ kept, to, now }: { kept: Kept; to: Destination; now: () => number }, { find, change, works }: UploadQueue): Keeping {
  const stageOf = ({ stage }: Upload): KeptStage => STAGES[stage] ?? 'sending'
  return {
    now,
    keep(item, prepared) {
      const { id, name, caption, bytes, keepsMetadata } = item
      const work = works.get(id)
      if (work === undefined) return
      const file = { id: work.keptId, to, name, caption, stage: stageOf(item), bytes, media: prepared.media, keepsMetadata, voice: work.voice, addedMs: work.addedMs, words: work.words, sentWith: work.sentWith }
      const tell = (isKept: boolean): void => change(id, { isKept, ...(find(id)?.stage === 'preparing' ? { stage: 'laidOut' } : {}) })
      kept.keep(file, prepared).then(tell, () => tell(false))
    },
    follow(id) {
      const [item, work] = [find(id), works.get(id)]
      if (item !== undefined && work !== undefined) void kept.change(work.keptId, { caption: item.caption, stage: stageOf(item), words: work.words, sentWith: work.sentWith }).catch(() => undefined)
    },
    restore(file) {
      lastId += 1
      const id = lastId
      const prepare = async (): Promise<Prepared> => {
        const prepared = await kept.read(file.id)
        if (prepared === undefined) throw new MediaError('gone')
        return prepared
      }
      works.set(id, { keptId: file.id, addedMs: file.addedMs, prepare, voice: file.voice, words: file.words, sentWith: file.sentWith })
      void kept.readPreview(file.id).then((picture) => (picture === undefined || find(id) === undefined ? undefined : change(id, { pictureUrl: URL.createObjectURL(picture) })), () => undefined)
      const { name, caption, bytes, media, keepsMetadata, isWhole } = file
      const stage = isWhole ? (file.stage === 'sending' ? 'waiting' : file.stage) : 'failed'
      return { ...BARE, id, name, caption, bytes, media, keepsMetadata, isVoice: file.voice !== undefined, stage, why: isWhole ? undefined : 'notKept', isKept: isWhole }
    },
  }
}

function openUploads({ files, connection, confirm, noteSent, now = Date.now }: UploadsDeps, to: Destination): OpenUploads {
  const state = createStore<UploadsState>(() => ({ items: [], bytesMax: undefined, leftOut: 0 }))
  const queue = createUploadQueue({ files, to, state, noteSent })
  const keeping = openKeeping({ kept: files.kept, to, now }, queue)
  queue.onWordsMoved((id) => keeping.follow(id))
  const move = (id: number, more: Partial<Upload>): void => {
    queue.change(id, more)
    keeping.follow(id)
  }

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

  async function send(chosen: readonly Upload[], words: WordsOfFiles = NO_WORDS): Promise<boolean> {
    if (chosen.length === 0 || !(await confirm(to.roomId, chosen.map(({ name }) => name)))) return false
    queue.giveWords(chosen.map(({ id }) => id), words)
    for (const { id } of chosen) move(id, { stage: 'waiting' })
    void queue.run()
    return true
  }

  return {
    state,
    add(handed) {
      const room = Math.max(FILES_MAX - state.getState().items.length, 0)
      const taken = handed.slice(0, room).map((file) => layOut(queue, file, { prepared: files.prepare(file), keeping }))
      state.setState(({ items }) => ({ items: [...items, ...taken], leftOut: handed.length - taken.length }))
      void queue.askLimit().catch(() => undefined)
    },
    isReady: () => listReady().length > 0,
    setCaption: (id, caption) => move(id, { caption: caption.slice(0, CAPTION_CHARS_MAX) }),
    async send(words = NO_WORDS) {
      const chosen = listReady()
      state.setState({ leftOut: 0 })
      return send(chosen, words)
    },
    async sendVoice(bytes, voice, name) {
      const file = Object.assign(bytes, { name })
      const item = layOut(queue, file, { prepared: files.prepare(file), voice, keeping })
      state.setState(({ items }) => ({ items: [...items, item] }))
      const isSent = await send([item])
      if (!isSent) queue.forget(item.id)
      return isSent
    },
    pause(id) {
      if (queue.find(id)?.stage === 'uploading') queue.works.get(id)?.ending?.abort()
      move(id, { stage: 'paused' })
      void queue.run()
    },
    resume(id) {
      move(id, { stage: 'waiting', why: undefined })
      void queue.run()
    },
    remove(id) {
      queue.works.get(id)?.ending?.abort()
      return queue.forget(id)?.text
    },
    restore(file) {
      state.setState(({ items }) => ({ items: [...items, keeping.restore(file)] }))
      void queue.askLimit().catch(() => undefined)
      void queue.run()
    },
  }
}
