// The words inside files, as the index keeps them: by the address of the file, each sealed on its own under a name that tells nothing.
// They go with the last message that carries the file.
import type { SealedStore } from '../kept/sealed.ts'
import { DOCUMENT_CHARS_MAX } from '../../document-text.ts'

/** The words of a file. */
export interface FileText {
  mxc: string
  name: string
  text: string
  /** When they were read. */
  atMs: number
}

/** The words of files. */
export interface FileTexts {
  get(mxc: string): FileText | undefined
  /** Takes the words of a file that a message carries; gives back the addresses of those that had to go for it: the oldest. */
  put(text: FileText): string[]
  /** Holds the words of a file whose message has not come yet. */
  hold(text: FileText): void
  /** Those that were held; they are held no longer. */
  takeHeld(mxc: string): FileText | undefined
  remove(mxc: string): void
  list(): string[]
  /** Writes what changed. Rejects where the browser has no room for it. */
  flush(): Promise<void>
}

const TEXTS_MAX = 500
const CHARS_MAX = 2_000_000
const HELD_MAX = 20

/** Opens what is kept. */
export async function openFileTexts(store: SealedStore<FileText>): Promise<FileTexts> {
  const texts = new Map<string, { name: string; value: FileText }>()
  const held = new Map<string, FileText>()
  const changed = new Map<string, FileText | undefined>()
  let chars = 0
  for (const [name, value] of await store.all()) take(value, name)

  function take(value: FileText, name: string): void {
    chars += value.text.length - (texts.get(value.mxc)?.value.text.length ?? 0)
    texts.set(value.mxc, { name, value })
  }

  function remove(mxc: string): void {
    const found = texts.get(mxc)
    held.delete(mxc)
    if (found === undefined) return
    texts.delete(mxc)
    chars -= found.value.text.length
    changed.set(found.name, undefined)
  }

  return {
    get: (mxc) => texts.get(mxc)?.value,
    put(value) {
      const name = texts.get(value.mxc)?.name ?? crypto.randomUUID()
      take({ ...value, text: value.text.slice(0, DOCUMENT_CHARS_MAX) }, name)
      changed.set(name, texts.get(value.mxc)?.value)
      const gone: string[] = []
      for (const { value: { mxc } } of [...texts.values()].toSorted((a, b) => a.value.atMs - b.value.atMs)) {
        if (texts.size <= TEXTS_MAX && chars <= CHARS_MAX) break
        remove(mxc)
        gone.push(mxc)
      }
      return gone
    },
    hold(value) {
      held.set(value.mxc, value)
      for (const [oldest] of held) {
        if (held.size <= HELD_MAX) break
        held.delete(oldest)
      }
    },
    takeHeld(mxc) {
      const value = held.get(mxc)
      held.delete(mxc)
      return value
    },
    remove,
    list: () => [...texts.keys()],
    async flush() {
      for (const [name, value] of changed) {
        changed.delete(name)
        await (value === undefined ? store.delete(name) : store.set(name, value)).catch((error: unknown) => {
          changed.set(name, value)
          throw error
        })
      }
    },
  }
}

/** The words of a file, as they were kept. */
export function parseFileText(value: unknown): FileText | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { mxc, name, text, atMs } = value as Readonly<Record<string, unknown>>
  if (typeof mxc !== 'string' || typeof name !== 'string' || typeof text !== 'string' || typeof atMs !== 'number') return undefined
  return { mxc, name, text, atMs }
}
