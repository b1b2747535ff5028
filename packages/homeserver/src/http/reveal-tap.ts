// Record before reveal: an answer that shows what belongs to somebody else exists only once its ledger rows are
// durable. The type `Revealed` can be made nowhere else, so a route that forgets the tap does not compile.
import type { RevealKind } from '@chappe/contract'
import type { LedgerRow } from '@chappe/ledger'
import type { Clock } from '../deps.ts'
import type { Session } from '../session.ts'

/** One thing an answer shows: a range of a room's events, a file, a person, a set of keys. */
export interface Read<K extends RevealKind = RevealKind> {
  kind: K
  /** The room the events are of. */
  roomNid?: number
  /** Numbers of the first and the last that is shown, both included, and the distances of those between: `shownReads` makes them. */
  from?: number
  to?: number
  steps?: readonly number[]
  /** How many events, people, files or keys. */
  count: number
  /** What was read where it is no range of a room: a media id, a user id, `backup:3`. At most 255 bytes. */
  subject?: string
}

/** Takes ledger rows and resolves when they are durable; rejects when they cannot be. */
export interface LedgerSink {
  /**
   * `live`: they are of what goes on where the database does not take them for the moment; see `isLiveRead`. What is not
   * is refused then.
   */
  append(rows: readonly LedgerRow[], urgency?: 'live'): Promise<void>
}

/** The parameter that says from where a sync goes on. */
const LIVE_SINCE: Readonly<Record<string, string>> = { sync: 'since', slidingSync: 'pos', simplifiedSlidingSync: 'pos' }

/**
 * Whether a call goes on with what its caller is being told as it happens, rather than reads what there is: a sync from
 * where the last one ended. It has a few events of each room at most. `said`: what it says, in its query or its body.
 */
export function isLiveRead(operation: string, ...said: readonly unknown[]): boolean {
  const since = LIVE_SINCE[operation]
  if (since === undefined) return false
  const all: Readonly<Record<string, unknown>> = Object.assign({}, ...said)
  return typeof all[since] === 'string' && all[since] !== '' && all['full_state'] !== true
}

/** Text that is JSON already: spliced from stored events rather than printed again. */
export class JsonText {
  readonly text: string | Buffer
  /** 201 where the endpoint tells apart whether it made something. */
  readonly status: 200 | 201
  constructor(text: string | Buffer, status: 200 | 201 = 200) {
    this.text = text
    this.status = status
  }
}

/** Bytes that are not JSON, with their headers: a file or a thumbnail. */
export class RawBody {
  readonly body: Buffer | NodeJS.ReadableStream
  readonly byteLength: number
  readonly headers: Readonly<Record<string, string>>
  /** 200, or what a request for a part, a changed file, or something made or gone is answered with. */
  readonly status: 200 | 201 | 204 | 206 | 304 | 416
  constructor(
    body: Buffer | NodeJS.ReadableStream,
    byteLength: number,
    headers: Readonly<Record<string, string>>,
    status: 200 | 201 | 204 | 206 | 304 | 416 = 200,
  ) {
    this.body = body
    this.byteLength = byteLength
    this.headers = headers
    this.status = status
  }
}

/** What a page for a browser may be answered with. */
export type PageStatus = 200 | 302 | 303 | 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503

/** A page for a browser, or the way to another one: it is for this site only, so that no other site may read it. */
export class PageBody {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly status: PageStatus
  constructor(text: string | Buffer, headers: Readonly<Record<string, string>>, status: PageStatus = 200) {
    this.body = Buffer.from(text)
    this.headers = headers
    this.status = status
  }
}

const made = Symbol('recorded')

/** An answer whose reads are recorded. */
export class Revealed {
  readonly payload: string | Buffer | RawBody
  constructor(proof: typeof made, payload: string | Buffer | RawBody) {
    if (proof !== made) throw new TypeError('Only the reveal tap makes a Revealed')
    this.payload = payload
  }
}

/** The tap of one call of an endpoint that reveals kinds `K`. */
export interface RevealTap<K extends RevealKind, R> {
  /** Records the reads, waits until they are durable, and gives back the answer that may leave. */
  reveal(body: R | JsonText | RawBody, reads: readonly Read<K>[]): Promise<Revealed>
  /** An answer that turned out to show nothing of anybody else's (an empty sync, the caller's own profile). */
  nothing(body: R | JsonText | RawBody): Revealed
}

/** Who reads, by which endpoint. */
export interface Reader {
  /** Names the endpoint in the ledger. */
  operation: string
  /** Whoever reads, if known. */
  session: Session | undefined
  /** Where the answer goes. */
  addressOf(): string
  /** See `isLiveRead`. */
  isLive: boolean
}

/** Makes the tap of one call. */
export function revealTap<K extends RevealKind, R>(sink: LedgerSink, clock: Clock, { operation, session, addressOf, isLive }: Reader): RevealTap<K, R> {
  return {
    async reveal(body, reads) {
      const payload = payloadOf(body)
      if (reads.length === 0) return new Revealed(made, payload)
      const at = clock.now()
      const address = addressOf()
      let bytes = byteLengthOf(payload)
      const rows: LedgerRow[] = []
      for (const read of reads) {
        rows.push({
          at,
          operation,
          kind: read.kind,
          account: session?.userNid ?? 0,
          // Below 0: an application service without a device.
          device: Math.max(0, session?.deviceNid ?? 0),
          room: read.roomNid ?? 0,
          from: read.from ?? 0,
          to: read.to ?? 0,
          count: read.count,
          bytes,
          subject: read.subject ?? '',
          address,
          ...(read.steps === undefined ? {} : { steps: read.steps }),
        })
        // The size of the whole answer stands on its first row only, so that sums are true.
        bytes = 0
      }
      await sink.append(rows, isLive ? 'live' : undefined)
      return new Revealed(made, payload)
    },
    nothing(body) {
      return new Revealed(made, payloadOf(body))
    },
  }
}

function payloadOf(body: unknown): string | Buffer | RawBody {
  if (body instanceof RawBody) return body
  if (body instanceof JsonText) return body.text
  return JSON.stringify(body)
}

function byteLengthOf(payload: string | Buffer | RawBody): number {
  if (payload instanceof RawBody) return payload.byteLength
  return typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength
}
