// What was saved for later: what waits, by room; what is due; what is done. And reminders, as long as a page is open.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { AlertPage } from '../../session/alerts/page.ts'
import type { LaterThing } from '../../session/sealed/later-thing.ts'
import { EXCERPT_CHARS, laterId } from '../../session/sealed/later-thing.ts'
import type { OwnList } from '../../session/sealed/own-list.ts'
import type { Session } from '../../session/session.ts'
import type { Message, MessageBody, RoomSummary } from '../../session/types.ts'
import type { QuietParts } from '../alerts.ts'
import { isQuiet } from '../alerts.ts'
import { derive } from '../derive.ts'
import { textOfHtml } from '../types.ts'

export type { LaterThing } from '../../session/sealed/later-thing.ts'

/** Something that was saved. */
export interface LaterEntry extends LaterThing {
  id: string
  /** Undefined where one is in that room no more. */
  room: RoomSummary | undefined
}

/** What was saved in a room. */
export interface LaterRoom {
  roomId: string
  entries: readonly LaterEntry[]
}

/** The list. */
export interface LaterState {
  /** What one wanted to be reminded of by now, the longest due first. */
  due: readonly LaterEntry[]
  /** Everything else that waits, what was saved last first. */
  rooms: readonly LaterRoom[]
  /** What was done last first. */
  done: readonly LaterEntry[]
  /** What waits, due or not. */
  openCount: number
}

/** A message that is meant, and where it stands. */
export interface Saved {
  roomId: string
  threadId: string | undefined
  message: Message
}

/** What was saved for later. */
export interface LaterModel {
  state: Live<LaterState>
  /** What was saved, by room and message (`laterId`); for the marks at messages. */
  items: Live<ReadonlyMap<string, LaterThing>>
  /** Reminders that are shown. */
  alerting: Live<readonly LaterEntry[]>
  /** Whether the last thing could not be saved for want of room. */
  isFull: Live<boolean>
  isOpen(roomId: string, messageId: string): boolean
  save(saved: Saved, dueAtMs?: number): void
  /** Saves it, or takes it off the list. */
  toggle(saved: Saved): void
  /** Reminds of it at another moment, or not at all. */
  remind(id: string, dueAtMs: number | undefined): void
  setDone(id: string, isDone: boolean): void
  remove(id: string): void
  dismiss(id: string): void
  endFull(): void
  /** Somebody looks: what was deleted meanwhile loses its words. */
  look(): void
  /** Begins to remind. Gives back how to stop. */
  start(word: (entry: LaterEntry) => { title: string; body: string }): () => void
}

/** What it is made of. */
export interface LaterParts {
  session: Pick<Session, 'sealed' | 'rooms' | 'checkSaved'> & QuietParts
  page: Pick<AlertPage, 'isLookedAt' | 'show' | 'clearDue'>
  now(): number
}

/** So long a page that was just opened waits for what the other devices have said. */
const ALONE_AFTER_MS = 20_000
/** So soon after somebody no longer wants quiet they are reminded. */
const HELD_MS = 30_000
/** A timer of the browser waits no longer. */
const WAIT_MAX_MS = 60 * 60 * 1000

/** Makes the model. */
export function createLater({ session, page, now }: LaterParts): LaterModel {
  const { sealed: { later }, rooms } = session
  const isFull = createStore<boolean>(() => false)
  const shown = createStore<ReadonlySet<string>>(() => new Set())
  const clock = createStore<number>(now)
  const { live } = derive<LaterState>([later.items, rooms.all, clock], () => stateOf(listEntries(later.items.getState(), rooms.all.getState()), clock.getState()))
  const alerting = derive([live, shown], () => live.getState().due.filter(({ id }) => shown.getState().has(id))).live

  const put = (id: string, thing: LaterThing | undefined): void => {
    clock.setState(now(), true)
    isFull.setState(!later.set(id, thing), true)
  }
  const change = (id: string, changes: Partial<LaterThing>): void => {
    const thing = later.items.getState().get(id)
    if (thing !== undefined) put(id, { ...thing, ...changes })
  }
  const dismiss = (id: string): void => shown.setState(new Set([...shown.getState()].filter((each) => each !== id)), true)
  const isOpen = (roomId: string, eventId: string): boolean => {
    const thing = later.items.getState().get(laterId({ roomId, eventId }))
    return thing !== undefined && thing.doneAtMs === undefined
  }
  const save = (saved: Saved, dueAtMs?: number): void => put(laterId({ roomId: saved.roomId, eventId: saved.message.id }), { ...toThing(saved, now()), dueAtMs })
  return {
    state: live,
    items: later.items,
    alerting,
    isFull,
    isOpen,
    save,
    toggle: (saved) => (isOpen(saved.roomId, saved.message.id) ? put(laterId({ roomId: saved.roomId, eventId: saved.message.id }), undefined) : save(saved)),
    remind(id, dueAtMs) {
      change(id, { dueAtMs, toldAtMs: undefined, doneAtMs: undefined })
      dismiss(id)
    },
    setDone(id, isDone) {
      change(id, { doneAtMs: isDone ? now() : undefined })
      dismiss(id)
    },
    remove: (id) => put(id, undefined),
    dismiss,
    endFull: () => isFull.setState(false, true),
    look: () => void session.checkSaved().catch(() => undefined),
    start: (word) => start({ later, state: live, clock, shown, page, quiet: session, now }, word),
  }
}

interface Watch {
  later: OwnList<LaterThing>
  state: Live<LaterState>
  clock: Pick<StoreApi<number>, 'setState'>
  shown: Pick<StoreApi<ReadonlySet<string>>, 'getState' | 'setState'>
  page: LaterParts['page']
  quiet: QuietParts
  now(): number
}

/** Reminds of each once: the device that says so first does it. One that cannot ask the others does it for itself, after a while. */
function start({ later, state, clock, shown, page, quiet, now }: Watch, word: (entry: LaterEntry) => { title: string; body: string }): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const startedAtMs = now()
  const begun = new Set<string>()
  let hasDue = true
  const tick = (): void => clock.setState(now(), true)
  async function tell(entry: LaterEntry): Promise<void> {
    const isTold = later.isReady.getState()
      ? await later.decide(entry.id, (stored) => (stored !== undefined && isUntold(stored) && stored.dueAtMs === entry.dueAtMs ? { to: { ...stored, toldAtMs: stored.dueAtMs } } : 'leave'))
      : true
    if (!isTold) return
    shown.setState(new Set([...shown.getState(), entry.id]), true)
    if (!page.isLookedAt()) await page.show({ roomId: entry.roomId, eventId: entry.eventId, ...word(entry), isDue: true }).catch(() => undefined)
  }
  /** What was shown of it, by this page or the worker, goes when nothing is due any more. */
  function clear(isDue: boolean): void {
    if (hasDue && !isDue) void page.clearDue().catch(() => undefined)
    hasDue = isDue
  }
  const look = (): void => {
    const { due, rooms } = state.getState()
    const untold = due.filter(isUntold)
    const isEarly = !later.isReady.getState() && now() - startedAtMs < ALONE_AFTER_MS
    // Who wants to be left alone is reminded afterwards, by whatever device is there then.
    const isHeld = untold.length > 0 && isQuiet(quiet, now())
    clear(due.length > 0)
    for (const entry of isEarly || isHeld ? [] : untold) {
      const key = `${entry.id} ${entry.dueAtMs}`
      if (begun.has(key)) continue
      begun.add(key)
      void tell(entry)
    }
    clearTimeout(timer)
    const waits = [...(isEarly && due.length > 0 ? [startedAtMs + ALONE_AFTER_MS] : []), ...(isHeld ? [now() + HELD_MS] : [])]
    const next = Math.min(...rooms.flatMap(({ entries }) => entries.flatMap(({ dueAtMs }) => dueAtMs ?? [])), ...waits)
    timer = Number.isFinite(next) ? setTimeout(tick, Math.min(Math.max(next - now(), 0) + 20, WAIT_MAX_MS)) : undefined
  }
  tick()
  look()
  const ends = [state.subscribe(look), later.isReady.subscribe(look), quiet.alerts.quiet.state.subscribe(look), quiet.profile.state.subscribe(look)]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

function isUntold({ dueAtMs, toldAtMs, doneAtMs }: LaterThing): boolean {
  return dueAtMs !== undefined && doneAtMs === undefined && toldAtMs !== dueAtMs
}

function listEntries(items: ReadonlyMap<string, LaterThing>, rooms: readonly RoomSummary[]): LaterEntry[] {
  const byId = new Map(rooms.map((room) => [room.roomId, room]))
  return [...items].map(([id, thing]) => ({ ...thing, id, room: byId.get(thing.roomId) }))
}

function stateOf(entries: readonly LaterEntry[], nowMs: number): LaterState {
  const open = entries.filter(({ doneAtMs }) => doneAtMs === undefined)
  const isDue = ({ dueAtMs }: LaterEntry): boolean => dueAtMs !== undefined && dueAtMs <= nowMs
  const waiting = open.filter((entry) => !isDue(entry)).toSorted((a, b) => b.savedAtMs - a.savedAtMs)
  return {
    due: open.filter(isDue).toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0)),
    rooms: [...Map.groupBy(waiting, ({ roomId }) => roomId)].map(([roomId, held]) => ({ roomId, entries: held })),
    done: entries.filter(({ doneAtMs }) => doneAtMs !== undefined).toSorted((a, b) => (b.doneAtMs ?? 0) - (a.doneAtMs ?? 0)),
    openCount: open.length,
  }
}

function toThing({ roomId, threadId, message: { id, sender, body, sentAtMs } }: Saved, nowMs: number): LaterThing {
  return { roomId, eventId: id, threadId, sender: sender.userId, name: sender.name, text: excerptOf(body), isDeleted: body.kind === 'deleted', sentAtMs, savedAtMs: nowMs }
}

/** What a message begins with, in any language. */
export function excerptOf(body: MessageBody): string {
  const text = body.kind === 'text' ? (body.html === undefined ? '' : textOfHtml(body.html)) || body.text : body.kind === 'file' ? body.name : body.kind === 'poll' ? body.poll.question : ''
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > EXCERPT_CHARS ? `${line.slice(0, EXCERPT_CHARS - 1).trimEnd()}…` : line
}
