// The SDK's store of what syncs have told, with a place of ours for what waits to be sent: the SDK's own would keep it in
// the clear, and drops what it could not encrypt before the server went away. It also writes sooner than the SDK's five
// minutes, so that a page that opens without the server shows what was read a moment ago.
import type { MatrixClient } from 'matrix-js-sdk'
import { EventStatus, IndexedDBStore } from 'matrix-js-sdk'
import { takeBreak } from '../pace/idle.ts'
import type { PartsOptions } from './in-parts.ts'
import { workInParts, workThrough } from './in-parts.ts'
import type { SealedStore } from './sealed.ts'
import { openSealed } from './sealed.ts'
import type { StorageWatch } from './storage.ts'

/** A message that waits. */
export interface WaitingEvent {
  type: string
  content: Record<string, unknown>
  /** The same for each attempt, so that the server takes it once. */
  txnId: string
  sentAtMs: number
  redacts?: string | undefined
}

type SavedSync = NonNullable<Awaited<ReturnType<IndexedDBStore['getSavedSync']>>>
type SdkEvents = Awaited<ReturnType<IndexedDBStore['getPendingEvents']>>

const STORE = 'chappe-web-outbox'
/** More than anybody writes while a train is in a tunnel. */
const EVENTS_PER_ROOM_MAX = 1000
/** How long after something happened it is written: some times as long as writing takes, since all of it is written each time. */
const SAVE_AFTER_MS = { least: 2000, most: 15_000 }
const SAVE_SHARE = 20

/** What a store is made with. */
export interface KeptStoreOptions {
  sync: ConstructorParameters<typeof IndexedDBStore>[0]
  storage: StorageWatch
  waiting?: SealedStore<WaitingEvent[]>
  /** The rooms that somebody is likely to look at first. */
  first?: readonly string[]
}

/** The store. `client` is set once there is one. */
export class KeptStore extends IndexedDBStore {
  client: MatrixClient | undefined
  readonly #waiting: SealedStore<WaitingEvent[]>
  readonly #storage: StorageWatch
  /** The last write of each room: one after the other. */
  readonly #writing = new Map<string, Promise<void>>()

  #saving: ReturnType<typeof setTimeout> | undefined
  #saveTookMs = 0

  constructor({ sync, storage, waiting = openSealed(STORE, parseWaiting), first = [] }: KeptStoreOptions) {
    super(sync)
    this.#storage = storage
    this.#waiting = waiting
    // A field of the SDK's store, which a method cannot stand in for.
    const readAll = this.getSavedSync
    this.getSavedSync = async () => {
      const saved = await readAll()
      return saved === null ? null : this.#workInParts(saved, first)
    }
  }

  #workInParts(saved: SavedSync, first: readonly string[]): Promise<SavedSync> {
    const { client } = this
    if (client === undefined) return Promise.resolve(saved)
    const work: PartsOptions['work'] = (join, accountData) => workThrough(client, saved.nextBatch, { join, accountData })
    return workInParts(saved, { first, work, takeBreak, now: () => performance.now() })
  }

  /** Asked after each answer of a sync has been worked through: what it told is written a little later. */
  override wantsSave(): boolean {
    this.#saving ??= setTimeout(() => void this.save(true), Math.min(Math.max(SAVE_AFTER_MS.least, this.#saveTookMs * SAVE_SHARE), SAVE_AFTER_MS.most))
    return false
  }

  override async save(isForced = false): Promise<void> {
    if (!isForced) return
    clearTimeout(this.#saving)
    this.#saving = undefined
    const beganMs = performance.now()
    await super.save(true)
    this.#saveTookMs = performance.now() - beganMs
  }

  /** Called once by each room that is made: what waited when the page was closed. */
  override async getPendingEvents(roomId: string): Promise<SdkEvents> {
    const reading = this.#waiting.get(roomId).catch(() => undefined)
    // The room takes them over a moment later: before that its list is not whole, and is not to be kept.
    this.#writing.set(
      roomId,
      reading.then(() => new Promise((done) => setTimeout(done, 0))),
    )
    const waiting = await reading
    const userId = this.client?.getUserId() ?? ''
    return (waiting ?? [])
      .filter(({ txnId }) => !this.#hasArrived(roomId, txnId))
      .map(({ type, content, txnId, sentAtMs, redacts }) => ({
        event_id: `~${roomId}:${txnId}`,
        room_id: roomId,
        sender: userId,
        user_id: userId,
        origin_server_ts: sentAtMs,
        txn_id: txnId,
        type,
        content,
        ...(redacts === undefined ? {} : { redacts }),
      }))
  }

  /** Called by a room at each change of what it sends. */
  override async setPendingEvents(roomId: string): Promise<void> {
    const before = this.#writing.get(roomId) ?? Promise.resolve()
    const writing = before.then(() => this.#storage.watch(this.#write(roomId)))
    this.#writing.set(roomId, writing)
    await writing
  }

  /** Resolves when what waits, and what the last sync told, is kept. */
  async flush(): Promise<void> {
    await Promise.all([...this.#writing.values(), this.#saving === undefined ? undefined : this.save(true)])
  }

  /** Forgets what waits, and the key it is sealed with. */
  async forgetWaiting(): Promise<void> {
    clearTimeout(this.#saving)
    await Promise.all(this.#writing.values())
    await this.#waiting.clear()
  }

  async #write(roomId: string): Promise<void> {
    const waiting = this.#listWaiting(roomId)
    await (waiting.length === 0 ? this.#waiting.delete(roomId) : this.#waiting.set(roomId, waiting))
  }

  /** What the server has not acknowledged, in the order it was written. */
  #listWaiting(roomId: string): WaitingEvent[] {
    const pending = this.client?.getRoom(roomId)?.getPendingEvents() ?? []
    return pending
      .filter(({ status }) => status !== EventStatus.SENT && status !== EventStatus.CANCELLED)
      .slice(0, EVENTS_PER_ROOM_MAX)
      .flatMap((event) => {
        const txnId = event.getTxnId()
        return txnId === undefined ? [] : [{ type: event.getType(), content: event.getContent(), txnId, sentAtMs: event.getTs(), redacts: event.event.redacts }]
      })
  }

  /** Whether the server's own telling of it is here: the page was closed between the two. */
  #hasArrived(roomId: string, txnId: string): boolean {
    const events = this.client?.getRoom(roomId)?.getLiveTimeline().getEvents() ?? []
    return events.some((event) => event.getUnsigned().transaction_id === txnId)
  }
}

function parseWaiting(value: unknown): WaitingEvent[] | undefined {
  return Array.isArray(value) ? value.filter(isWaitingEvent) : undefined
}

function isWaitingEvent(value: unknown): value is WaitingEvent {
  const { type, content, txnId, sentAtMs } = value as Partial<WaitingEvent>
  return typeof type === 'string' && typeof content === 'object' && content !== null && typeof txnId === 'string' && typeof sentAtMs === 'number'
}
