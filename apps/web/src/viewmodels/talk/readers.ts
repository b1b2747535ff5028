// Who reads what is written in a room, and the question that comes before something is written for everybody.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { RoomPeople, RoomStandings, RoomSummary } from '../../session/types.ts'

/** Who reads what is written here. */
export interface Readers {
  count: number
  /** The names of their organisations, the largest first; none until the server has said. */
  organisations: readonly string[]
  externals: number
  /** People of other servers. */
  elsewhere: number
  isEncrypted: boolean
  isOpen: boolean
  /** How many may come into an open room and read; undefined where that is not known. */
  audience: number | undefined
  /** The names of the organisations that an open room is for; undefined: it is for all agents. Empty until they are known. */
  audienceOf: readonly string[] | undefined
  /** For how many days what is written here is kept, where that is not long. */
  keptDays?: number | undefined
}

/** How long what is said in a room is kept. */
export interface Kept {
  days: number
  /** Who said so in the room; undefined: it is the rule of the service. */
  by: { name: string; atMs: number } | undefined
}

/** Longer than this nobody counts on while they write. */
const KEPT_SAID_DAYS = 365

/** How long what is said in a room is kept; undefined: for ever. The server knows what holds; until it says, the room's word does. */
export function keptOf(room: Pick<RoomSummary, 'keptDays' | 'keptBy'> | undefined, standings: Pick<RoomStandings, 'keptDays'> | undefined): Kept | undefined {
  const days = standings === undefined ? room?.keptDays : standings.keptDays
  return days === undefined ? undefined : { days, by: room?.keptDays === days ? room.keptBy : undefined }
}

/** What is known of the readers of a room. */
export function readersOf(room: RoomSummary | undefined, people: RoomPeople, standings: RoomStandings | undefined): Readers {
  return {
    count: people.count,
    organisations: standings?.organisations.map(({ name }) => name) ?? [],
    externals: standings?.externals ?? 0,
    elsewhere: standings?.elsewhere ?? 0,
    isEncrypted: room?.isEncrypted ?? true,
    isOpen: room?.isOpen ?? false,
    audience: room?.isOpen === true ? standings?.audience : undefined,
    keptDays: saidDays(keptOf(room, standings)),
    audienceOf: room?.isOpen === true && room.audience !== undefined ? (standings?.audienceOf?.map(({ name }) => name) ?? []) : undefined,
  }
}

function saidDays(kept: Kept | undefined): number | undefined {
  return kept !== undefined && kept.days <= KEPT_SAID_DAYS ? kept.days : undefined
}

/** Asks the server who the people of a room are: at once, and again when others are in it, it is for others, or keeps for longer. */
export function followStandings({ directory, rooms }: Pick<Session, 'directory' | 'rooms'>, roomId: string, people: Live<RoomPeople>): { live: Live<RoomStandings | undefined>; close(): void } {
  const live = createStore<RoomStandings | undefined>(() => undefined)
  let timer: ReturnType<typeof setTimeout> | undefined
  let known = ''
  const ofRoom = (): RoomSummary | undefined => rooms.all.getState().find((room) => room.roomId === roomId)
  const ask = (): void => {
    timer = undefined
    known = fingerprintOf(people.getState(), ofRoom())
    // Who is not in is told nothing of the others.
    if (ofRoom()?.membership !== 'join') return
    // Where the server does not answer, the line says what the room itself tells.
    directory.standingsOf(roomId).then(
      (standings) => live.setState(standings, true),
      () => undefined,
    )
  }
  const look = (): void => {
    if (fingerprintOf(people.getState(), ofRoom()) !== known) timer ??= setTimeout(ask, SETTLE_MS)
  }
  const ends = [people.subscribe(look), rooms.all.subscribe(look)]
  ask()
  return {
    live,
    close() {
      clearTimeout(timer)
      for (const end of ends) end()
    },
  }
}

/** People come in by many at a time: the server is asked once they have. */
const SETTLE_MS = 500

function fingerprintOf({ count, members }: RoomPeople, room: RoomSummary | undefined): string {
  return `${room?.audience?.join(' ') ?? ''} ${room?.keptDays ?? ''} ${count} ${members.length} ${members.map(({ userId, membership }) => `${userId}${membership}`).join(' ')}`
}

/** What is about to be sent; `told`: something that tells many people at once. */
export type Sendable = 'message' | 'file' | 'told'

/** A question that waits for an answer. */
export interface SendQuestion {
  roomId: string
  roomName: string
  what: Sendable
  /** How many organisations the room is for; undefined: it is for all agents. */
  organisations: number | undefined
  /** How many people are told at once. */
  told?: number
}

/** Asks before something is sent where everybody can read it. */
export interface SendGuard {
  /** The question that is shown now. */
  question: Live<SendQuestion | undefined>
  /** Whether it may go out: at once where it is encrypted, or was confirmed lately; otherwise when somebody has answered. */
  confirmSend(roomId: string, what: Sendable): Promise<boolean>
  /** Whether so many people may be told at once: asks where they are many. */
  confirmTold(roomId: string, count: number): Promise<boolean>
  answer(isYes: boolean): void
}

/** Under this type stands, for all devices of an account, when it last confirmed for which room. */
export const CONFIRMED_TYPE = 'org.chappe.open_rooms_confirmed'
const CONFIRMED_FOR_MS = 30 * 24 * 60 * 60 * 1000
const ROOMS_KEPT = 200
const TOLD_WITHOUT_ASKING = 10

/** Makes the guard over a session. */
export function createSendGuard({ rooms, accountData }: Pick<Session, 'rooms' | 'accountData'>, now: () => number = Date.now): SendGuard {
  const question = createStore<SendQuestion | undefined>(() => undefined)
  const confirmed = accountData.follow(CONFIRMED_TYPE)
  let decide: ((isYes: boolean) => void) | undefined
  function settle(isYes: boolean): void {
    decide?.(isYes)
    decide = undefined
    question.setState(undefined, true)
  }
  /** One question at a time: what was asked before is taken for a no. */
  function ask(next: SendQuestion): Promise<boolean> {
    settle(false)
    return new Promise((resolve) => {
      decide = resolve
      question.setState(next, true)
    })
  }
  return {
    question,
    async confirmTold(roomId, count) {
      if (count <= TOLD_WITHOUT_ASKING) return true
      const room = rooms.all.getState().find((each) => each.roomId === roomId)
      return ask({ roomId, roomName: room?.name ?? '', what: 'told', organisations: undefined, told: count })
    },
    async confirmSend(roomId, what) {
      const room = rooms.all.getState().find((each) => each.roomId === roomId)
      if (room === undefined || room.isEncrypted || !room.isOpen) return true
      const confirmedAtMs = confirmationsOf(confirmed.getState()).get(roomId) ?? Number.NEGATIVE_INFINITY
      if (what === 'message' && now() - confirmedAtMs < CONFIRMED_FOR_MS) return true
      const isYes = await ask({ roomId, roomName: room.name, what, organisations: room.audience?.length })
      if (isYes) void accountData.set(CONFIRMED_TYPE, withConfirmation(confirmed.getState(), roomId, now())).catch(() => undefined)
      return isYes
    },
    answer: settle,
  }
}

function confirmationsOf({ rooms }: Readonly<Record<string, unknown>>): Map<string, number> {
  const entries: [string, unknown][] = typeof rooms === 'object' && rooms !== null ? Object.entries(rooms) : []
  return new Map(entries.flatMap(([roomId, at]) => (typeof at === 'number' ? [[roomId, at] as const] : [])))
}

function withConfirmation(content: Readonly<Record<string, unknown>>, roomId: string, atMs: number): Readonly<Record<string, unknown>> {
  const all = [...confirmationsOf(content).set(roomId, atMs)].toSorted(([, a], [, b]) => b - a)
  return { ...content, rooms: Object.fromEntries(all.slice(0, ROOMS_KEPT)) }
}
