// What is encrypted is read one message after the other, with breaks for what somebody types or presses. The SDK has all that
// came with an answer read at once, and its cryptography works through everything that is ready in one go, for as long as that
// takes. What somebody waits to see is read before everything else, then what has just come, then the rest.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { takeBreak } from './idle.ts'

/** What reads an event. */
export interface Reader<Result> {
  decryptEvent(event: MatrixEvent): Promise<Result>
}

/** When breaks are taken. */
export interface ReadingPace {
  /** Resolves when what somebody has typed or pressed meanwhile has had its turn. */
  takeBreak(): Promise<void>
  /** Milliseconds, from whenever. */
  now(): number
}

/** What waits to be read. */
export interface ReadingQueue {
  /** Has these read before all others, in this order, whether they wait already or are asked for later. */
  sooner(events: readonly MatrixEvent[]): void
}

interface Waiting<Result> {
  event: MatrixEvent
  done(result: Result): void
  failed(error: unknown): void
}

/** So long the page is kept before there is a break; on a slow machine one message takes about that. */
const BREAK_AFTER_MS = 8
/** So many are begun before the first is done: while one waits for the browser's database, another is worked on. */
const AT_ONCE = 2
/** Of what somebody waits to see, so many. */
const SOUGHT_AT_ONCE = 6
/** Who sent a message so lately may be waited for: it alerts, and stands at the top of the list. */
const FRESH_MS = 60_000

/** Puts a queue in front of what reads. Whoever asks is answered as before, with the same answer, only later. */
export function readInTurn<Result>(reader: Reader<Result>, { takeBreak, now }: ReadingPace): ReadingQueue {
  const read = reader.decryptEvent.bind(reader)
  const fresh = new Map<MatrixEvent, Waiting<Result>>()
  const others = new Map<MatrixEvent, Waiting<Result>>()
  const sought = new WeakSet<MatrixEvent>()
  /** Those of them that wait; the next one last. */
  const first: MatrixEvent[] = []
  let running = 0
  let beganMs = now()
  let resting: Promise<void> | undefined

  function take(event: MatrixEvent | undefined): Waiting<Result> | undefined {
    if (event === undefined) return undefined
    const found = fresh.get(event) ?? others.get(event)
    fresh.delete(event)
    others.delete(event)
    return found
  }

  function next(): Waiting<Result> | undefined {
    for (let event = first.pop(); event !== undefined; event = first.pop()) {
      const found = take(event)
      if (found !== undefined) return found
    }
    return take(fresh.keys().next().value) ?? take(others.keys().next().value)
  }

  /** One break for all that are about to begin. */
  async function rest(): Promise<void> {
    if (now() - beganMs < BREAK_AFTER_MS) return
    resting ??= takeBreak().then(() => {
      resting = undefined
      beganMs = now()
    })
    await resting
  }

  async function run({ event, done, failed }: Waiting<Result>): Promise<void> {
    await rest()
    try {
      done(await read(event))
    } catch (error) {
      failed(error)
    }
    running -= 1
    goOn()
  }

  function goOn(): void {
    while (running < (first.length > 0 ? SOUGHT_AT_ONCE : AT_ONCE)) {
      const waiting = next()
      if (waiting === undefined) return
      running += 1
      void run(waiting)
    }
  }

  reader.decryptEvent = (event) => {
    // The SDK does not ask twice before it was answered; whoever does is answered at once.
    if (fresh.has(event) || others.has(event)) return read(event)
    return new Promise((done, failed) => {
      ;(Date.now() - event.getTs() < FRESH_MS ? fresh : others).set(event, { event, done, failed })
      // Behind those that wait already, in the order in which they are asked for.
      if (sought.has(event)) first.unshift(event)
      goOn()
    })
  }

  return {
    sooner(events) {
      for (const event of events) sought.add(event)
      first.push(...events.filter((event) => fresh.has(event) || others.has(event)).toReversed())
      goOn()
    },
  }
}

const queues = new WeakMap<MatrixClient, ReadingQueue>()

/** Puts the queue in front of a client's cryptography. Before the client is started. */
export function queueReading(client: MatrixClient): void {
  const crypto = client.getCrypto()
  if (crypto === undefined) throw new Error('the client was opened without encryption')
  // The SDK shows its crypto without the method that its events call.
  queues.set(client, readInTurn(crypto as unknown as Reader<unknown>, { takeBreak, now: () => performance.now() }))
}

/** Has a client read these before everything else, in this order: somebody is looking where they stand. Resolves when all of them were tried. */
export async function readNow(client: MatrixClient, events: readonly MatrixEvent[]): Promise<void> {
  queues.get(client)?.sooner(events)
  await Promise.allSettled(events.map((event) => client.decryptEventIfNeeded(event)))
}
