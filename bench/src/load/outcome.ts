// What came of a stretch of load, counted the same way in every mode.

import type { Connection } from '../http/connection.ts'
import type { HttpResponse } from '../http/response-parser.ts'
import { Histogram } from './histogram.ts'

/** One kind of request, made for the connection with this number; framed, ready to write. */
export type NextRequest = (connectionIndex: number) => string | Uint8Array

export interface Outcome {
  /** Answers with status 200 to 299. */
  completed: number
  errors: number
  /** The first few errors in words, so that a failed run explains itself. */
  errorSamples: string[]
  elapsedMs: number
  bytes: number
  latency: Histogram
}

const SAMPLES_MAX = 3

/** Makes an empty outcome. */
export function createOutcome(): Outcome {
  return { completed: 0, errors: 0, errorSamples: [], elapsedMs: 0, bytes: 0, latency: new Histogram() }
}

/** Counts one answer (or its absence) that took `latencyMs`. Only good answers enter the histogram. */
export function countAnswer(
  outcome: Outcome, latencyMs: number, error: Error | undefined, response: HttpResponse | undefined,
): void {
  if (response !== undefined && response.status < 300) {
    outcome.completed += 1
    outcome.bytes += response.body.length
    outcome.latency.recordMs(latencyMs)
    return
  }
  outcome.errors += 1
  if (outcome.errorSamples.length >= SAMPLES_MAX) return
  outcome.errorSamples.push(response === undefined
    ? String(error?.message)
    : `${response.status} ${response.body.toString('utf8', 0, 200)}`)
}

/** Waits until no connection has a request in flight, at most `limitMs`; returns how many are left. */
export async function drain(connections: readonly Connection[], limitMs: number): Promise<number> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const left = connections.reduce((sum, connection) => sum + connection.inFlight, 0)
    if (left === 0 || performance.now() > deadline) return left
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
