// Open loop: requests are due at a fixed rate, whether or not the server keeps up.

import type { Connection } from '../http/connection.ts'
import { Histogram } from './histogram.ts'
import { countAnswer, createOutcome, drain, type NextRequest, type Outcome } from './outcome.ts'

export interface OpenLoop {
  connections: readonly Connection[]
  durationMs: number
  ratePerSecond: number
  next: NextRequest
}

export interface OpenOutcome extends Outcome {
  /** Requests that were due. */
  scheduled: number
  /** How late the generator itself was when a connection was free: what it adds to the latencies. */
  generatorLag: Histogram
}

const DRAIN_MS_MAX = 30_000

/**
 * Sends request k at `k / rate` and measures its latency from that moment, so that time spent waiting for a free
 * connection behind a stalled server counts (no coordinated omission). The timer's step is about 1 ms.
 */
export async function runOpenLoop(load: OpenLoop): Promise<OpenOutcome> {
  const outcome: OpenOutcome = {
    ...createOutcome(), scheduled: Math.floor(load.durationMs * load.ratePerSecond / 1000), generatorLag: new Histogram(),
  }
  const idle = load.connections.map((_, index) => index)
  const start = performance.now()
  const dueAt = (k: number): number => start + k * 1000 / load.ratePerSecond
  let issued = 0

  const issue = (index: number, connection: Connection, late: boolean): void => {
    const due = dueAt(issued)
    issued += 1
    if (!late) outcome.generatorLag.recordMs(performance.now() - due)
    connection.sendFramed(load.next(index), (error, response) => {
      countAnswer(outcome, performance.now() - due, error, response)
      idle.push(index)
      // Whoever waited for a connection goes now; a broken connection waits for the next step.
      if (error === undefined) issueDue(true)
    })
  }
  const issueDue = (late: boolean): void => {
    const now = performance.now()
    while (issued < outcome.scheduled && dueAt(issued) <= now) {
      const index = idle.pop()
      const connection = index === undefined ? undefined : load.connections[index]
      if (index === undefined || connection === undefined) return
      issue(index, connection, late)
    }
  }

  const deadline = start + load.durationMs + DRAIN_MS_MAX
  while (issued < outcome.scheduled && performance.now() < deadline) {
    issueDue(false)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await drain(load.connections, Math.max(0, deadline - performance.now()))
  outcome.errors += outcome.scheduled - outcome.completed - outcome.errors
  outcome.elapsedMs = performance.now() - start
  return outcome
}
