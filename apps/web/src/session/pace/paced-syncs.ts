// Lets what happens in quick succession come together. A server answers a sync as soon as there is one message; where many are
// written, each answer costs this browser about the same whether it brings one message or ten.

type Send = (input: string | URL, init?: RequestInit) => Promise<Response>

const SYNC = /\/_matrix\/client\/v3\/sync$/
/** An answer within this time was waiting before it was asked for. */
const AT_ONCE_MS = 250
/** So many such answers in a row, and the next question waits. */
const IN_A_ROW = 3
/** Nobody sees a message that comes so much later as late. */
const PAUSE_MS = 300

/** Asks for a sync a little later while every one is answered at once. */
export function paceSyncs(send: Send): Send {
  let inARow = 0
  let answeredAtMs = Number.NEGATIVE_INFINITY
  return async (input, init) => {
    if (!SYNC.test(new URL(input, location.origin).pathname)) return send(input, init)
    if (inARow >= IN_A_ROW) await pause(answeredAtMs + PAUSE_MS - performance.now(), init?.signal ?? undefined)
    const askedAtMs = performance.now()
    const response = await send(input, init)
    answeredAtMs = performance.now()
    inARow = answeredAtMs - askedAtMs < AT_ONCE_MS ? inARow + 1 : 0
    return response
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (ms <= 0 || signal?.aborted === true) return done()
    const timer = setTimeout(done, ms)
    // Whoever gave up is told so by the call itself.
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
