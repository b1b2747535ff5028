// What waits for which gateway, in memory: a gateway that is dead or slow holds up its own pushers and nobody else.
import type { Clock } from '../../../deps.ts'
import type { DueRow, PusherKey } from '../notifications-store.ts'

/** One thing a pusher is owed. `isStored`: it stands in the database too. */
export interface DueItem {
  position: number
  roomNid: number
  dueAtMs: number
  isStored: boolean
}

/** One attempt to hand an item to a gateway. */
export interface Job {
  key: PusherKey
  gateway: string
  item: DueItem
}

/**
 * How an attempt ended: taken or refused for good, the pusher is gone, to be tried again because of the gateway, or
 * because of something on this side.
 */
export type JobEnd = 'done' | 'gone' | 'retry' | 'later'

/** The queue. */
export interface PushQueue {
  /** Owes a pusher something; what it is owed already is not owed twice. */
  add(key: PusherKey, gateway: string, item: DueItem): void
  /** Up to `limit` attempts that may be made now, at most one of each pusher; each has to be finished. */
  take(limit: number): Job[]
  finish(job: Job, end: JobEnd): void
  /** What is not in the database yet, and what is there though it is done; afterwards nothing of both. */
  drainChanges(): { added: DueRow[]; done: DueRow[]; undo(): void }
  /** Whether `drainChanges` has anything to say. */
  hasChanges(): boolean
  size(): number
}

const MAX_ITEMS_PER_PUSHER = 50
const MAX_ITEMS = 200_000
const GATEWAY_SLOTS = 64
const GIVE_UP_MS = 24 * 3_600_000
const RETRY_MS_MIN = 1000
const PUSHER_RETRY_MS_MAX = 5 * 60_000
const GATEWAY_RETRY_MS_MAX = 60_000

interface Backoff {
  failures: number
  retryAtMs: number
}

interface Waiting extends Backoff {
  key: PusherKey
  items: DueItem[]
  isBusy: boolean
}

interface Gateway extends Backoff {
  waiting: Map<string, Waiting>
  inFlight: number
}

interface State {
  clock: Clock
  gateways: Map<string, Gateway>
  items: number
  unstored: Map<DueItem, PusherKey>
  done: DueRow[]
}

/** Opens an empty queue. */
export function createPushQueue(clock: Clock): PushQueue {
  const state: State = { clock, gateways: new Map(), items: 0, unstored: new Map(), done: [] }
  return {
    add: (key, gateway, item) => add(state, key, gateway, item),
    take: (limit) => take(state, limit),
    finish: (job, end) => finish(state, job, end),
    drainChanges: () => drainChanges(state),
    hasChanges: () => state.unstored.size > 0 || state.done.length > 0,
    size: () => state.items,
  }
}

function add(state: State, key: PusherKey, url: string, item: DueItem): void {
  if (state.items >= MAX_ITEMS) return
  let gateway = state.gateways.get(url)
  if (gateway === undefined) {
    gateway = { waiting: new Map(), inFlight: 0, failures: 0, retryAtMs: 0 }
    state.gateways.set(url, gateway)
  }
  const name = nameOf(key)
  let waiting = gateway.waiting.get(name)
  if (waiting === undefined) {
    waiting = { key, items: [], isBusy: false, failures: 0, retryAtMs: 0 }
    gateway.waiting.set(name, waiting)
  }
  // The first item may be on its way with counts that are old by now.
  if (waiting.items.slice(waiting.isBusy ? 1 : 0).some((each) => each.position === item.position)) return
  waiting.items.push(item)
  state.items += 1
  if (!item.isStored) state.unstored.set(item, key)
  // The oldest that is not under way goes: who was unreachable that long looks for themselves.
  if (waiting.items.length > MAX_ITEMS_PER_PUSHER) drop(state, waiting, waiting.isBusy ? 1 : 0)
}

function take(state: State, limit: number): Job[] {
  const now = state.clock.now()
  const jobs: Job[] = []
  for (const [url, gateway] of state.gateways) {
    if (gateway.retryAtMs > now) continue
    // One that has failed is tried with a single call until it takes one.
    let slots = Math.min(limit - jobs.length, (gateway.failures > 0 ? 1 : GATEWAY_SLOTS) - gateway.inFlight)
    for (const waiting of gateway.waiting.values()) {
      if (slots <= 0) break
      const item = waiting.isBusy || waiting.retryAtMs > now ? undefined : nextItem(state, waiting, now)
      if (waiting.items.length === 0) gateway.waiting.delete(nameOf(waiting.key))
      if (item === undefined) continue
      waiting.isBusy = true
      gateway.inFlight += 1
      slots -= 1
      jobs.push({ key: waiting.key, gateway: url, item })
    }
    if (jobs.length >= limit) break
  }
  return jobs
}

function nextItem(state: State, waiting: Waiting, now: number): DueItem | undefined {
  while (waiting.items.length > 0 && (waiting.items[0]?.dueAtMs ?? now) < now - GIVE_UP_MS) drop(state, waiting, 0)
  return waiting.items[0]
}

function finish(state: State, job: Job, end: JobEnd): void {
  const now = state.clock.now()
  const gateway = state.gateways.get(job.gateway)
  const waiting = gateway?.waiting.get(nameOf(job.key))
  if (gateway === undefined || waiting === undefined) return
  gateway.inFlight -= 1
  waiting.isBusy = false
  if (end === 'retry') backOff(gateway, now, GATEWAY_RETRY_MS_MAX)
  if (end === 'retry' || end === 'later') {
    backOff(waiting, now, PUSHER_RETRY_MS_MAX)
  } else {
    waiting.failures = 0
    if (end === 'done') Object.assign(gateway, { failures: 0, retryAtMs: 0 })
    drop(state, waiting, 0)
    while (end === 'gone' && waiting.items.length > 0) drop(state, waiting, 0)
  }
  // To the end of the line, so that every pusher of a gateway has its turn.
  gateway.waiting.delete(nameOf(job.key))
  if (waiting.items.length > 0) gateway.waiting.set(nameOf(job.key), waiting)
  if (gateway.waiting.size === 0 && gateway.inFlight === 0) state.gateways.delete(job.gateway)
}

function drainChanges(state: State): ReturnType<PushQueue['drainChanges']> {
  const { unstored, done } = state
  state.unstored = new Map()
  state.done = []
  return {
    added: [...unstored].map(([item, key]) => rowOf(key, item)),
    done,
    undo() {
      const ended = new Set(state.done.map((row) => `${nameOf(row)} ${row.position}`))
      for (const [item, key] of unstored) if (!ended.has(`${nameOf(key)} ${item.position}`)) state.unstored.set(item, key)
      state.done.push(...done)
    },
  }
}

function backOff(backoff: Backoff, now: number, maxMs: number): void {
  backoff.retryAtMs = now + Math.min(maxMs, RETRY_MS_MIN * 2 ** Math.min(backoff.failures, 20))
  backoff.failures += 1
}

function drop(state: State, waiting: Waiting, index: number): void {
  const [item] = waiting.items.splice(index, 1)
  if (item === undefined) return
  state.items -= 1
  if (!state.unstored.delete(item)) state.done.push(rowOf(waiting.key, item))
}

function rowOf(key: PusherKey, { position, roomNid, dueAtMs }: DueItem): DueRow {
  return { ...key, position, roomNid, dueAtMs }
}

function nameOf({ userId, appId, pushkey }: PusherKey): string {
  return JSON.stringify([userId, appId, pushkey])
}
