// The files of one room on their way: what is known of each, and who goes next.
import type { StoreApi } from 'zustand/vanilla'
import type { WordsOfFiles } from '../../session/talk/compose.ts'
import { withWords } from '../../session/talk/compose.ts'
import { describeFile } from '../../session/media/content.ts'
import type { Destination, Files } from '../../session/media/files.ts'
import type { Prepared } from '../../session/media/prepare.ts'
import type { Sending, Voice } from '../../session/media/sending.ts'
import type { FileBody, MediaFailure, MediaKind } from '../../session/media/types.ts'
import { MediaError } from '../../session/media/types.ts'

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
  /** `notKept`: the page was closed before it was sent, and the browser had no room to keep it. */
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
  /** The words that go with it, or with whichever of those that were sent together goes first. */
  words?: WordsOfFiles | undefined
  /** The same for all that were sent together. */
  sentWith?: string | undefined
  ending?: AbortController
}

/** The files of one room on their way. */
export interface UploadQueue {
  find(id: number): Upload | undefined
  change(id: number, to: Partial<Upload>): void
  /** Takes it off the list, and lets go of what it looked like and of what is kept of it. Gives back words that now go with nothing. */
  forget(id: number): WordsOfFiles | undefined
  /** Asks once how large a file may be. */
  askLimit(): Promise<void>
  /** Gives words to files that are sent together: they go with the first that goes, whichever that is. */
  giveWords(ids: readonly number[], words: WordsOfFiles): void
  /** Told when words have gone over from one file to another. */
  onWordsMoved(listener: (id: number) => void): void
  /** Sends what waits, one after the other, so that they arrive in their order. */
  run(): Promise<void>
  readonly works: Map<number, Work>
}

/** What a queue needs. */
export interface UploadQueueDeps {
  files: Pick<Files, 'begin' | 'send'> & { media: Pick<Files['media'], 'uploadBytesMax'>; kept: Pick<Files['kept'], 'drop'> }
  to: Destination
  state: StoreApi<UploadsState>
  /** A file was sent, with these bytes. */
  noteSent?: ((file: Pick<FileBody, 'source' | 'name'>, bytes: Blob) => void) | undefined
}

/** Makes the queue of a room. */
export function createUploadQueue({ files, to, state, noteSent }: UploadQueueDeps): UploadQueue {
  const works = new Map<number, Work>()
  const words = createSharedWords(works)
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

  function forget(id: number): WordsOfFiles | undefined {
    const work = works.get(id)
    takeOff(id)
    if (work === undefined) return undefined
    void files.kept.drop(work.keptId).catch(() => undefined)
    return words.handOn(work)
  }

  async function askLimit(): Promise<void> {
    if (state.getState().bytesMax === undefined) state.setState({ bytesMax: await files.media.uploadBytesMax() })
  }

  async function upload({ id, name }: Upload, work: Work, signal: AbortSignal): Promise<{ sending: Sending; bytes: Blob }> {
    const prepared = await work.prepare()
    await askLimit()
    if (prepared.bytes.size > (state.getState().bytesMax ?? Infinity)) throw new MediaError('tooLarge')
    work.sending ??= files.begin({ prepared, name, voice: work.voice }, to)
    await work.sending.upload({ signal, onProgress: (progress) => change(id, { progress }) })
    return { sending: work.sending, bytes: prepared.bytes }
  }

  async function sendOne(item: Upload): Promise<void> {
    const { id } = item
    const work = works.get(id)
    if (work === undefined) return
    const { signal } = (work.ending = new AbortController())
    change(id, { stage: 'uploading', why: undefined })
    try {
      const { sending, bytes } = await upload(item, work, signal)
      if (signal.aborted) return
      const caption = find(id)?.caption ?? ''
      const said = words.take(work)
      takeOff(id)
      const content = said === undefined ? sending.content(caption) : withWords(sending.content(''), said, caption)
      // From here on it is a message like others: what keeps it from being sent is said where it stands.
      await files.send(content, to, work.keptId).catch(() => undefined)
      await files.kept.drop(work.keptId).catch(() => undefined)
      const sent = describeFile(content)
      if (sent !== undefined) noteSent?.(sent, bytes)
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

  return { find, change, forget, askLimit, giveWords: words.give, onWordsMoved: words.onMoved, run, works }
}

/** Words that go with files that are sent together: with the first that goes, whichever that is. */
interface SharedWords {
  give(ids: readonly number[], words: WordsOfFiles): void
  /** The words of a file that goes: its own, or those of one that was to go before it and does not. */
  take(work: Work): WordsOfFiles | undefined
  /** A file is taken away: its words go with another that was sent together with it. Gives them back where there is none. */
  handOn(work: Work): WordsOfFiles | undefined
  onMoved(listener: (id: number) => void): void
}

function createSharedWords(works: ReadonlyMap<number, Work>): SharedWords {
  let moved: (id: number) => void = () => undefined
  const findWith = ({ sentWith }: Work, isMeant: (work: Work) => boolean): [number, Work] | undefined =>
    sentWith === undefined ? undefined : [...works].find(([, each]) => each.sentWith === sentWith && isMeant(each))
  return {
    give(ids, words) {
      const sentWith = crypto.randomUUID()
      for (const id of ids) Object.assign(works.get(id) ?? {}, { sentWith })
      const first = works.get(ids[0] ?? -1)
      if (first !== undefined && (words.text !== '' || words.content !== undefined)) first.words = words
    },
    take(work) {
      const other = work.words === undefined ? findWith(work, (each) => each.words !== undefined) : undefined
      if (other === undefined) return work.words
      const [id, holder] = other
      const { words } = holder
      holder.words = undefined
      moved(id)
      return words
    },
    handOn(work) {
      const next = work.words === undefined ? undefined : findWith(work, () => true)
      if (next === undefined) return work.words
      next[1].words = work.words
      moved(next[0])
      return undefined
    },
    onMoved: (listener) => void (moved = listener),
  }
}
