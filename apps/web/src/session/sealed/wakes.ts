// Keeps the server in the picture of when the browsers of the account are to be woken: a moment for each thing that is due at one,
// under a name that tells nothing of it (docs/decisions/0094). What a device tells to somebody who looks needs nobody to be woken.
import type { Live } from '../../live.ts'
import type { LaterThing } from './later-thing.ts'
import type { OwnList } from './own-list.ts'
import type { ScheduledThing } from './scheduled-thing.ts'

/** A moment that the server is asked for. */
export interface Wake {
  atMs: number
  /** This device alone is woken. */
  isOnlyHere: boolean
}

/** The way to the server. Each rejects where it is not reached. */
export interface WakeCalls {
  list(): Promise<{ wakes: ReadonlyMap<string, number>; browsers: number }>
  change(set: ReadonlyMap<string, Wake>, remove: readonly string[]): Promise<void>
}

/** What it is made of. */
export interface WakesParts {
  later: Pick<OwnList<LaterThing>, 'items'>
  scheduled: Pick<OwnList<ScheduledThing>, 'items'>
  /** The name of a thing towards the server; undefined without the key. */
  nameOf(text: string): Promise<string | undefined>
  /** Whether the lists are those of all devices now. */
  isReady: Live<boolean>
  isWanted: Live<boolean>
  /** Changes when this browser begins or ends to hear of anything with the tab closed. */
  browser: Live<unknown>
  calls: WakeCalls
  deviceId: string
  isLookedAt(): boolean
  now(): number
}

/** So long after the lists are there, those of other devices have come. */
const SETTLE_MS = 3000
const SOON_MS = 500
const AGAIN_MS = 20_000
/** What is due later than this is asked for when it is nearer. */
const AHEAD_MS = 390 * 24 * 60 * 60 * 1000
const WAKES_MAX = 300

/** What the server is to know of a thing: a moment; nothing any more; or what it has is left to it, since the moment is there. */
type Stand = Wake | 'leave' | undefined

/** Begins. Gives back how to stop. */
export function keepWakes(parts: WakesParts): () => void {
  const { later, scheduled, isReady, isWanted, browser } = parts
  let timer: ReturnType<typeof setTimeout> | undefined
  let known: Awaited<ReturnType<WakeCalls['list']>> | undefined
  let working: Promise<void> = Promise.resolve()
  const soon = (afterMs: number): void => {
    if (timer !== undefined || !isReady.getState()) return
    timer = setTimeout(() => {
      timer = undefined
      working = working.then(work).catch(() => {
        known = undefined
        soon(AGAIN_MS)
      })
    }, afterMs)
  }
  async function work(): Promise<void> {
    if (!isReady.getState()) return
    known ??= await parts.calls.list()
    const stands = isWanted.getState() && known.browsers > 0 ? await listStands(parts) : new Map<string, Stand>()
    if (stands === undefined) return
    const { wakes } = known
    const set = new Map([...stands].flatMap(([name, stand]) => (typeof stand === 'object' && wakes.get(name) !== stand.atMs ? [[name, stand] as const] : [])))
    const remove = [...wakes.keys()].filter((name) => stands.get(name) === undefined)
    if (set.size + remove.length === 0) return
    await parts.calls.change(set, remove)
    const left = [...wakes].filter(([name]) => !remove.includes(name))
    known = { ...known, wakes: new Map([...left, ...[...set].map(([name, { atMs }]) => [name, atMs] as const)]) }
  }
  const anew = (): void => {
    known = undefined
    soon(SETTLE_MS)
  }
  const look = (): void => soon(SOON_MS)
  const ends = [later.items.subscribe(look), scheduled.items.subscribe(look), isWanted.subscribe(look), isReady.subscribe(anew), browser.subscribe(anew)]
  anew()
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

/** How it stands with each thing, by its name, the next first; undefined without the key. */
async function listStands(parts: WakesParts): Promise<ReadonlyMap<string, Stand> | undefined> {
  const all = [
    ...[...parts.later.items.getState()].map(([id, thing]) => ({ text: `later ${id}`, stand: standOfLater(thing, parts) })),
    ...[...parts.scheduled.items.getState()].map(([id, thing]) => ({ text: `scheduled ${id}`, stand: standOfScheduled(thing, parts) })),
  ]
  const stands: [string, Stand][] = []
  for (const { text, stand } of all.toSorted((a, b) => momentOf(a.stand) - momentOf(b.stand)).slice(0, WAKES_MAX)) {
    const name = await parts.nameOf(text)
    if (name === undefined) return undefined
    stands.push([name, stand])
  }
  return new Map(stands)
}

function standOfLater({ dueAtMs, toldAtMs, doneAtMs }: LaterThing, { now, isLookedAt }: WakesParts): Stand {
  if (dueAtMs === undefined || doneAtMs !== undefined) return undefined
  // Told in a page that nobody looks at, it may well be the telephone that they have with them.
  if (toldAtMs === dueAtMs) return isLookedAt() ? undefined : 'leave'
  return dueAtMs > now() ? wakeAt(dueAtMs, false, now()) : 'leave'
}

function standOfScheduled({ dueAtMs, onlyOn, failure }: ScheduledThing, { deviceId, now }: WakesParts): Stand {
  if (failure !== undefined || (onlyOn ?? deviceId) !== deviceId) return undefined
  return dueAtMs > now() ? wakeAt(dueAtMs, onlyOn !== undefined, now()) : 'leave'
}

function wakeAt(atMs: number, isOnlyHere: boolean, nowMs: number): Stand {
  return atMs - nowMs > AHEAD_MS ? undefined : { atMs, isOnlyHere }
}

function momentOf(stand: Stand): number {
  return stand === 'leave' ? 0 : (stand?.atMs ?? Number.POSITIVE_INFINITY)
}
