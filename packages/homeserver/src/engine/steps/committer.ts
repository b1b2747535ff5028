// Group commit: one commit in flight; a batch is whatever arrived meanwhile. No timer, so an idle server commits at
// once and a loaded one in batches that carry many events each.
import { MatrixError } from '@chappe/contract'
import pg from 'pg'
import { endQuietly } from '../../db/pool.ts'
import type { Logger } from '../../deps.ts'
import type { WriterLease } from '../../streams/writer-store.ts'
import type { Batch, EventRow, MembershipChange, PushException, Redaction, RelationRow, StateChange } from '../commit-store.ts'
import { commitBatch, retakeWriter } from '../commit-store.ts'
import type { PlacedPdu, Room } from '../room.ts'

/** An event on its way to the disk, with everything that commits with it. */
export interface CommitItem {
  room: Room
  event: EventRow
  /** The state event before this one. */
  previous: PlacedPdu | undefined
  state: StateChange | undefined
  membership: MembershipChange | undefined
  exceptions: readonly PushException[]
  redaction: Redaction | undefined
  /** The ids of the files it carries. */
  media: readonly string[]
  relation: RelationRow | undefined
  /** Whether it notifies a member with the default rules whom it does not name. */
  notifies: boolean
}

/** What a failed commit leaves in doubt: its rooms, the transactions of its devices, the memberships of its users. */
export interface Broken {
  rooms: ReadonlySet<Room>
  deviceNids: ReadonlySet<number>
  userIds: ReadonlySet<string>
}

/** What the committer tells the world. */
export interface CommitterEvents {
  /** A batch is durable: make it visible, in order. Called before any of its senders is answered. */
  published(items: readonly CommitItem[]): void
  /** A commit failed: what memory has of these is no longer the truth. */
  failed(broken: Broken): void
  /** No commit is in doubt any more: everything up to this position is durable or never will be. */
  recovered(lastPosition: number): void
  /** Another process has taken the writer over: this one must stop writing for good. */
  fenced(): void
}

/** The queue in front of the database. */
export interface Committer {
  /** The next position. Positions of failed commits are never used again. */
  nextPosition(): number
  /** Queues events that commit together or not at all; resolves when they are durable and published. */
  add(items: readonly CommitItem[]): Promise<void>
  /** Throws `CHAPPE_UNAVAILABLE` while nothing can be committed. */
  assertOpen(): void
  isOpen(): boolean
  /** Resolves when no commit is in doubt any more; at once where none is. */
  recovered(): Promise<void>
  /** The database hangs: lets go of the connection, so that what waits on it fails, and starts to recover. */
  cut(): void
  /** Another process has taken the writer over: nothing more is accepted, and what waits is refused. */
  fence(): void
  /** Commits what is queued, then lets go of the connection. */
  close(): Promise<void>
}

const MAX_BATCH = 512
const MAX_BATCH_CHARS = 1_000_000
const MAX_QUEUE = 20_000
const RETRY_MS = 250

interface Queued {
  items: readonly CommitItem[]
  resolve(): void
  reject(error: unknown): void
}

type State = 'open' | 'recovering' | 'fenced' | 'closed'

/** The committer of one process; it has a connection of its own. */
export class GroupCommitter implements Committer {
  private readonly url: string
  private readonly events: CommitterEvents
  private readonly logger: Logger
  private lease: WriterLease
  private client: pg.Client | undefined
  private queue: Queued[] = []
  private position: number
  private state: State = 'open'
  private running: Promise<void> | undefined
  private recovering: Promise<void> | undefined

  constructor(options: {
    url: string
    lease: WriterLease
    lastPosition: number
    events: CommitterEvents
    logger: Logger
  }) {
    this.url = options.url
    this.lease = options.lease
    this.position = options.lastPosition
    this.events = options.events
    this.logger = options.logger
  }

  nextPosition(): number {
    this.position += 1
    return this.position
  }

  isOpen(): boolean {
    return this.state === 'open'
  }

  assertOpen(): void {
    if (this.state === 'open' && this.queue.length < MAX_QUEUE) return
    throw unavailable()
  }

  add(items: readonly CommitItem[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ items, resolve, reject })
      this.running ??= this.run()
    })
  }

  async recovered(): Promise<void> {
    await this.recovering
  }

  cut(): void {
    if (this.client !== undefined) void endQuietly(this.client)
  }

  fence(): void {
    if (this.state === 'open' || this.state === 'recovering') this.stopForGood([])
  }

  async close(): Promise<void> {
    while (this.running !== undefined && this.state === 'open') await this.running
    this.state = 'closed'
    this.rejectQueue()
    if (this.client !== undefined) await endQuietly(this.client)
    this.client = undefined
  }

  /** Connects ahead of the first event and forgets the connection when it breaks. */
  async connect(): Promise<pg.Client> {
    if (this.client !== undefined) return this.client
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {
      if (this.client === client) this.client = undefined
    })
    try {
      await client.connect()
    } catch (error) {
      void endQuietly(client)
      throw error
    }
    this.client = client
    return client
  }

  private async run(): Promise<void> {
    // One turn of the event loop gathers what arrived together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.queue.length > 0 && this.state === 'open') await this.commit(this.takeBatch())
    this.running = undefined
  }

  private takeBatch(): Queued[] {
    let size = 0
    let events = 0
    let count = 0
    for (const { items } of this.queue) {
      for (const item of items) size += item.event.json.length
      events += items.length
      if (count > 0 && (size > MAX_BATCH_CHARS || events > MAX_BATCH)) break
      count += 1
    }
    const batch = this.queue.slice(0, count)
    this.queue = this.queue.slice(count)
    return batch
  }

  private async commit(queued: readonly Queued[]): Promise<void> {
    const items = queued.flatMap((each) => each.items)
    try {
      const client = await this.connect()
      if (!(await commitBatch(client, this.lease, batchOf(items)))) {
        this.stopForGood(queued)
        return
      }
    } catch (error) {
      this.logger.error({ err: error, events: items.length }, 'a commit failed')
      this.fail(queued)
      return
    }
    this.events.published(items)
    for (const each of queued) each.resolve()
  }

  private stopForGood(queued: readonly Queued[]): void {
    this.state = 'fenced'
    this.logger.error({ writer: this.lease.writerId }, 'another process has taken this writer over')
    for (const each of queued) each.reject(unavailable())
    this.rejectQueue()
    this.events.fenced()
  }

  /**
   * Whether the batch became durable is unknown now. Everything queued chains onto it, so all of it fails; the rooms
   * leave memory, and nothing is appended before the writer was taken anew, which ends the doubt.
   */
  private fail(queued: readonly Queued[]): void {
    if (this.state === 'open') this.state = 'recovering'
    const all = [...queued, ...this.queue]
    this.queue = []
    const items = all.flatMap((each) => each.items)
    const devices = items.flatMap((item) => item.event.deviceNid ?? [])
    const userIds = items.flatMap((item) => item.membership?.userId ?? [])
    this.events.failed({ rooms: new Set(items.map((item) => item.room)), deviceNids: new Set(devices), userIds: new Set(userIds) })
    for (const each of all) each.reject(unavailable())
    const client = this.client
    this.client = undefined
    if (client !== undefined) void endQuietly(client)
    this.recovering = this.recover()
  }

  private async recover(): Promise<void> {
    while (this.state === 'recovering') {
      try {
        const client = await this.connect()
        const retaken = await retakeWriter(client, this.lease)
        if (!this.isRecovering()) return
        if (retaken === undefined) {
          this.stopForGood([])
          return
        }
        this.lease = retaken.lease
        this.position = Math.max(this.position, retaken.lastPosition)
        this.state = 'open'
        this.events.recovered(retaken.lastPosition)
        this.logger.info({ epoch: this.lease.epoch }, 'the database takes commits again')
        return
      } catch (error) {
        if (this.client !== undefined) void endQuietly(this.client)
        this.client = undefined
        this.logger.warn({ err: error }, 'the database does not answer yet')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  /** Asked anew after each wait: meanwhile the process may have been fenced or closed. */
  private isRecovering(): boolean {
    return this.state === 'recovering'
  }

  private rejectQueue(): void {
    const rest = this.queue
    this.queue = []
    for (const each of rest) each.reject(unavailable())
  }
}

function unavailable(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'Nothing can be stored at the moment; try again',
    fields: { retry_after_ms: 1000 },
  })
}

/** Gathers the rows of a batch and settles what replaces what inside it. */
export function batchOf(items: readonly CommitItem[]): Batch {
  const batch: Batch = { events: [], states: [], memberships: [], exceptions: [], redactions: [], media: [], relations: [] }
  const openStates = new Map<string, StateChange>()
  const memberships = new Map<string, MembershipChange>()
  const rows = new Map<string, EventRow>()
  for (const item of items) {
    batch.events.push(item.event)
    rows.set(item.event.eventId, item.event)
    if (item.state !== undefined) addState(batch.states, openStates, item.state)
    if (item.membership !== undefined) {
      memberships.set(`${item.membership.roomNid} ${item.membership.userId}`, item.membership)
    }
    batch.exceptions.push(...item.exceptions)
    for (const mediaId of item.media) batch.media.push({ mediaId, roomNid: item.event.roomNid, position: item.event.position })
    if (item.relation !== undefined) batch.relations.push(item.relation)
    if (item.redaction !== undefined) addRedaction(batch, rows, item.redaction)
  }
  batch.memberships.push(...memberships.values())
  return batch
}

function addState(states: StateChange[], open: Map<string, StateChange>, change: StateChange): void {
  const key = `${change.roomNid} ${change.type} ${change.stateKey}`
  const earlier = open.get(key)
  if (earlier !== undefined) earlier.toPosition = change.fromPosition
  const added = { ...change, closesEarlier: earlier === undefined }
  open.set(key, added)
  states.push(added)
}

/** A statement does not see the rows it inserts: an event redacted in its own batch is written redacted. */
function addRedaction(batch: Batch, rows: ReadonlyMap<string, EventRow>, redaction: Redaction): void {
  const row = rows.get(redaction.eventId)
  if (row === undefined) {
    // Of two redactions of one event the later one stands, as it does in memory.
    const earlier = batch.redactions.findIndex((each) => each.eventId === redaction.eventId)
    if (earlier >= 0) batch.redactions.splice(earlier, 1)
    batch.redactions.push(redaction)
    return
  }
  batch.relations = batch.relations.filter((relation) => relation.eventId !== redaction.eventId)
  row.json = redaction.json
  row.redactedBy = redaction.redactedBy
}
