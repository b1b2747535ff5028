// The words inside files, for the index: of files that somebody has opened, saved or sent in this browser. Nothing is fetched for it:
// whatever is fetched stands in the ledger as read, and what nobody has looked at must not (docs/decisions/0104).
import { idle } from '../pace/idle.ts'
import { readInFrame } from '../media/text-frame.ts'
import { DOCUMENT_CHARS_MAX } from '../../document-text.ts'

declare global {
  /** What some browsers say of the device. https://wicg.github.io/savedata https://www.w3.org/TR/battery-status */
  interface Navigator {
    readonly connection?: { readonly saveData?: boolean }
    getBattery?(): Promise<{ readonly charging: boolean; readonly level: number }>
  }
}

/** A file, as its messages name it. */
export interface NamedFile {
  mxc: string
  name: string
}

/** What kind of words a file has, by its name; undefined where none are looked for. */
export type WordedKind = 'pdf' | 'office' | 'plain'

/** Reads the words of files. */
export interface FileWords {
  /** The words are known already: somebody has the document open. */
  take(file: NamedFile, text: string): Promise<void>
  /** Reads them out of the bytes, when nothing else happens. */
  read(file: NamedFile, bytes: Blob): Promise<void>
  stop(): void
}

/** What reading needs. */
export interface FileWordsParts {
  /** Gives the words to the index. */
  index(file: NamedFile, text: string): Promise<void>
  readInFrame?: typeof readInFrame
  /** Whether the device should be left alone: little battery is left, or somebody saves data. */
  isSparing?(): Promise<boolean>
  idle?(): Promise<void>
}

const MB = 1024 * 1024
/** Of files that nobody looks at while they are read. */
const BYTES_MAX: Readonly<Record<WordedKind, number>> = { pdf: 10 * MB, office: 10 * MB, plain: 2 * MB }
const WAITING_MAX = 20
const KINDS: Readonly<Record<string, WordedKind>> = {
  pdf: 'pdf',
  ...Object.fromEntries(['docx', 'docm', 'xlsx', 'xlsm', 'pptx', 'pptm', 'odt', 'ods', 'odp'].map((each) => [each, 'office'] as const)),
  ...Object.fromEntries(['txt', 'csv', 'tsv', 'md', 'markdown'].map((each) => [each, 'plain'] as const)),
}
const BATTERY_MIN = 0.2

/** What kind of words a file has, by its name. */
export function wordedKindOf(name: string): WordedKind | undefined {
  const extension = /\.([a-z]{2,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(KINDS, extension) ? KINDS[extension] : undefined
}

/** Begins. One file is read at a time. */
export function openFileWords({ index, readInFrame: inFrame = readInFrame, isSparing = isSparingNow, idle: wait = idle }: FileWordsParts): FileWords {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  let isStopped = false

  async function readNow(file: NamedFile, kind: WordedKind, bytes: Blob): Promise<void> {
    await wait()
    if (isStopped || (await isSparing())) return
    const whole = await bytes.arrayBuffer()
    const text = kind === 'plain' ? plainText(whole) : await inFrame(kind, whole, document.documentElement.lang)
    if (!isStopped && text !== undefined && text.trim() !== '') await index(file, text)
  }

  return {
    async take(file, text) {
      if (text.trim() !== '') await index(file, text.slice(0, DOCUMENT_CHARS_MAX))
    },
    read(file, bytes) {
      const kind = wordedKindOf(file.name)
      if (kind === undefined || bytes.size > BYTES_MAX[kind] || waiting >= WAITING_MAX) return Promise.resolve()
      waiting += 1
      // A file that cannot be read is found by its name, as before.
      last = last.then(() => readNow(file, kind, bytes)).catch(() => undefined).finally(() => (waiting -= 1))
      return last
    },
    stop() {
      isStopped = true
    },
  }
}

/** The words of a plain file: UTF-8, or what offices wrote before; undefined where it is no text. */
export function plainText(whole: ArrayBuffer): string | undefined {
  const bytes = new Uint8Array(whole, 0, Math.min(whole.byteLength, 4 * DOCUMENT_CHARS_MAX))
  if (bytes.subarray(0, 8192).includes(0)) return undefined
  return decode(bytes).slice(0, DOCUMENT_CHARS_MAX).toWellFormed()
}

function decode(bytes: Uint8Array): string {
  try {
    // Cut off in the middle of a character, it is still UTF-8.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

async function isSparingNow(): Promise<boolean> {
  if (navigator.connection?.saveData === true) return true
  const battery = await navigator.getBattery?.().catch(() => undefined)
  return battery !== undefined && !battery.charging && battery.level < BATTERY_MIN
}
