// Messages that wait: those that are to be sent at a time, on whatever device is open then, and those that one has just sent and
// may still take back. Each is sent once: one device takes it on, which the server grants to one alone (docs/decisions/0081).
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { ScheduledThing, Written } from '../../session/sealed/scheduled-thing.ts'
import type { OwnList } from '../../session/sealed/own-list.ts'
import type { Session } from '../../session/session.ts'
import { toOutgoing } from '../composer/composer-outgoing.ts'
import { derive } from '../derive.ts'

export type { ScheduledFailure, Written } from '../../session/sealed/scheduled-thing.ts'

/** A message that is to be sent at a time. */
export interface ScheduledEntry extends ScheduledThing {
  id: string
  /**
   * `waits`; `sending`: a device has taken it on; `stuck`: another one has, and has not said for long that it did; `failed`: the
   * server would not have it.
   */
  stand: 'waits' | 'sending' | 'stuck' | 'failed'
}

/** A place where one writes. */
export interface WrittenPlace {
  roomId: string
  threadId: string | undefined
}

/** Messages that wait. */
export interface ScheduledModel {
  /** Those that are to be sent at a time, by place (`placeKey`), the next first. */
  waiting: Live<ReadonlyMap<string, readonly ScheduledEntry[]>>
  /** Those that one may still take back, by place, the last one. */
  held: Live<ReadonlyMap<string, ScheduledEntry>>
  /** Whether whatever device is open then sends it; else this one alone does. */
  isEverywhere: Live<boolean>
  /** Keeps a message for a time. False where there is no room for more. */
  schedule(place: WrittenPlace, written: Written, dueAtMs: number): boolean
  /** Holds a message for as long as somebody wishes. False where they do not, and it is to be sent at once. */
  hold(place: WrittenPlace, written: Written): boolean
  /** Takes back the last one that is held there. */
  takeBack(place: WrittenPlace): Written | undefined
  /** Takes one off the list, to be written anew; undefined where it is being sent. */
  take(id: string): Promise<Written | undefined>
  setDue(id: string, dueAtMs: number): void
  sendNow(id: string): void
  /** Gives one up. False where it is being sent. */
  remove(id: string): Promise<boolean>
  /** Whether something is held: a page that is closed now sends it when it is opened the next time. */
  isHolding(): boolean
  /** Begins to send what is due. Gives back how to stop. */
  start(): () => void
}

/** What it is made of. */
export interface ScheduledParts {
  session: Pick<Session, 'deviceId' | 'sealed' | 'sendKept'>
  /** For how long a message that was sent can be taken back; 0: not at all. */
  holdMs(): number
  now(): number
  newId(): string
}

/** So long another device is given to say that it has sent something. */
const STUCK_MS = 10 * 60 * 1000
/** Where the server could not be asked, it is asked again. */
const AGAIN_MS = 10_000
const WAIT_MAX_MS = 60 * 60 * 1000

type List = OwnList<ScheduledThing>

/** A place as a key. */
export function placeKey({ roomId, threadId }: { roomId: string; threadId?: string | undefined }): string {
  return threadId === undefined ? roomId : `${roomId}/${threadId}`
}

/** Makes the model. */
export function createScheduled(parts: ScheduledParts): ScheduledModel {
  const { session: { deviceId, sealed }, now } = parts
  const { scheduled, held } = sealed
  const clock = createStore<number>(now)
  const sender = createSender(parts, clock)
  const waiting = derive([scheduled.items, clock], () => byPlace(entriesOf(scheduled.items.getState(), deviceId, clock.getState()))).live
  const lastHeld = derive([held.items], () => new Map(entriesOf(held.items.getState(), deviceId, now()).map((entry) => [placeKey(entry), entry]))).live
  /** Changes one that no device has taken on: the server says so. Without it, nothing is changed but what is this device's alone. */
  const change = async (id: string, make: (thing: ScheduledThing) => ScheduledThing | undefined): Promise<boolean> => {
    const free = (thing: ScheduledThing | undefined): thing is ScheduledThing => thing !== undefined && (thing.takenBy === undefined || standOf(thing, deviceId, now()) === 'stuck')
    const thing = scheduled.items.getState().get(id)
    const hasChanged = scheduled.isReady.getState()
      ? await scheduled.decide(id, (stored) => (free(stored) ? { to: make(stored) } : 'leave'))
      : free(thing) && thing.onlyOn === deviceId && scheduled.set(id, make(thing))
    sender.look()
    return hasChanged
  }
  return {
    waiting,
    held: lastHeld,
    isEverywhere: scheduled.isReady,
    schedule: (place, written, dueAtMs) => scheduled.set(parts.newId(), { ...place, ...written, dueAtMs, onlyOn: scheduled.isReady.getState() ? undefined : deviceId }),
    hold(place, written) {
      const holdMs = parts.holdMs()
      // What one wrote before goes out before.
      if (holdMs === 0 && !lastHeld.getState().has(placeKey(place))) return false
      return held.set(parts.newId(), { ...place, ...written, dueAtMs: now() + holdMs, onlyOn: deviceId })
    },
    takeBack(place) {
      const entry = lastHeld.getState().get(placeKey(place))
      if (entry === undefined || entry.takenBy !== undefined) return undefined
      held.set(entry.id, undefined)
      return entry
    },
    async take(id) {
      const thing = scheduled.items.getState().get(id)
      return thing !== undefined && (await change(id, () => undefined)) ? thing : undefined
    },
    setDue: (id, dueAtMs) => void change(id, (thing) => ({ ...thing, failure: undefined, dueAtMs })),
    sendNow(id) {
      const thing = held.items.getState().get(id)
      if (thing !== undefined) held.set(id, { ...thing, dueAtMs: Math.min(now(), thing.dueAtMs) })
      // One that another device took on and forgot is sent by the device where somebody says so.
      else void change(id, (stored) => ({ ...stored, failure: undefined, dueAtMs: Math.min(now(), stored.dueAtMs), takenBy: undefined, takenAtMs: undefined, onlyOn: undefined }))
    },
    remove: (id) => change(id, () => undefined),
    isHolding: () => held.items.getState().size > 0,
    start: sender.start,
  }
}

/** Sends what is due, one after the other. */
function createSender({ session, now }: ScheduledParts, clock: { setState(ms: number, replace: true): void }): { look(): void; start(): () => void } {
  const { sealed: { scheduled, held }, deviceId } = session
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStarted = false
  let isSending = false

  const mine = ({ dueAtMs, takenBy, onlyOn, failure }: ScheduledThing): boolean =>
    failure === undefined && (takenBy ?? deviceId) === deviceId && (onlyOn ?? deviceId) === deviceId && (dueAtMs <= now() || takenBy === deviceId)

  async function sendOne(list: List, id: string, thing: ScheduledThing): Promise<void> {
    if (thing.takenBy === undefined && !(await takeOn(list, id, thing))) return
    const failure = await session.sendKept({
      roomId: thing.roomId,
      txnId: `kept.${id}`,
      outgoing: await toOutgoing(thing.text, thing),
      place: { threadId: thing.threadId, replyTo: thing.replyTo },
    })
    list.set(id, failure === undefined ? undefined : { ...thing, takenBy: undefined, takenAtMs: undefined, failure })
    // What could not be sent stays where the person sees it.
    if (failure !== undefined && list === held && scheduled.set(id, { ...thing, failure })) held.set(id, undefined)
  }

  /** Says that this device sends it: to the server, which grants that to one, or to itself where it is nobody else's. */
  async function takeOn(list: List, id: string, thing: ScheduledThing): Promise<boolean> {
    const taken = { takenBy: deviceId, takenAtMs: now() }
    if (thing.onlyOn === deviceId && !list.isReady.getState()) return list.set(id, { ...thing, ...taken })
    return list.decide(id, (stored) => (stored !== undefined && stored.takenBy === undefined && mine(stored) ? { to: { ...stored, ...taken } } : 'leave'))
  }

  async function sendAll(): Promise<void> {
    for (const list of [held, scheduled]) {
      const due = [...list.items.getState()].filter(([, thing]) => mine(thing)).toSorted(([, a], [, b]) => a.dueAtMs - b.dueAtMs)
      for (const [id] of due) {
        const thing = list.items.getState().get(id)
        if (isStarted && thing !== undefined && mine(thing)) await sendOne(list, id, thing)
      }
    }
  }

  function look(): void {
    if (!isStarted) return
    clearTimeout(timer)
    clock.setState(now(), true)
    const things = [...held.items.getState().values(), ...scheduled.items.getState().values()]
    const next = Math.min(...things.map((thing) => nextMoment(thing, deviceId)))
    if (Number.isFinite(next)) timer = setTimeout(look, next > now() ? Math.min(next - now() + 10, WAIT_MAX_MS) : AGAIN_MS)
    if (isSending || !things.some(mine)) return
    isSending = true
    void sendAll()
      .catch(() => undefined)
      .finally(() => {
        isSending = false
        if ([...held.items.getState().values()].some(mine)) look()
      })
  }

  return {
    look,
    start() {
      isStarted = true
      const ends = [held.items.subscribe(look), scheduled.items.subscribe(look), scheduled.isReady.subscribe(look)]
      look()
      return () => {
        isStarted = false
        clearTimeout(timer)
        for (const end of ends) end()
      }
    },
  }
}

function entriesOf(items: ReadonlyMap<string, ScheduledThing>, deviceId: string, nowMs: number): ScheduledEntry[] {
  return [...items].map(([id, thing]) => ({ ...thing, id, stand: standOf(thing, deviceId, nowMs) })).toSorted((a, b) => a.dueAtMs - b.dueAtMs)
}

/** When there is something to be done with it, or to be said of it, here. */
function nextMoment({ failure, takenBy, takenAtMs, onlyOn, dueAtMs }: ScheduledThing, deviceId: string): number {
  if (failure !== undefined || (onlyOn ?? deviceId) !== deviceId) return Number.POSITIVE_INFINITY
  return takenBy === undefined || takenBy === deviceId ? dueAtMs : (takenAtMs ?? 0) + STUCK_MS
}

function standOf({ failure, takenBy, takenAtMs }: ScheduledThing, deviceId: string, nowMs: number): ScheduledEntry['stand'] {
  if (failure !== undefined) return 'failed'
  if (takenBy === undefined) return 'waits'
  return takenBy !== deviceId && nowMs - (takenAtMs ?? 0) > STUCK_MS ? 'stuck' : 'sending'
}

function byPlace(entries: readonly ScheduledEntry[]): ReadonlyMap<string, readonly ScheduledEntry[]> {
  return Map.groupBy(entries, placeKey)
}
