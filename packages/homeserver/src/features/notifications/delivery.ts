// Bringing notifications to gateways: notes become what is owed, what is owed becomes calls, and what is not taken at once
// is written down, so that it is still owed after a restart.
import type { PublishedListener } from '../../engine/engine.ts'
import type { GuardedClient } from '../../outgoing/guarded-client.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import type { DueRow, PusherKey } from './notifications-store.ts'
import { getProgress, listActivePushers, listDue, listDueSince, saveProgress } from './notifications-store.ts'
import { callGateway } from './steps/call-gateway.ts'
import { callPushService } from './steps/call-push-service.ts'
import type { Owed } from './steps/find-due.ts'
import { enqueue, owedBy } from './steps/find-due.ts'
import type { Counts } from './steps/payload.ts'
import { destinationOf } from './steps/destination.ts'
import { prepare } from './steps/prepare.ts'
import type { PushMembers } from './steps/push-members.ts'
import { openPushMembers } from './steps/push-members.ts'
import type { Job, JobEnd, PushQueue } from './steps/push-queue.ts'
import { createPushQueue } from './steps/push-queue.ts'
import type { EventNote } from './steps/taken-notes.ts'
import { noteOf } from './steps/taken-notes.ts'

/** The delivery of notifications. */
export interface Delivery {
  /** Takes note of events; called in their order, right after they became visible. */
  observe: PublishedListener
  /** Somebody has read on in a room. */
  readMoved(userId: string, roomNid: number): void
  /** Somebody has set a pusher. */
  pusherSet(userId: string): Promise<void>
  /** Begins to tell what was written down as owed; what is begun already is not told twice. */
  takeUp(rows: readonly DueRow[]): Promise<void>
  /** Writes down what is still owed. */
  close(): Promise<void>
}

const MAX_NOTES = 50_000
const NOTES_AT_ONCE = 200
/** Calls at once, of which one gateway has at most half. */
const IN_FLIGHT = 128
const IN_FLIGHT_PER_GATEWAY = 64
/** Calls that end within this time make room for others together, which are then made ready together. */
const GATHER_MS = 10
const MAX_RESUMED = 50_000
const TICK_MS = 250
const SAVE_EVERY_MS = 1000
/** How long the database is left alone after it could not be asked. */
const LOOK_AGAIN_MS = 5000
/** So far the progress may lag behind while nothing is owed: what a start would look through again. */
const SAVE_EVERY_EVENTS = 10_000
const MAX_BADGES = 200_000

interface State {
  deps: NotificationsDeps
  members: PushMembers
  queue: PushQueue
  client: GuardedClient
  notes: EventNote[]
  readers: Map<string, number>
  /** Up to here everything is in the queue, or done. */
  evaluated: number
  saved: number
  /** Look through the database from `evaluated` on: at the start, and where there was too much to take note of. */
  isBehind: boolean
  /** Not before this time, in milliseconds since 1970. */
  lookAtMs: number
  working: Promise<void> | undefined
  inFlight: number
  pumping: NodeJS.Timeout | undefined
  /** The count that a pusher was told last. */
  badges: Map<string, number>
  savedAtMs: number
  stop: AbortController
}

/** Opens it; what was owed when the server stopped is taken up in the background. */
export async function openDelivery(deps: NotificationsDeps): Promise<Delivery> {
  const members = await openPushMembers(deps.ground.db)
  const saved = await getProgress(deps.ground.db)
  const state: State = {
    deps,
    members,
    queue: createPushQueue(deps.ground.clock),
    client: deps.outgoing.openClient({ maxSockets: IN_FLIGHT, maxSocketsPerHost: IN_FLIGHT_PER_GATEWAY }),
    notes: [],
    readers: new Map(),
    evaluated: saved,
    saved,
    isBehind: members.isAnybody(),
    lookAtMs: 0,
    working: undefined,
    inFlight: 0,
    pumping: undefined,
    badges: new Map(),
    savedAtMs: 0,
    stop: new AbortController(),
  }
  if (!state.isBehind) state.evaluated = Math.max(saved, deps.engine.stream.published)
  const tick = setInterval(() => onTick(state), TICK_MS)
  tick.unref()
  onTick(state)
  return {
    observe: (items) => observe(state, items),
    readMoved(userId, roomNid) {
      if (!members.isAnybody() || members.peek(roomNid)?.has(userId) === false) return
      if (state.readers.size < MAX_NOTES) state.readers.set(userId, roomNid)
      work(state)
    },
    pusherSet: (userId) => members.addEverywhere(userId),
    async takeUp(rows) {
      await enqueueStored(state, rows)
      pump(state)
    },
    async close() {
      clearInterval(tick)
      clearTimeout(state.pumping)
      state.stop.abort()
      while (state.working !== undefined || state.inFlight > 0) await new Promise((done) => setTimeout(done, 5))
      await save(state)
      await state.client[Symbol.asyncDispose]()
    },
  }
}

function observe(state: State, items: Parameters<PublishedListener>[0]): void {
  const last = items.at(-1)?.event.position ?? 0
  if (state.members.isAnybody()) {
    for (const item of items) {
      // What is said next must not be passed over because the joining itself has not been looked at yet.
      if (item.membership?.membership === 'join') state.members.doubtEmpty(item.event.roomNid)
      const note = noteOf(item, state.members)
      if (note !== undefined) state.notes.push(note)
    }
    if (state.notes.length > MAX_NOTES) {
      state.notes = []
      state.isBehind = true
    }
  }
  if (state.notes.length > 0 || state.isBehind || state.working !== undefined) work(state)
  else state.evaluated = Math.max(state.evaluated, last)
}

/** One at a time: turns notes into what is owed. */
function work(state: State): void {
  const { clock } = state.deps.ground
  const mustWait = state.isBehind && clock.now() < state.lookAtMs
  if (state.working !== undefined || state.stop.signal.aborted || mustWait) return
  state.working = evaluate(state)
    .catch((error: unknown) => {
      state.isBehind = true
      state.notes = []
      state.lookAtMs = clock.now() + LOOK_AGAIN_MS
      state.deps.ground.logger.warn({ err: error }, 'notifications could not be looked up; they are looked up again')
    })
    .finally(() => {
      state.working = undefined
      pump(state)
    })
}

async function evaluate(state: State): Promise<void> {
  const { deps, members, queue } = state
  // One turn of the event loop lets what commits now be answered first.
  await new Promise((resolve) => setImmediate(resolve))
  while (!state.stop.signal.aborted) {
    if (state.isBehind) await catchUp(state)
    const notes = state.notes.splice(0, NOTES_AT_ONCE)
    const readers: Owed[] = [...state.readers].map(([userId, roomNid]) => ({ userId, roomNid, position: 0 }))
    state.readers.clear()
    if (notes.length + readers.length === 0) break
    await enqueue(deps, { members, queue }, [...(await owedBy(members, notes)), ...readers])
    state.evaluated = Math.max(state.evaluated, notes.at(-1)?.position ?? 0)
    pump(state)
  }
}

/** What was owed and not taken, and what events notify since the last word of the run before. */
async function catchUp(state: State): Promise<void> {
  const { deps, members, queue } = state
  const { db } = deps.ground
  state.isBehind = false
  state.notes = []
  const upTo = deps.engine.stream.published
  const [waiting, missed] = await Promise.all([
    listDue(db, MAX_RESUMED),
    state.evaluated < upTo ? listDueSince(db, state.evaluated, upTo, MAX_RESUMED) : [],
  ])
  await enqueueStored(state, waiting)
  await enqueue(deps, { members, queue }, missed.reverse())
  state.notes = state.notes.filter((note) => note.position > upTo)
  state.evaluated = Math.max(state.evaluated, upTo)
}

async function enqueueStored(state: State, rows: readonly DueRow[]): Promise<void> {
  const pushers = await listActivePushers(state.deps.ground.db, [...new Set(rows.map(({ userId }) => userId))])
  const gateways = new Map(pushers.map((pusher) => [nameOf(pusher), destinationOf(state.deps, pusher.pushkey, pusher.data)?.gateway]))
  for (const { position, roomNid, dueAtMs, ...key } of rows) {
    const gateway = gateways.get(nameOf(key))
    if (gateway !== undefined) state.queue.add(key, gateway, { position, roomNid, dueAtMs, isStored: true })
  }
}

/** Makes as many calls as there is room for. */
function pump(state: State): void {
  if (state.stop.signal.aborted) return
  const jobs = state.queue.take(IN_FLIGHT - state.inFlight)
  if (jobs.length === 0) return
  state.inFlight += jobs.length
  void makeCalls(state, jobs)
}

function pumpSoon(state: State): void {
  state.pumping ??= setTimeout(() => {
    state.pumping = undefined
    pump(state)
  }, GATHER_MS)
}

async function makeCalls(state: State, jobs: readonly Job[]): Promise<void> {
  let prepared: Awaited<ReturnType<typeof prepare>>
  try {
    prepared = await prepare(state.deps, jobs)
  } catch (error) {
    state.deps.ground.logger.warn({ err: error }, 'notifications could not be made; they are made again')
    for (const job of jobs) finish(state, job, 'later')
    return
  }
  await Promise.all(
    jobs.map(async (job, index) => {
      finish(state, job, await perform(state, job, prepared[index] ?? { kind: 'done' }))
      pumpSoon(state)
    }),
  )
}

async function perform(state: State, job: Job, prepared: Awaited<ReturnType<typeof prepare>>[number]): Promise<JobEnd> {
  if (prepared.kind === 'moved') {
    state.queue.add(job.key, prepared.gateway, { ...job.item, isStored: false })
    return 'gone'
  }
  if (prepared.kind !== 'call') return prepared.kind
  const { call } = prepared
  // Nobody is woken to be told the same count again.
  if (call.event === undefined && job.item.position >= 0 && state.badges.get(nameOf(job.key)) === badgeOf(call.counts)) return 'done'
  const tell = call.subscription === undefined ? callGateway : callPushService
  const end = await tell(state.deps, state.client, { job, call, signal: state.stop.signal })
  if (end === 'done') noteBadge(state, job.key, badgeOf(call.counts))
  return end
}

function badgeOf({ unread, missedCalls }: Counts): number {
  return unread * 100_000 + missedCalls
}

function noteBadge(state: State, key: PusherKey, badge: number): void {
  if (state.badges.size >= MAX_BADGES) state.badges.clear()
  state.badges.set(nameOf(key), badge)
}

function finish(state: State, job: Job, end: JobEnd): void {
  state.inFlight -= 1
  state.queue.finish(job, end)
}

function onTick(state: State): void {
  if (state.isBehind) work(state)
  if (state.queue.size() > 0) pump(state)
  const now = state.deps.ground.clock.now()
  const lags = state.evaluated - state.saved > SAVE_EVERY_EVENTS
  if (!(state.queue.hasChanges() || lags) || now - state.savedAtMs < SAVE_EVERY_MS || state.working !== undefined) return
  state.savedAtMs = now
  state.working = save(state).finally(() => {
    state.working = undefined
    if (state.notes.length > 0 || state.readers.size > 0) work(state)
  })
}

async function save(state: State): Promise<void> {
  const position = state.evaluated
  const { added, done, undo } = state.queue.drainChanges()
  if (added.length + done.length === 0 && position === state.saved) return
  try {
    await saveProgress(state.deps.ground.db, { added, done, position })
    state.saved = position
  } catch (error) {
    undo()
    state.deps.ground.logger.warn({ err: error }, 'the progress of notifications was not stored')
  }
}

function nameOf({ userId, appId, pushkey }: PusherKey): string {
  return JSON.stringify([userId, appId, pushkey])
}
