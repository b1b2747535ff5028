// Keeps what syncs have told in the browser's database, away from the page's own thread.
import { IndexedDBStoreWorker } from 'matrix-js-sdk/lib/store/indexeddb-store-worker.js'
import { cut } from './kept/pieces.ts'
import { silenceSdk } from './silence.ts'

silenceSdk()
const worker = new IndexedDBStoreWorker((message) => {
  for (const each of cut(message)) self.postMessage(each)
})
self.addEventListener('message', worker.onMessage)
