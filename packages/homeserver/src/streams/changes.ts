// The change stream: positions for everything a sync shows that is not an event (account data, to-device messages,
// device lists, receipts, typing). Events have a stream of their own; a sync token is the pair of both positions.
import type { ChangeKind, LiveUser, LiveUsers } from './live-users.ts'
import { CHANGE_KINDS } from './live-users.ts'

/** Keeps handed-out positions from being handed out again after a restart. */
export interface PositionReserve {
  /** Durably reserves positions up to the one it gives back, which is at least `atLeast`. */
  reserve(atLeast: number): Promise<number>
}

/** What becomes of a change whose commit was cut off: nobody knows at first whether it is durable. */
export interface Doubt {
  /** Whether the error leaves the outcome open, as a lost connection does and a refused row does not. */
  leavesOpen(error: unknown): boolean
  /** Resolves when every transaction that may have been cut off has ended one way or the other. */
  end(): Promise<void>
}

/** Who sees a change. */
export interface ChangeTarget {
  kind: ChangeKind
  /** Those who listen in this process, at least. */
  users: Iterable<string>
  /** For the processes that follow this one: whoever listens there and is in this room sees it, too. */
  room?: number
  /** The same of whoever shares a room with this user. */
  about?: string
  /** What those processes have to know of it beside. */
  note?: ChangeNote
}

/** What a change says that is looked up in memory rather than in the database. */
export type ChangeNote =
  | { what: 'typing'; json: string }
  | { what: 'reads'; reads: readonly { roomNid: number; userId: string; threadId: string; eventPosition: number; notifyOrdinal: number }[] }
  | { what: 'ignored'; userId: string; content: string }
  | { what: 'forgotten'; userId: string; roomNid: number }

/** Changes in their order, as those who follow this process hear of them; `all`: anybody may be concerned. */
export interface ToldChanges {
  /** Up to where every change can be read. */
  settled: number
  told: readonly { position: number; targets: readonly ChangeTarget[] }[] | 'all'
}

/** Allocates positions and tells listeners. */
export interface Changes {
  /** Every change up to this position is committed (or was given up) and can be read. */
  current(): number
  /**
   * Allocates a position, lets `work` store the change under it, and tells the listeners once this change and all
   * earlier ones are committed. What `work` throws is thrown on. Where that leaves open whether the change is durable,
   * nothing later shows until it is known, and everybody then looks anew.
   */
  write<T>(targets: readonly ChangeTarget[] | ((result: T) => readonly ChangeTarget[]), work: (position: number) => Promise<T>): Promise<T>
  /** The same for what lives in memory only: typing. */
  touch(targets: readonly ChangeTarget[]): number
  /** Calls a listener with what is told, in order. */
  onTold(listener: (changes: ToldChanges) => void): void
}

const RESERVE_STEP = 100_000

/** Positions, each handed out once for all time, and those of them whose change is still being stored. */
interface Positions {
  /** The last one handed out. */
  last(): number
  /** Up to where no position is open. */
  settled(): number
  /** Hands one out, open until it is closed; it is open from the same instant on that it is the last. */
  take(): Promise<number>
  /** The same at once; nothing when none is left at hand. */
  takeAtOnce(): number | undefined
  close(position: number): void
}

async function openPositions(reserve: PositionReserve): Promise<Positions> {
  // The reservation of the run before ended here: nothing at or below it was left open.
  let last = await reserve.reserve(0)
  let reserved = await reserve.reserve(last + RESERVE_STEP)
  let settled = last
  let refill: Promise<void> | undefined
  const open = new Set<number>()

  async function refillReserve(): Promise<void> {
    try {
      reserved = await reserve.reserve(last + RESERVE_STEP)
    } finally {
      refill = undefined
    }
  }

  /** Refills ahead of need; a failure shows only where a position is needed and none is left. */
  function refillAhead(): void {
    if (reserved - last >= RESERVE_STEP / 2 || refill !== undefined) return
    refill = refillReserve()
    refill.catch(() => undefined)
  }

  function takeAtOnce(): number | undefined {
    refillAhead()
    if (last >= reserved) return undefined
    last += 1
    open.add(last)
    return last
  }

  return {
    last: () => last,
    settled: () => settled,
    async take() {
      for (;;) {
        const position = takeAtOnce()
        if (position !== undefined) return position
        await (refill ??= refillReserve())
      }
    },
    takeAtOnce,
    close(position) {
      open.delete(position)
      settled = open.size === 0 ? last : Math.min(...open) - 1
    },
  }
}

/** The change stream as another process writes it: followed here, and written to by nobody. */
export interface FollowedChanges extends Changes {
  /** Up to where changes can be read from now on; those who are concerned were told. */
  settle(position: number): void
}

/** Opens it at a position. `refused`: what whoever writes is answered. */
export function createFollowedChanges(refused: () => Error): FollowedChanges {
  let settled = 0
  return {
    current: () => settled,
    write: () => Promise.reject(refused()),
    touch: () => settled,
    onTold: () => undefined,
    settle(position) {
      settled = Math.max(settled, position)
    },
  }
}

/** Opens the change stream behind the last reserved position. */
export async function openChanges(reserve: PositionReserve, live: LiveUsers, doubt: Doubt = NO_DOUBT): Promise<Changes> {
  const positions = await openPositions(reserve)
  const waiting: { position: number; targets: readonly ChangeTarget[] }[] = []
  const listeners: ((changes: ToldChanges) => void)[] = []

  function tellFollowers(told: ToldChanges['told']): void {
    for (const listener of listeners) listener({ settled: positions.settled(), told })
  }

  function announce(position: number, targets: readonly ChangeTarget[]): void {
    const index = waiting.findIndex((each) => each.position > position)
    waiting.splice(index === -1 ? waiting.length : index, 0, { position, targets })
  }

  function tellSettled(): void {
    const told = []
    while (waiting.length > 0 && (waiting[0]?.position ?? Infinity) <= positions.settled()) {
      const next = waiting.shift()
      if (next === undefined) continue
      told.push(next)
      tell(live, next.position, next.targets)
    }
    tellFollowers(told)
  }

  function close(position: number): void {
    positions.close(position)
    tellSettled()
  }

  /** Whom the change concerns may be part of what was lost with it: everybody looks, and finds it if it is there. */
  async function closeAfterDoubt(position: number): Promise<void> {
    await doubt.end()
    close(position)
    for (const user of live.all()) for (const kind of CHANGE_KINDS) noteChange(user, kind, position)
    live.wakeAll()
    tellFollowers('all')
  }

  return {
    onTold: (listener) => void listeners.push(listener),
    current: () => positions.settled(),
    async write(targets, work) {
      const position = await positions.take()
      let result
      try {
        result = await work(position)
      } catch (error) {
        if (doubt.leavesOpen(error)) void closeAfterDoubt(position)
        else close(position)
        throw error
      }
      announce(position, typeof targets === 'function' ? targets(result) : targets)
      close(position)
      return result
    },
    touch(targets) {
      const position = positions.takeAtOnce()
      if (position === undefined) {
        // None is left, and what lives in memory only waits for no disk: the last one may be another's and still open,
        // so it is not settled here.
        tell(live, positions.last(), targets)
        tellFollowers([{ position: positions.last(), targets }])
        return positions.last()
      }
      announce(position, targets)
      close(position)
      return position
    },
  }
}

/** Tells those who listen in this process of a change that can be read. */
export function tell(live: LiveUsers, position: number, targets: readonly ChangeTarget[]): void {
  for (const target of targets) {
    const woken = []
    for (const userId of target.users) {
      const user = live.find(userId)
      if (user === undefined) continue
      noteChange(user, target.kind, position)
      woken.push(user)
    }
    live.wake(woken)
  }
}

/** Notes that something changed for a user. */
export function noteChange(user: LiveUser, kind: ChangeKind, position: number): void {
  // `Infinity` stays: it says that earlier changes have not been looked at yet.
  user.changed[kind] = Math.max(user.changed[kind], position)
}

/** For what is stored nowhere that could be cut off. */
const NO_DOUBT: Doubt = { leavesOpen: () => false, end: () => Promise.resolve() }
