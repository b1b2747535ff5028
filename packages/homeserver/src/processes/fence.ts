// What keeps the processes of an installation to one truth about who may be served: each holds a lease that it can renew
// only when it has done what it was told, and whoever tells waits until everybody has done it or can serve no more.
import { MatrixError } from '@chappe/contract'
import type pg from 'pg'
import { endQuietly } from '../db/pool.ts'
import type { Logger } from '../deps.ts'
import type { ForgetHow } from '../session.ts'
import type { Place } from './neighbours.ts'
import { endStill, ownPlace, standingOf } from './neighbours.ts'
import type { OtherProcess, ProcessRef, SentNotice, StoredNotice } from './processes-store.ts'
import {
  confirmNotices,
  connectProcess,
  listClosedNotices,
  registerProcess,
  removeProcess,
  renewLease,
  sendNotice,
} from './processes-store.ts'
import type { ServingLease } from './serving-lease.ts'
import { createServingLease, LEASE_END_MS, LEASE_MS } from './serving-lease.ts'

/** What a process may be told to do. Every process takes it from then on. */
export type Notice = ForgetNotice | HoldNotice | StopsNotice

/** Nothing remembered of an account, or of one device of it, counts any more. */
export interface ForgetNotice {
  kind: 'forget'
  userId: string
  deviceNid?: number | undefined
  how: ForgetHow
}

/** An account is about to be stopped, and is served nothing meanwhile; `isOver`: it is served as it stands. */
export interface HoldNotice {
  kind: 'hold'
  userId: string
  isOver: boolean
}

/** What is stopped beside accounts has changed: it is read anew from the database. */
export interface StopsNotice {
  kind: 'addresses' | 'frozenRooms'
}

/** What became of a notice in one process. */
export interface Outcome {
  processId: string
  role: string
  /** It has done it, or its lease has run out or it has ended: it serves nothing until it has forgotten everything. */
  how: 'confirmed' | 'expired'
  afterMs: number
}

/** The fence as the rest of the server sees it. */
export interface Fence {
  readonly processId: string
  readonly lease: ServingLease
  /**
   * Tells every other process and resolves when each has confirmed or can serve no more: at most a lease's length later,
   * as long as the database answers. What this process has to do itself, the caller has done before. Throws
   * `CHAPPE_UNAVAILABLE` where the database does not take it in time; it is then told as soon as the database does.
   */
  broadcast(notice: Notice): Promise<Outcome[]>
  /** Tells those whom it reaches by a shorter way than the database, and waits for nobody: a hint, which may be missed. */
  hint(notice: Notice): void
  /** Calls a listener with what this process is told. It is confirmed when the listener is done, which takes a moment at most. */
  onNotice(listener: (notice: Notice) => Promise<void>): void
  /** Calls a listener with what this process tells, for those it reaches by a shorter way than the database. */
  onTell(listener: (notice: Notice) => void): void
  /**
   * Calls a listener when nothing that was remembered until now counts any more: this process was taken for gone. It
   * serves again when the listener is done.
   */
  onFenced(listener: () => Promise<void> | void): void
  /** Calls a listener when this process may not serve any more: what it is in the middle of, it has to break off. */
  onLapse(listener: () => void): void
  /** Serves no more, and says so. */
  close(): Promise<void>
}

/** What the fence is built from. */
export interface FenceOptions {
  databaseUrl: string
  processId: string
  role: string
  /** Where other processes reach this one; empty: nowhere. */
  internalAddress: string
  logger: Logger
}

const RENEW_MS = 500
/** A database that says nothing for so long is asked anew on another connection. */
const ANSWER_MS_MAX = 2_000
const RETRY_MS = 100
const START_ATTEMPTS = 15
/** How often somebody who waits looks by themselves: what wakes them may be lost. */
const LOOK_MS = 100
const BROADCAST_MS_MAX = LEASE_END_MS + 2_500

/** Registers this process and takes its first lease. */
export async function openFence(options: FenceOptions): Promise<Fence> {
  const fence = new ProcessFence(options)
  await fence.start()
  return fence
}

class ProcessFence implements Fence {
  readonly processId: string
  readonly lease = createServingLease()
  private readonly options: FenceOptions
  private readonly watch = createWatch()
  private readonly listeners: ((notice: Notice) => Promise<void>)[] = []
  private readonly tellListeners: ((notice: Notice) => void)[] = []
  private readonly fencedListeners: (() => Promise<void> | void)[] = []
  private readonly sleepers = new Set<() => void>()
  private readonly place = ownPlace()
  private client: pg.Client | undefined
  private line: Promise<unknown> = Promise.resolve()
  private epoch: number | undefined
  private running: Promise<void> | undefined
  private closed = false
  /** Whether this process has served at all: what it remembers before that is nothing. */
  private hasServed = false

  constructor(options: FenceOptions) {
    this.options = options
    this.processId = options.processId
  }

  /** The first lease has to be there before anything is served, and a database that cannot give it is an error. */
  async start(): Promise<void> {
    for (let attempt = 1; !this.hasServed; attempt += 1) {
      await this.renew().catch((error: unknown) => {
        if (!(error instanceof LateError) || attempt === START_ATTEMPTS) throw error
      })
    }
    this.running = this.run()
  }

  onNotice(listener: (notice: Notice) => Promise<void>): void {
    this.listeners.push(listener)
  }

  onTell(listener: (notice: Notice) => void): void {
    this.tellListeners.push(listener)
  }

  onFenced(listener: () => Promise<void> | void): void {
    this.fencedListeners.push(listener)
  }

  onLapse(listener: () => void): void {
    this.lease.onLapse(listener)
  }

  hint(notice: Notice): void {
    for (const listener of this.tellListeners) listener(notice)
  }

  async broadcast(notice: Notice): Promise<Outcome[]> {
    const work = this.tell(JSON.stringify(notice))
    this.hint(notice)
    work.catch(() => undefined)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(notTold()), BROADCAST_MS_MAX)
    try {
      return await Promise.race([work, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    this.news()
    await this.running
    this.lease.end()
    const { epoch, processId } = this
    if (epoch !== undefined) await this.ask((client) => removeProcess(client, { processId, epoch })).catch(() => undefined)
    this.drop()
  }

  private async run(): Promise<void> {
    const { logger } = this.options
    let isFailing = false
    while (!this.closed) {
      await this.sleep(isFailing ? RETRY_MS : RENEW_MS)
      try {
        if (!this.closed) await this.renew()
        if (isFailing) logger.info({}, 'the lease to serve clients is renewed again')
        isFailing = false
      } catch (error) {
        if (!isFailing) logger.warn({ err: error }, 'the lease to serve clients cannot be renewed: when it is over, nobody is served')
        isFailing = true
      }
    }
  }

  /** Does what there is to do, until the lease is renewed. */
  private async renew(): Promise<void> {
    for (;;) {
      const self = await this.registered()
      const { sentAt, renewal } = await this.ask(async (client) => ({ sentAt: performance.now(), renewal: await renewLease(client, self, LEASE_MS) }))
      if (renewal.isRenewed) {
        this.hasServed = true
        this.lease.renew(sentAt)
        await this.removeGone(renewal.others)
        return
      }
      if (!renewal.isKnown) {
        this.options.logger.warn({ process: this.processId }, 'this process was taken for gone: it forgets every session')
        this.epoch = undefined
      } else if (renewal.notices.length > 0) await this.obey(renewal.notices)
    }
  }

  private async obey(notices: readonly StoredNotice[]): Promise<void> {
    const done: Promise<void>[] = []
    for (const { body } of notices) {
      const notice: Notice = JSON.parse(body)
      for (const listener of this.listeners) done.push(listener(notice))
    }
    await Promise.all(done)
    await this.ask((client) => confirmNotices(client, notices))
  }

  /** Under a new epoch, nothing counts that was remembered before this process was registered. */
  private async registered(): Promise<ProcessRef> {
    const { processId } = this
    if (this.epoch === undefined) {
      this.lease.end()
      const { role, internalAddress } = this.options
      const epoch = await this.ask((client) => registerProcess(client, { processId, role, internalAddress, place: this.place }))
      if (this.hasServed) for (const listener of this.fencedListeners) await listener()
      this.epoch = epoch
    }
    return { processId, epoch: this.epoch }
  }

  private async removeGone(others: readonly OtherProcess[]): Promise<void> {
    for (const gone of this.watch.gone(others, performance.now())) {
      this.options.logger.warn({ process: gone.processId }, 'a process has not renewed its lease: it counts as gone')
      this.endStill(gone)
      await this.ask((client) => removeProcess(client, gone, { renewals: gone.renewals }))
    }
  }

  /** Asks one question at a time. A connection on which one fails, or is not answered in time, is given up. */
  private ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    const answer = this.line.then(async () => {
      try {
        return await inTime(this.connected().then(question))
      } catch (error) {
        this.drop()
        throw error
      }
    })
    this.line = answer.catch(() => undefined)
    return answer
  }

  private async connected(): Promise<pg.Client> {
    if (this.client !== undefined) return this.client
    const { databaseUrl, processId } = this.options
    const made: { client?: pg.Client } = {}
    const lost = (): void => {
      // One that was never there is not lost: who asked for it hears so, and waits before the next.
      if (made.client === undefined || this.client !== made.client) return
      this.client = undefined
      this.news()
    }
    made.client = await connectProcess(databaseUrl, processId, { news: () => this.news(), lost })
    if (this.client === undefined) this.client = made.client
    else void endQuietly(made.client)
    return this.client
  }

  private drop(): void {
    const client = this.client
    this.client = undefined
    if (client !== undefined) void endQuietly(client)
  }

  /** Ends early at news. */
  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      timer.unref()
      this.sleepers.add(wake)
    })
  }

  private news(): void {
    for (const wake of this.sleepers) wake()
  }

  private async tell(body: string): Promise<Outcome[]> {
    const sent = await this.sentSurely(body)
    // Durable from here on: whoever renews after this has done it. What was renewed before ends a lease's length from now.
    const since = performance.now()
    const outcomes: Outcome[] = []
    let open = sent
    while (open.length > 0) {
      const closed = await this.closedOf(open, LEASE_END_MS - (performance.now() - since))
      const afterMs = performance.now() - since
      for (const each of open) {
        const how = closed.get(each.noticeId) ?? this.goneAlready(each)
        if (how === undefined) continue
        closed.set(each.noticeId, how)
        outcomes.push(outcomeOf(each, how, afterMs))
      }
      open = open.filter((each) => !closed.has(each.noticeId))
      if (afterMs >= LEASE_END_MS) {
        for (const each of open) outcomes.push(this.expired(each, afterMs))
        break
      }
      if (open.length > 0) await this.sleep(Math.min(LOOK_MS, LEASE_END_MS - afterMs))
    }
    return outcomes
  }

  /** As often as it takes: the account is stopped already, and every process has to hear of it. */
  private async sentSurely(body: string): Promise<SentNotice[]> {
    for (;;) {
      try {
        return await this.ask((client) => sendNotice(client, this.processId, body))
      } catch (error) {
        if (this.closed) throw error
        this.options.logger.warn({ err: error }, 'the other processes could not be told yet, and will be')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 2))
      }
    }
  }

  /** While the database does not say otherwise, everything is open. */
  private async closedOf(sent: readonly SentNotice[], limitMs: number): ReturnType<typeof listClosedNotices> {
    try {
      return await inTime(this.ask((client) => listClosedNotices(client, sent)), Math.max(0, limitMs))
    } catch {
      return new Map()
    }
  }

  /** A process that has ended on this machine serves nothing, and nobody waits for its lease. */
  private goneAlready(each: SentNotice): 'expired' | undefined {
    if (standingOf(each.place, this.place) !== 'gone') return undefined
    this.options.logger.warn({ process: each.processId }, 'a process has ended: nothing is waited for')
    void this.remove(each)
    return 'expired'
  }

  /** By its clock it serves no more. One that is held still would not look at its clock before it goes on. */
  private expired(each: SentNotice, afterMs: number): Outcome {
    this.options.logger.warn({ process: each.processId }, 'a process did not confirm before its lease ran out: it counts as gone')
    this.endStill(each)
    void this.remove(each)
    return outcomeOf(each, 'expired', afterMs)
  }

  /**
   * What a process was about to hand over when it was held, it would hand over as it goes on, before it looks at anything.
   * So it does not go on. Where it runs on another machine, that cannot be done (docs/decisions/0050).
   */
  private endStill({ processId, place }: { processId: string; place: Place }): void {
    if (!endStill(place, this.place)) return
    this.options.logger.warn({ process: processId, pid: place.pid }, 'a process that stands still was ended, so that it hands over nothing as it goes on')
  }

  private async remove(each: SentNotice): Promise<void> {
    await this.ask((client) => removeProcess(client, each, { noticeId: each.noticeId })).catch(() => undefined)
  }
}

function outcomeOf({ processId, role }: SentNotice, how: Outcome['how'], afterMs: number): Outcome {
  return { processId, role, how, afterMs }
}

class LateError extends Error {}

interface Watch {
  /** Which of the others have not renewed their leases for longer than a lease lasts. */
  gone(others: readonly OtherProcess[], now: number): OtherProcess[]
}

/** Remembers since when each process stands at the same count of renewals. */
function createWatch(): Watch {
  let seen = new Map<string, { at: number; epoch: number; renewals: number }>()
  return {
    gone(others, now) {
      const before = seen
      seen = new Map()
      const gone: OtherProcess[] = []
      for (const each of others) {
        const last = before.get(each.processId)
        const isSame = last !== undefined && last.epoch === each.epoch && last.renewals === each.renewals
        seen.set(each.processId, isSame ? last : { at: now, epoch: each.epoch, renewals: each.renewals })
        if (isSame && now - last.at >= LEASE_END_MS) gone.push(each)
      }
      return gone
    },
  }
}

function notTold(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'It is done here, but it is not certain yet that every process has heard of it; try again',
    fields: { retry_after_ms: 1000 },
  })
}

/** Fails where the database does not answer in time. */
async function inTime<T>(question: Promise<T>, limitMs = ANSWER_MS_MAX): Promise<T> {
  const late = Promise.withResolvers<never>()
  // One more turn of the event loop: an answer may be waiting behind whatever kept this process busy.
  const timer = setTimeout(() => setImmediate(() => late.reject(new LateError('the database does not answer'))), limitMs)
  timer.unref()
  question.catch(() => undefined)
  try {
    return await Promise.race([question, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
