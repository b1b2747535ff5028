// The version of the messenger that runs in this page, and whether a newer one is there.
import { createStore } from 'zustand/vanilla'
import type { Live } from './live.ts'
import { KEEP_REST, TAKE_OVER } from './service-worker/words.ts'
import { trustedScript } from './session/trusted.ts'

/** `newer`: another version is there, and this page goes on with the one it has until it is opened anew. */
export type VersionState = 'current' | 'newer'

/** What a page does about versions. */
export interface Version {
  state: Live<VersionState>
  /** Opens the page anew, with the version that is there. */
  reload(): void
}

const LOOK_EVERY_MS = 60 * 60_000
/** Later than whatever a page does to open. */
const REST_AFTER_MS = 30_000

/** Keeps the messenger's own files in this browser, and looks whether the server has others. A browser that cannot do it shows the messenger all the same. */
export function followVersion(): Version {
  const state = createStore<VersionState>(() => 'current')
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  let waiting: ServiceWorker | undefined

  const found = (worker: ServiceWorker): void => {
    waiting = worker
    state.setState('newer', true)
  }
  if (workers !== undefined) void register(workers, found).catch(() => undefined)
  // A part of the messenger that was not loaded yet may be gone from the server.
  window.addEventListener('vite:preloadError', () => state.setState('newer', true))

  return {
    state,
    reload() {
      if (waiting === undefined || workers === undefined) return location.reload()
      workers.addEventListener('controllerchange', () => location.reload(), { once: true })
      waiting.postMessage(TAKE_OVER)
    },
  }
}

async function register(workers: ServiceWorkerContainer, found: (worker: ServiceWorker) => void): Promise<void> {
  const registration = await workers.register(trustedScript('/service-worker.js'), { scope: '/', updateViaCache: 'none' })
  // Without a worker that answers for this page there is no version before this one.
  const look = (): void => {
    if (registration.waiting !== null && workers.controller !== null) found(registration.waiting)
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
  const ask = (): void => void registration.update().catch(() => undefined)
  setInterval(ask, LOOK_EVERY_MS)
  window.addEventListener('online', ask)
  setTimeout(() => registration.active?.postMessage(KEEP_REST), REST_AFTER_MS)
}
