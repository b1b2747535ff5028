// Leak attribution: which sessions' reads cover what has leaked. Rows go through one by one; nothing of them is kept.
import type { LedgerRow } from '../row.ts'
import { numbersOf } from '../row.ts'

/** What has leaked: an event by its place, a file by its id. */
export type LeakTarget = { kind: 'event'; room: number; position: number } | { kind: 'file'; mediaId: string }

/** A session that was shown some of it. */
export interface Covering {
  account: number
  device: number
  /** How many of the targets. */
  covered: number
  /** How many of those only by a row that does not name each event it counts: it may have shown other ones. */
  vague: number
  /** How many rows of it there are in the time, of whatever. */
  reads: number
  firstAtMs: number
  lastAtMs: number
  addresses: string[]
}

/** Everything that was found. */
export interface Coverage {
  add(row: LedgerRow): void
  /** Sessions, those that cover most first; of equals, those that have read least else. */
  ranked(limit: number): Covering[]
  /** How many sessions have read anything, how many have read some of it, how many all of it. */
  counts(): { sessions: number; some: number; all: number }
  /** For each target, in their order: how many sessions were shown it. */
  readers(): number[]
  /** For each target: whether a row names it. */
  named(): boolean[]
  /** There were more sessions than are counted: what is missing is those that came last. */
  readonly isCut: boolean
}

/** Sessions that are told apart; beyond, memory would go. */
const SESSIONS_MAX = 200_000
const ADDRESSES_MAX = 20

interface Session {
  account: number
  device: number
  /** By the place of a target: whether a row names it. */
  shown: Map<number, boolean>
  reads: number
  firstAtMs: number
  lastAtMs: number
  addresses: Set<string>
}

/** Looks for some targets, at most a thousand or so, among rows. */
export function createCoverage(targets: readonly LeakTarget[]): Coverage {
  const sessions = new Map<string, Session>()
  const found = createFinder(targets)
  let isCut = false

  function sessionOf(row: LedgerRow): Session | undefined {
    const key = `${row.account}/${row.device}`
    const known = sessions.get(key)
    if (known !== undefined) return known
    if (sessions.size >= SESSIONS_MAX) {
      isCut = true
      return undefined
    }
    const { account, device, at } = row
    const made: Session = { account, device, shown: new Map(), reads: 0, firstAtMs: at, lastAtMs: at, addresses: new Set() }
    sessions.set(key, made)
    return made
  }

  return {
    add(row) {
      // What nobody is signed in for has no session.
      if (row.account === 0) return
      const session = sessionOf(row)
      if (session === undefined) return
      session.reads += 1
      const shown = found(row)
      if (shown.length === 0) return
      const isFirst = session.shown.size === 0
      session.firstAtMs = isFirst ? row.at : Math.min(session.firstAtMs, row.at)
      session.lastAtMs = isFirst ? row.at : Math.max(session.lastAtMs, row.at)
      if (row.address !== '' && session.addresses.size < ADDRESSES_MAX) session.addresses.add(row.address)
      for (const { index, isVague } of shown) session.shown.set(index, session.shown.get(index) === true || !isVague)
    },
    ranked: (limit) =>
      [...sessions.values()]
        .map(asCovering)
        .filter(({ covered }) => covered > 0)
        .toSorted((a, b) => b.covered - a.covered || a.vague - b.vague || a.reads - b.reads || a.account - b.account || a.device - b.device)
        .slice(0, limit),
    counts() {
      const covered = [...sessions.values()].map(({ shown }) => shown.size)
      return { sessions: covered.length, some: covered.filter((count) => count > 0).length, all: covered.filter((count) => count === targets.length).length }
    },
    readers() {
      const readers = targets.map(() => 0)
      for (const { shown } of sessions.values()) for (const index of shown.keys()) readers[index] = (readers[index] ?? 0) + 1
      return readers
    },
    named() {
      const named = targets.map(() => false)
      for (const { shown } of sessions.values()) for (const [index, isNamed] of shown) if (isNamed) named[index] = true
      return named
    },
    get isCut() {
      return isCut
    },
  }
}

/** Says which of the targets a row shows, by their places in the list. */
function createFinder(targets: readonly LeakTarget[]): (row: LedgerRow) => { index: number; isVague: boolean }[] {
  const rooms = new Map<number, { position: number; index: number }[]>()
  const files = new Map<string, number>()
  targets.forEach((target, index) => {
    if (target.kind === 'file') files.set(target.mediaId, index)
    else rooms.set(target.room, [...(rooms.get(target.room) ?? []), { position: target.position, index }])
  })
  return (row) => {
    if (row.kind === 'media') {
      const index = files.get(row.subject.split(' ', 1)[0] ?? '')
      return index === undefined ? [] : [{ index, isVague: false }]
    }
    const places = row.kind === 'events' && row.to > 0 ? (rooms.get(row.room) ?? []) : []
    const within = places.filter(({ position }) => position >= row.from && position <= row.to)
    if (within.length === 0) return []
    const numbers = numbersOf(row)
    if (numbers === undefined) return within.map(({ index }) => ({ index, isVague: true }))
    const named = new Set(numbers)
    return within.flatMap(({ position, index }) => (named.has(position) ? [{ index, isVague: false }] : []))
  }
}

function asCovering({ shown, addresses, ...session }: Session): Covering {
  const vague = [...shown.values()].filter((isNamed) => !isNamed).length
  return { ...session, covered: shown.size, vague, addresses: [...addresses].toSorted() }
}
