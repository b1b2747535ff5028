// The client of the Matrix SDK: made, started, stopped. Everything else in this folder is given it.
import * as sdk from 'matrix-js-sdk'
import type { CryptoCallbacks } from 'matrix-js-sdk/lib/crypto-api/index.js'
// oxlint-disable-next-line import/default -- the bundler makes it
import storeWorkerUrl from './store-worker.ts?worker&url'
import { KeptStore } from './kept/kept-store.ts'
import { putTogether } from './kept/pieces.ts'
import type { StorageWatch } from './kept/storage.ts'
import { withFiles } from './media/attach.ts'
import { SILENT, silenceSdk } from './silence.ts'
import { trustedScript } from './trusted.ts'

/** How many events of a room a sync brings at first; more are asked for where a room is read. */
const EVENTS_PER_ROOM = 20
const STORE = 'chappe-web-sync'

/** A client with what this browser keeps of its account, not yet started. */
export interface OpenedClient {
  client: sdk.MatrixClient
  keyStore: string
  store: KeptStore
  /** Whether something of an earlier visit is there to show before the server has answered. */
  isWarm: boolean
}

/** Whose client it is, and how it reaches the server. */
export interface ClientOptions {
  userId: string
  deviceId: string
  /** Under which name its keys are kept. */
  keyStore: string
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>
  storage: StorageWatch
  cryptoCallbacks: CryptoCallbacks
  /** The rooms that somebody is likely to look at first. */
  firstRooms: readonly string[]
}

/** Makes the client of a session. Throws `SignedOut` when the session has ended meanwhile, a `TypeError` without a server. */
export async function openClient({ userId, deviceId, keyStore, fetch, storage, cryptoCallbacks, firstRooms }: ClientOptions): Promise<OpenedClient> {
  silenceSdk()
  // On its way while the rest is read from the disk.
  const crypto = loadCrypto()
  const sync = {
    indexedDB: window.indexedDB,
    localStorage: window.localStorage,
    dbName: STORE,
    workerFactory() {
      const worker = new Worker(trustedScript(storeWorkerUrl), { type: 'module' })
      putTogether(worker)
      return worker
    },
  }
  const store = new KeptStore({ sync, storage, first: firstRooms })
  store.on('closed', storage.lost)
  store.on('degraded', (error: unknown) => void storage.watch(Promise.reject(error)))
  const client = sdk.createClient({
    baseUrl: location.origin,
    userId,
    deviceId,
    // The SDK asks whether there is a token; which one goes along, and with what proof, `fetchFn` says.
    accessToken: 'bound-to-a-key',
    fetchFn: (input, init) => fetch(withFiles(client, input instanceof Request ? input.url : input), init),
    store,
    timelineSupport: true,
    cryptoCallbacks,
    logger: SILENT,
  })
  store.client = client
  // There are no calls: what the SDK does for them, for each room and at each event, is left out.
  client.matrixRTC.start = () => undefined
  client.http.uploadContent = (file) => upload(client, fetch, file)
  await store.startup()
  const isWarm = (await store.getSavedSyncToken()) !== null
  await crypto
  await openCrypto(client, keyStore)
  return { client, keyStore, store, isWarm }
}

/**
 * The SDK asks, while it opens, for keys of the past of rooms that one came into lately, and opens nothing where the server is away.
 * What was said is here all the same: it is asked when everything is open.
 */
async function openCrypto(client: sdk.MatrixClient, keyStore: string): Promise<void> {
  const { RustCrypto } = await import('matrix-js-sdk/lib/rust-crypto/rust-crypto.js')
  const { prototype } = RustCrypto
  const accept = prototype.maybeAcceptKeyBundle
  const later: (() => Promise<boolean>)[] = []
  prototype.maybeAcceptKeyBundle = async function (...rooms) {
    later.push(() => accept.apply(this, rooms))
    return false
  }
  try {
    await client.initRustCrypto({ cryptoDatabasePrefix: keyStore })
  } finally {
    prototype.maybeAcceptKeyBundle = accept
  }
  for (const ask of later) void ask().catch(() => undefined)
}

/**
 * Uploads what the SDK uploads by itself: keys of the past for somebody who is invited. Its own way is an XMLHttpRequest, with
 * which no proof of the key goes along.
 */
async function upload(client: sdk.MatrixClient, fetch: ClientOptions['fetch'], file: sdk.FileType): Promise<sdk.UploadResponse> {
  const headers = { 'content-type': file instanceof Blob && file.type !== '' ? file.type : 'application/octet-stream' }
  const response = await fetch(client.http.getUrl('/upload', undefined, sdk.MediaPrefix.V3), { method: 'POST', headers, body: file })
  const answer: unknown = await response.json().catch(() => ({}))
  if (!response.ok) throw new sdk.MatrixError(typeof answer === 'object' && answer !== null ? answer : {}, response.status)
  return answer as sdk.UploadResponse
}

/** The cryptography in WebAssembly; without the server it is among what the browser keeps. */
async function loadCrypto(): Promise<void> {
  const { initAsync } = await import('@matrix-org/matrix-sdk-crypto-wasm')
  await initAsync()
}

/** Begins to sync. */
export async function startClient(client: sdk.MatrixClient): Promise<void> {
  await client.startClient({
    initialSyncLimit: EVENTS_PER_ROOM,
    lazyLoadMembers: true,
    threadSupport: true,
    pendingEventOrdering: sdk.PendingEventOrdering.Detached,
  })
}

/** Forgets, in this browser, everything of the account. */
export async function forgetClient({ client, keyStore, store }: OpenedClient): Promise<void> {
  client.stopClient()
  await store.forgetWaiting()
  await client.clearStores({ cryptoDatabasePrefix: keyStore })
}
