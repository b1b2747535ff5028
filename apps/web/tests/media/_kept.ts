// A browser that keeps files, without a browser: what is kept outlives the page.
import type { SealedBytes, SealedStore } from '../../src/session/kept/sealed.ts'
import { watchStorage } from '../../src/session/kept/storage.ts'
import type { KeptBounds, KeptFiles, KeptFilesStores } from '../../src/session/media/kept-files.ts'
import { openKeptFiles } from '../../src/session/media/kept-files.ts'

type Notes = KeptFilesStores['notes']

/** What a browser keeps. */
export interface Shelf extends KeptFilesStores {
  notes: Notes & { kept: Map<string, string> }
  bytes: SealedBytes & { kept: Map<string, ArrayBuffer>; isFull: boolean }
}

/** An empty browser; what comes out is what JSON keeps of it. */
export function openShelf(): Shelf {
  const kept = new Map<string, string>()
  const bytes = new Map<string, ArrayBuffer>()
  const store: SealedStore<unknown> & { kept: Map<string, string> } = {
    kept,
    all: async () => [...kept].map(([name, text]) => [name, JSON.parse(text)]),
    get: async (name) => JSON.parse(kept.get(name) ?? 'null') ?? undefined,
    set: async (name, value) => void kept.set(name, JSON.stringify(value)),
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
  return {
    notes: store as Shelf['notes'],
    bytes: {
      kept: bytes,
      isFull: false,
      names: async () => [...bytes.keys()],
      get: async (name) => bytes.get(name),
      async set(name, value) {
        if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
        bytes.set(name, value)
      },
      delete: async (name) => void bytes.delete(name),
      clear: async () => bytes.clear(),
    },
  }
}

/** Opens it, as a page does, with room for 250 bytes. */
export function openKept(shelf: Shelf = openShelf()): KeptFiles {
  const bounds: KeptBounds = { partBytes: 40, roomBytes: async () => 250 - [...shelf.bytes.kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) }
  return openKeptFiles(watchStorage(), shelf, bounds)
}
