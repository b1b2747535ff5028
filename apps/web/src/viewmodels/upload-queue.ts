// The files of one room on their way: what is known of each, and who goes next.
import type { StoreApi } from 'zustand/vanilla'
import type { Destination, Files } from '../session/media/files.ts'
import type { Prepared } from '../session/media/prepare.ts'
import type { Sending, Voice } from '../session/media/sending.ts'
import type { MediaFailure, MediaKind } from '../session/media/types.ts'
import { MediaError } from '../session/media/types.ts'

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
  /** `notKept`: the page was closed before it was sent, and it was too large to be kept. */
  why: MediaFailure | 'notKept' | undefined
  /** Whether places, moments and names may still be in it. */
  keepsMetadata: boolean
  isVoice: boolean
  /** Whether it goes on when the page is closed and opened again; undefined until that is known. */
  isKept: boolean | undefined
}

/** The files of one room that are on their way. */
export interface UploadsState {
  items: readonly Upload[]
  /** How large a file may be; undefined until the server has said. */
  bytesMax: number | undefined
  /** How many were left out of what was handed in last, as there were too many. */
  leftOut: number
}

/** What is known of a file beside what is seen. */
export interface Work {
  /** Under which it is kept, and sent once. */
  keptId: string
  /** When it was handed in: no two at once. */
  addedMs: number
  prepare(): Promise<Prepared>
  voice?: Voice | undefined
  sending?: Sending
  ending?: AbortController
}

/** The files of one room on their way. */
export interface UploadQueue {
  find(id: number): Upload | undefined
  change(id: number, to: Partial<Upload>): void
  /** Takes it off the list, and lets go of what it looked like and of what is kept of it. */
  forget(id: number): void
  /** Asks once how large a file may be. */
  askLimit(): Promise<void>
  /** Sends what waits, one after the other, so that they arrive in their order. */
  run(): Promise<void>
  readonly works: Map<number, Work>
}

/** What a queue needs. */
export interface UploadQueueDeps {
  files: Pick<Files, 'begin' | 'send'> & { media: Pick<Files['media'], 'uploadBytesMax'>; kept: Pick<Files['kept'], 'drop'> }
  to: Destination
  state: StoreApi<UploadsState>
}

/** Makes the queue of a room. */
export function createUploadQueue({ files, to, state }: UploadQueueDeps): UploadQueue {
  const works = new Map<number, Work>()
  let isRunning = false

  const find = (id: number): Upload | undefined => state.getState().items.find((item) => item.id === id)
  const change = (id: number, more: Partial<Upload>): void =>
    state.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...more } : item)) }))

  function takeOff(id: number): void {
    const url = find(id)?.pictureUrl
    if (url !== undefined) URL.revokeObjectURL(url)
    works.delete(id)
    state.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }))
  }

  function forget(id: number): void {
    const keptId = works.get(id)?.keptId
    takeOff(id)
    if (keptId !== undefined) void files.kept.drop(keptId).catch(() => undefined)
  }

  async function askLimit(): Promise<void> {
    if (state.getState().bytesMax === undefined) state.setState({ bytesMax: await files.media.uploadBytesMax() })
  }

  async function upload({ id, name }: Upload, work: Work, signal: AbortSignal): Promise<Sending> {
    const prepared = await work.prepare()
    await askLimit()
    if (prepared.bytes.size > (state.getState().bytesMax ?? Infinity)) throw new MediaError('tooLarge')
    work.sending ??= files.begin({ prepared, name, voice: work.voice }, to)
    await work.sending.upload({ signal, onProgress: (progress) => change(id, { progress }) })
    return work.sending
  }

  async function sendOne(item: Upload): Promise<void> {
    const { id } = item
    const work = works.get(id)
    if (work === undefined) return
    const { signal } = (work.ending = new AbortController())
    change(id, { stage: 'uploading', why: undefined })
    try {
      const sending = await upload(item, work, signal)
      if (signal.aborted) return
      const caption = find(id)?.caption ?? ''
      takeOff(id)
      // From here on it is a message like others: what keeps it from being sent is said where it stands.
      await files.send(sending.content(caption), to, work.keptId).catch(() => undefined)
      await files.kept.drop(work.keptId).catch(() => undefined)
    } catch (error) {
      if (signal.aborted) return
      const why = error instanceof MediaError ? error.why : 'unreachable'
      change(id, { stage: why === 'unreachable' ? 'away' : 'failed', why })
    }
  }

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    const firstWaiting = (): Upload | undefined => state.getState().items.find(({ stage }) => stage === 'waiting')
    try {
      for (let next = firstWaiting(); next !== undefined; next = firstWaiting()) await sendOne(next)
    } finally {
      isRunning = false
    }
  }

  return { find, change, forget, askLimit, run, works }
}
