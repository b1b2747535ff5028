// Moments in which nothing else is to be done, and breaks for what somebody types or presses.

/** How long what can wait waits for one. */
const WITHIN_MS = 500

/** Resolves in the next of them, or when there was none for half a second. */
export function idle(): Promise<void> {
  return new Promise((done) => {
    if (typeof window !== 'undefined' && 'requestIdleCallback' in window) window.requestIdleCallback(() => done(), { timeout: WITHIN_MS })
    else setTimeout(done, 0)
  })
}

/** One for all breaks: to make one takes longer than to use it. A timer waits at least four milliseconds where one follows the other. */
let channel: MessageChannel | undefined
const resting: (() => void)[] = []

/** Resolves when what has waited meanwhile has had its turn. */
export function takeBreak(): Promise<void> {
  if (channel === undefined) {
    channel = new MessageChannel()
    channel.port1.onmessage = () => resting.shift()?.()
  }
  const { port2 } = channel
  return new Promise((done) => {
    resting.push(done)
    port2.postMessage(undefined)
  })
}
