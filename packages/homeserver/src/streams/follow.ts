// Followers read the event stream behind the writer: what they make of it commits together with how far they have read,
// so that each event is taken once, whatever ends the process.
import type { Db, Tx } from '../db/pool.ts'
import type { Logger } from '../deps.ts'
import { moveCursor, openCursor } from './follow-store.ts'

/** An event that became visible. */
export interface SeenEvent {
  position: number
  type: string
}

/** Where events come from. */
export interface FollowedStream {
  stream: { published: number }
  onPublished(listener: (items: readonly { event: SeenEvent }[]) => void): void
}

/** What a follower does. */
export interface Follow {
  name: string
  /** Whether events of this type concern it. Of the others it reads nothing. */
  wants(type: string): boolean
  /** Takes the events of the positions above `after` up to `upTo`. */
  take(tx: Tx, after: number, upTo: number): Promise<void>
  /** Called after the commit of what was taken. */
  taken?(): void
  /** How long news may gather before they are taken. */
  gatherMs: number
  /** How long they may wait besides while the writer has its hands full, unless somebody waits for them; 0: not at all. */
  patienceMs: number
}

/** A running follower. */
export interface Follower {
  /** Waits until everything visible now is taken, for `limitMs` at most. */
  settle(limitMs: number): Promise<void>
  close(): Promise<void>
}

const CHUNK = 1000
const RETRY_MS = 1000
/** While it is behind, how much longer than it works it rests: writing messages comes first. */
const REST = 3
/** A commit of so many events tells that more come at once than one by one: for a while the writer goes first. */
const PRESSED = 16
const PRESSED_MS = 250
/** Whoever is further behind than this many events waits no longer. */
const BEHIND_MAX = 200_000
/** A place is written down at least after so many events that were passed over. */
const PASS_MAX = 10_000

/** Follows from where it last stood. Starts behind start-up, and leaves the database most of the time to others. */
export function startFollower(deps: { db: Db; logger: Logger; source: FollowedStream }, follow: Follow): Follower {
  const follower = new StreamFollower(deps, follow)
  deps.source.onPublished((items) => follower.note(items))
  follower.schedule(0)
  return follower
}

class StreamFollower implements Follower {
  private readonly db: Db
  private readonly logger: Logger
  private readonly source: FollowedStream
  private readonly follow: Follow
  private stored: number | undefined
  private position = 0
  /** Whether everything before `position` is taken and later news come from `note`. */
  private caughtUp = false
  private wantedFrom: number | undefined
  private wantedTo = 0
  /** When the first of the news came that are not taken yet. */
  private wantedAt = 0
  private pressedAt = Number.NEGATIVE_INFINITY
  /** How many wait for it to catch up. */
  private awaited = 0
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private closed = false

  constructor(deps: { db: Db; logger: Logger; source: FollowedStream }, follow: Follow) {
    this.db = deps.db
    this.logger = deps.logger
    this.source = deps.source
    this.follow = follow
  }

  note(items: readonly { event: SeenEvent }[]): void {
    if (items.length >= PRESSED) this.pressedAt = performance.now()
    for (const { event } of items) {
      if (!this.follow.wants(event.type)) continue
      if (this.wantedFrom === undefined) this.wantedAt = performance.now()
      this.wantedFrom ??= event.position
      this.wantedTo = event.position
    }
    if (this.wantedFrom !== undefined || this.source.stream.published - this.position > PASS_MAX) {
      this.schedule(this.follow.gatherMs)
    }
  }

  schedule(ms: number): void {
    if (this.closed || this.running !== undefined) return
    this.timer ??= setTimeout(() => this.startInTurn(), ms)
    this.timer.unref()
  }

  /** Starts, or looks again later where the writer goes first. */
  private startInTurn(): void {
    this.timer = undefined
    if (this.stored !== undefined && this.letsWriterGoFirst()) this.schedule(this.follow.gatherMs)
    else this.start()
  }

  private letsWriterGoFirst(): boolean {
    const now = performance.now()
    if (this.awaited > 0 || now - this.pressedAt > PRESSED_MS) return false
    return now - this.wantedAt < this.follow.patienceMs && this.source.stream.published - this.position < BEHIND_MAX
  }

  async settle(limitMs: number): Promise<void> {
    const goal = this.source.stream.published
    const isBehind = (): boolean => !this.caughtUp || (this.wantedFrom !== undefined && this.wantedFrom <= goal)
    if (!isBehind()) return
    this.awaited += 1
    this.start()
    let limit: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, limitMs)))
    await Promise.race([this.running, late])
    clearTimeout(limit)
    this.awaited -= 1
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.running
    if (this.stored === undefined || !this.caughtUp || this.wantedFrom !== undefined) return
    await moveCursor(this.db, this.follow.name, this.stored, this.source.stream.published).catch(() => false)
  }

  private start(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.closed || this.running !== undefined) return
    let retry: number | undefined
    this.running = this.run()
      .catch((error: unknown) => {
        this.logger.warn({ err: error, follower: this.follow.name }, 'a follower of the event stream fell behind')
        this.stored = undefined
        this.caughtUp = false
        retry = RETRY_MS
      })
      .finally(() => {
        this.running = undefined
        if (retry !== undefined) this.schedule(retry)
        else if (this.wantedFrom !== undefined || !this.caughtUp) this.schedule(this.follow.gatherMs)
      })
  }

  private async run(): Promise<void> {
    if (this.stored === undefined) {
      this.stored = await openCursor(this.db, this.follow.name)
      this.position = this.stored
    }
    while (!this.closed) {
      const { published } = this.source.stream
      if (this.caughtUp) {
        // What nobody wants is passed over unread.
        this.position = Math.max(this.position, this.wantedFrom === undefined ? published : this.wantedFrom - 1)
      }
      const upTo = Math.min(published, this.position + CHUNK)
      if (upTo <= this.position) {
        this.caughtUp = true
        if (this.wantedFrom !== undefined && this.wantedTo <= this.position) this.wantedFrom = undefined
        await this.storePassed()
        return
      }
      const began = performance.now()
      await this.takeChunk(upTo)
      if (upTo >= this.wantedTo) this.wantedFrom = undefined
      else if (this.wantedFrom !== undefined) this.wantedFrom = Math.max(this.wantedFrom, upTo + 1)
      if (upTo >= published) continue
      if (this.letsWriterGoFirst()) return
      await new Promise((resolve) => setTimeout(resolve, (performance.now() - began) * REST))
    }
  }

  private async takeChunk(upTo: number): Promise<void> {
    const { name } = this.follow
    const after = this.position
    const stored = this.stored ?? 0
    await this.db.transaction().execute(async (tx) => {
      // First, since whoever else follows under this name waits here, and then finds that it has moved.
      if (!(await moveCursor(tx, name, stored, upTo))) throw new Error(`${name} is followed by another process`)
      await this.follow.take(tx, after, upTo)
    })
    this.stored = upTo
    this.position = upTo
    this.follow.taken?.()
  }

  private async storePassed(): Promise<void> {
    const stored = this.stored ?? 0
    if (this.position - stored <= PASS_MAX) return
    if (await moveCursor(this.db, this.follow.name, stored, this.position)) this.stored = this.position
  }
}
