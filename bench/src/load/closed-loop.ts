// Closed loop: every connection has one request in flight, and sends the next as soon as it is answered.

import type { Connection, ResponseCallback } from '../http/connection.ts'
import { countAnswer, createOutcome, drain, type NextRequest, type Outcome } from './outcome.ts'

export interface ClosedLoop {
  connections: readonly Connection[]
  durationMs: number
  next: NextRequest
  /** Stops after this many requests even when time is left. */
  requestsMax?: number
}

const DRAIN_MS_MAX = 30_000
/** Connections that fail at once (server gone) must not spin. */
const ERRORS_MAX = 1_000

/**
 * Runs until the time is over and the last answers are in. `elapsedMs` includes the wait for them, so that a rate
 * counts only what was answered. Latency is that of the request alone: it hides stalls, use the open loop for it.
 */
export async function runClosedLoop(load: ClosedLoop): Promise<Outcome> {
  const outcome = createOutcome()
  const start = performance.now()
  const deadline = start + load.durationMs
  let left = load.requestsMax ?? Number.POSITIVE_INFINITY
  const send = (index: number, connection: Connection): void => {
    const sent = performance.now()
    if (sent >= deadline || left <= 0 || outcome.errors >= ERRORS_MAX) return
    left -= 1
    const answered: ResponseCallback = (error, response) => {
      countAnswer(outcome, performance.now() - sent, error, response)
      // A broken connection is tried again in the next turn of the loop, so that its failure cannot recurse.
      if (error === undefined) send(index, connection)
      else setTimeout(() => send(index, connection), 10)
    }
    connection.sendFramed(load.next(index), answered)
  }
  load.connections.forEach((connection, index) => send(index, connection))
  do {
    await new Promise((resolve) => setTimeout(resolve, 20))
  } while (performance.now() < deadline && left > 0 && outcome.errors < ERRORS_MAX)
  outcome.errors += await drain(load.connections, DRAIN_MS_MAX)
  outcome.elapsedMs = performance.now() - start
  return outcome
}
