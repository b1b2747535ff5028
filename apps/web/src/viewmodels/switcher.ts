// One box for everything: rooms, people, commands, and what was said. What is near comes first, what the server has to be
// asked for comes after it.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Session } from '../session/session.ts'
import type { FoundPerson, RoomSummary } from '../session/types.ts'
import { fold, rank } from './matching.ts'
import { createPeopleSearch } from './person/people-search.ts'

/** Something that can be done from the box. */
export interface SwitcherCommand {
  id: string
  /** As it is called, in the language of the screen. */
  name: string
  run(): void
}

/** Something that was found. */
export type SwitcherItem =
  | { kind: 'room'; room: RoomSummary }
  | { kind: 'person'; person: FoundPerson }
  | { kind: 'command'; command: SwitcherCommand }
  | { kind: 'messages'; term: string }

/** The box. */
export interface SwitcherState {
  term: string
  items: readonly SwitcherItem[]
  /** Which of them Enter means. */
  at: number
  isLooking: boolean
}

/** The box. */
export interface SwitcherModel {
  state: Live<SwitcherState>
  setTerm(term: string): void
  move(step: 1 | -1): void
  close(): void
}

const ROOMS = 12
const PEOPLE = 6
const COMMANDS = 6

/** Opens the box over a session; `>` before what is typed leaves commands only. */
export function createSwitcher(
  session: Pick<Session, 'rooms' | 'userId' | 'directory'>,
  { commands, now = Date.now }: { commands: readonly SwitcherCommand[]; now?: () => number },
): SwitcherModel {
  const people = createPeopleSearch(session)
  const state = createStore<SwitcherState>(() => ({ term: '', items: itemsOf(''), at: 0, isLooking: false }))
  function itemsOf(term: string): readonly SwitcherItem[] {
    return findItems({ term, rooms: session.rooms.all.getState(), people: people.state.getState().people, commands, nowMs: now() })
  }
  function look(): void {
    const { term, at } = state.getState()
    const items = itemsOf(term)
    state.setState({ items, at: Math.min(at, Math.max(items.length - 1, 0)), isLooking: people.state.getState().isLooking })
  }
  const ends = [people.state.subscribe(look), session.rooms.all.subscribe(look)]
  return {
    state,
    setTerm(term) {
      state.setState({ term, at: 0 })
      people.setTerm(term.startsWith('>') ? '' : term)
      look()
    },
    move(step) {
      const { at, items } = state.getState()
      if (items.length > 0) state.setState({ at: (at + step + items.length) % items.length })
    },
    close() {
      people.close()
      for (const end of ends) end()
    },
  }
}

/** What fits a term: without one, the rooms where something happened last. */
export function findItems({
  term,
  rooms,
  people,
  commands,
  nowMs,
}: {
  term: string
  rooms: readonly RoomSummary[]
  people: readonly FoundPerson[]
  commands: readonly SwitcherCommand[]
  nowMs: number
}): readonly SwitcherItem[] {
  const typed = term.trim()
  const wanted = fold(typed.replace(/^>/, ''))
  const fitting = commands.flatMap((command) => {
    const score = rank(command.name, wanted)
    return wanted === '' ? (typed === '>' ? [{ command, score: 0 }] : []) : score === undefined ? [] : [{ command, score }]
  })
  const commandItems = fitting.toSorted((a, b) => b.score - a.score).slice(0, typed.startsWith('>') ? commands.length : COMMANDS).map(({ command }): SwitcherItem => ({ kind: 'command', command }))
  if (typed.startsWith('>')) return commandItems
  const shown = rooms.filter(({ isReplaced }) => !isReplaced).flatMap((room) => {
    const score = wanted === '' ? 0 : rank(room.name, wanted)
    return score === undefined ? [] : [{ room, score: score + nearness(room, nowMs) }]
  })
  const roomItems = shown.toSorted((a, b) => b.score - a.score || b.room.lastActivityMs - a.room.lastActivityMs).slice(0, ROOMS).map(({ room }): SwitcherItem => ({ kind: 'room', room }))
  // Whom one talks with already stands among the rooms, unless it is by what they do that they are found.
  const talkedWith = new Set(roomItems.flatMap((item) => (item.kind === 'room' && item.room.membership === 'join' && item.room.directUserId !== undefined ? [item.room.directUserId] : [])))
  const personItems = people.filter(({ userId }) => !talkedWith.has(userId)).slice(0, PEOPLE).map((person): SwitcherItem => ({ kind: 'person', person }))
  const messageItems: SwitcherItem[] = typed === '' ? [] : [{ kind: 'messages', term: typed }]
  return [...roomItems, ...personItems, ...commandItems, ...messageItems]
}

const DAY_MS = 24 * 60 * 60 * 1000

/** What waits for one, and what one was in lately, stands before what fits as well. */
function nearness(room: RoomSummary, nowMs: number): number {
  const waits = room.mentionCount > 0 ? 0.3 : room.unreadCount > 0 ? 0.2 : 0
  const isLate = room.isArchived || room.tags.includes('m.lowpriority') ? -0.2 : 0
  const days = Math.max(nowMs - room.lastActivityMs, 0) / DAY_MS
  return waits + isLate + 0.2 / (1 + days)
}
