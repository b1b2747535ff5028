// Moments in which nothing else is to be done, and breaks for what somebody types or presses.

/** How long what can wait waits for one. */
const WITHIN_MS = 500

/** Resolves in the next of them, or when there was none for half a second. */
export function idle(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => done(), { timeout: WITHIN_MS })
    else setTimeout(done, 0)
  })
}

/** Resolves when what has waited meanwhile has had its turn. */
export function takeBreak(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, 0)
  })
}
