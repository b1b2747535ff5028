// Finding rooms that one is not in: those that are published, those of a space, and one whose address somebody gave.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { FoundRoom } from '../../session/types.ts'

/** What was found. */
export interface ExploreState {
  term: string
  rooms: readonly FoundRoom[]
  /** Whether there are more to fetch. */
  hasMore: boolean
  isLooking: boolean
  /** Why nothing was found, in the server's words; empty where it was not reached. */
  problem: string | undefined
}

/** Finding rooms. */
export interface ExploreModel {
  state: Live<ExploreState>
  setTerm(term: string): void
  /** The rooms of a space; undefined: the published ones. */
  openSpace(spaceId: string | undefined): void
  more(): void
  close(): void
}

const PAUSE_MS = 250
const ADDRESS = /^[#!][^:\s]+(?::\S+)?$/

/** Begins to look. Answers that come late are dropped. */
export function createExplore({ directory }: { directory: Pick<Session['directory'], 'searchRooms' | 'findRoom' | 'listSpace'> }): ExploreModel {
  const state = createStore<ExploreState>(() => ({ term: '', rooms: [], hasMore: false, isLooking: true, problem: undefined }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let number = 0
  let next: string | undefined
  let spaceId: string | undefined

  async function fetchRooms(term: string, from: string | undefined): Promise<{ rooms: readonly FoundRoom[]; next: string | undefined }> {
    if (spaceId !== undefined) return { rooms: spaceRooms(await directory.listSpace(spaceId), { spaceId, term }), next: undefined }
    if (!ADDRESS.test(term)) return directory.searchRooms(term, from)
    const room = await directory.findRoom(term)
    return { rooms: room === undefined ? [] : [room], next: undefined }
  }
  async function look(from?: string): Promise<void> {
    number += 1
    const mine = number
    const { term, rooms } = state.getState()
    state.setState({ isLooking: true, problem: undefined })
    try {
      const found = await fetchRooms(term.trim(), from)
      if (mine !== number) return
      next = found.next
      state.setState({ rooms: from === undefined ? found.rooms : [...rooms, ...found.rooms], hasMore: next !== undefined, isLooking: false })
    } catch (error) {
      if (mine === number) state.setState({ rooms: from === undefined ? [] : rooms, hasMore: false, isLooking: false, problem: error instanceof Error ? error.message : '' })
    }
  }
  return {
    state,
    setTerm(term) {
      clearTimeout(timer)
      state.setState({ term })
      timer = setTimeout(() => void look(), PAUSE_MS)
    },
    openSpace(id) {
      spaceId = id
      state.setState({ term: '', rooms: [] })
      void look()
    },
    more() {
      if (next !== undefined && !state.getState().isLooking) void look(next)
    },
    close: () => clearTimeout(timer),
  }
}

/** The rooms of a space without itself, in its order, and under a term. */
function spaceRooms(rooms: readonly FoundRoom[], { spaceId, term }: { spaceId: string; term: string }): readonly FoundRoom[] {
  const wanted = term.toLowerCase()
  return rooms.filter((room) => room.roomId !== spaceId && (wanted === '' || room.name.toLowerCase().includes(wanted)))
}
