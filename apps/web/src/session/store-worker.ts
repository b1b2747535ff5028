// Keeps what syncs have told in the browser's database, away from the page's own thread.
import { IndexedDBStoreWorker } from 'matrix-js-sdk/lib/store/indexeddb-store-worker.js'

const worker = new IndexedDBStoreWorker((message) => self.postMessage(message))
self.addEventListener('message', worker.onMessage)
