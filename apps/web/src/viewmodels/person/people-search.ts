// Looking for people: what was typed last is what is asked for, and an answer that comes late is dropped.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { FoundPerson } from '../../session/types.ts'

/** What was found. */
export interface PeopleSearchState {
  term: string
  people: readonly FoundPerson[]
  isLooking: boolean
  /** Whether there are more than are shown. */
  isLimited: boolean
  /** What the server said against it. */
  problem: string | undefined
}

/** A search for people. */
export interface PeopleSearch {
  state: Live<PeopleSearchState>
  setTerm(term: string): void
  close(): void
}

/** The server looks for no less than three letters. */
export const TERM_MIN = 3
const PAUSE_MS = 200
const NOBODY: PeopleSearchState = { term: '', people: [], isLooking: false, isLimited: false, problem: undefined }
const USER_ID = /^@[^:\s]+:\S+$/

/** Begins a search. Oneself is never found. */
export function createPeopleSearch({ directory, userId }: Pick<Session, 'userId'> & { directory: Pick<Session['directory'], 'searchPeople'> }): PeopleSearch {
  const state = createStore<PeopleSearchState>(() => NOBODY)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  async function look(term: string, number: number): Promise<void> {
    try {
      const { people, isLimited } = await directory.searchPeople(term)
      if (number === asked) state.setState({ people: people.filter((each) => each.userId !== userId), isLimited, isLooking: false, problem: undefined })
    } catch (error) {
      if (number === asked) state.setState({ people: [], isLimited: false, isLooking: false, problem: error instanceof Error ? error.message : '' })
    }
  }
  return {
    state,
    setTerm(typed) {
      clearTimeout(timer)
      asked += 1
      const term = typed.trim()
      if (term.length < TERM_MIN) {
        state.setState({ ...NOBODY, term: typed }, true)
        return
      }
      const exact = USER_ID.test(term) && term !== userId ? [{ userId: term, name: term, avatarUrl: undefined, kind: 'agent' as const, organisation: '', title: '', service: '' }] : []
      state.setState({ term: typed, isLooking: true, ...(exact.length > 0 ? { people: exact } : {}) })
      const number = asked
      if (exact.length > 0) state.setState({ isLooking: false, problem: undefined, isLimited: false })
      else timer = setTimeout(() => void look(term, number), PAUSE_MS)
    },
    close: () => clearTimeout(timer),
  }
}
