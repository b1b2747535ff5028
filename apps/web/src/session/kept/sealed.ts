// What the messenger keeps in this browser beside the SDK: small values under names, each sealed with a key that the browser
// gives to nobody (docs/decisions/0044). Whoever signs out throws the key away, and what was sealed with it is gone.
import type { UseStore } from 'idb-keyval'
import { clear, createStore, del, entries, get, keys, set } from 'idb-keyval'

/** Values under names, sealed. */
export interface SealedStore<T> {
  /** Everything that can be read; what cannot is left out. */
  all(): Promise<[string, T][]>
  get(name: string): Promise<T | undefined>
  /** Rejects with `QuotaExceededError` where the browser has no room left. */
  set(name: string, value: T): Promise<void>
  delete(name: string): Promise<void>
  /** Forgets everything, the key as well. */
  clear(): Promise<void>
}

/** Bytes under names, sealed in the same way. */
export interface SealedBytes {
  names(): Promise<string[]>
  /** Undefined where there are none, or none that can be read. */
  get(name: string): Promise<ArrayBuffer | undefined>
  /** Rejects with `QuotaExceededError` where the browser has no room left. */
  set(name: string, bytes: ArrayBuffer): Promise<void>
  delete(name: string): Promise<void>
  /** Forgets everything, the key as well. */
  clear(): Promise<void>
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

/** No value has this name. */
const KEY = 'key'
const PREFIX = 'of:'
const IV_BYTES = 12

/** Opens the bytes of a database of its own. */
export function openSealedBytes(database: string): SealedBytes {
  const { store, seal, unseal, forget } = openSeal(database)
  return {
    names: async () => (await keys<string>(store)).filter((id) => id.startsWith(PREFIX)).map((id) => id.slice(PREFIX.length)),
    async get(name) {
      const sealed: unknown = await get(`${PREFIX}${name}`, store)
      return isSealed(sealed) ? unseal(name, sealed) : undefined
    },
    set: async (name, bytes) => set(`${PREFIX}${name}`, await seal(name, bytes), store),
    delete: (name) => del(`${PREFIX}${name}`, store),
    clear: forget,
  }
}

/** Opens the values of a database of its own. `parse` says what a value is, and `undefined` where it is none. */
export function openSealed<T>(database: string, parse: (value: unknown) => T | undefined): SealedStore<T> {
  const { store, seal, unseal, forget } = openSeal(database)

  async function read(name: string, sealed: Sealed): Promise<T | undefined> {
    const clear = await unseal(name, sealed)
    try {
      return clear === undefined ? undefined : parse(JSON.parse(new TextDecoder().decode(clear)))
    } catch {
      return undefined
    }
  }

  return {
    async all() {
      const found: [string, T][] = []
      for (const [id, sealed] of await entries<string, unknown>(store)) {
        if (!id.startsWith(PREFIX) || !isSealed(sealed)) continue
        const value = await read(id.slice(PREFIX.length), sealed)
        if (value !== undefined) found.push([id.slice(PREFIX.length), value])
      }
      return found
    },
    async get(name) {
      const sealed: unknown = await get(`${PREFIX}${name}`, store)
      return isSealed(sealed) ? read(name, sealed) : undefined
    },
    set: async (name, value) => set(`${PREFIX}${name}`, await seal(name, bytesOf(JSON.stringify(value))), store),
    delete: (name) => del(`${PREFIX}${name}`, store),
    clear: forget,
  }
}

/** What seals and opens within one database. */
interface Seal {
  store: UseStore
  seal(name: string, bytes: BufferSource): Promise<Sealed>
  /** Undefined where it cannot be opened. */
  unseal(name: string, sealed: Sealed): Promise<ArrayBuffer | undefined>
  /** Forgets everything, the key as well. */
  forget(): Promise<void>
}

function openSeal(database: string): Seal {
  const store = createStore(database, 'sealed')
  let opening: Promise<CryptoKey> | undefined

  function key(): Promise<CryptoKey> {
    opening ??= findKey(store).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }

  return {
    store,
    async seal(name, bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      // The name goes into the seal: one value cannot be put in the place of another.
      return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(name) }, await key(), bytes) }
    },
    async unseal(name, { iv, bytes }) {
      try {
        return await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(name) }, await key(), bytes)
      } catch {
        return undefined
      }
    },
    async forget() {
      opening = undefined
      await clear(store)
    },
  }
}

async function findKey(store: UseStore): Promise<CryptoKey> {
  const known: unknown = await get(KEY, store)
  if (known instanceof CryptoKey) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await set(KEY, made, store)
  return made
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'iv' in value && 'bytes' in value && value.iv instanceof Uint8Array && value.bytes instanceof ArrayBuffer
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
