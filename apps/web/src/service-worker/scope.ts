// What a service worker is given by the browser, as far as ours uses it. The compiler's own description of it cannot stand
// beside the one of pages. https://w3c.github.io/ServiceWorker/#serviceworkerglobalscope-interface

/** Something that goes on until its promise is settled. */
export interface LastingEvent extends Event {
  waitUntil(promise: Promise<unknown>): void
}

/** A request of a page. */
export interface RequestEvent extends LastingEvent {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

/** A word from a page. */
export interface WordEvent extends LastingEvent {
  readonly data: unknown
}

/** The worker's own scope. */
export interface ServiceWorkerScope {
  readonly location: { readonly origin: string }
  readonly caches: CacheStorage
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void
  addEventListener(type: 'message', listener: (event: WordEvent) => void): void
  skipWaiting(): Promise<void>
}
