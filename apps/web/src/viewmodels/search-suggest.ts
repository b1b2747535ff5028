// What is offered while somebody writes into the search field: people and rooms as conditions, and what was looked for before.
import { personNameOf } from '@chappe/policy'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Search } from '../session/search/search.ts'
import type { Session } from '../session/session.ts'
import type { Person, RoomSummary } from '../session/types.ts'
import { fold, rank } from './matching.ts'
import { conditionOf } from './search-query.ts'

/** Something that is offered. `text`: what stands in the field once it is taken. */
export type Suggestion = { text: string } & ({ kind: 'recent' } | { kind: 'person'; person: Person } | { kind: 'room'; room: RoomSummary })

/** How conditions are written in the language of the screen: `from:`, `dans:`. */
export interface ConditionWords {
  from: string
  in: string
}

/** What is offered at the moment. */
export interface SuggestState {
  items: readonly Suggestion[]
  /** Which of them Enter means; undefined: what was written. */
  at: number | undefined
}

/** The offers. */
export interface SearchSuggest {
  state: Live<SuggestState>
  /** Offers what fits a text. */
  look(text: string): void
  move(step: 1 | -1): void
  /** Offers nothing until something is written. */
  hide(): void
  /** Keeps a question that was meant. */
  note(text: string): void
  /** Forgets what was looked for. */
  forget(): Promise<void>
  close(): void
}

const EACH_MAX = 3
const WORD_MIN = 2
/** At the end of a text: a word, and the condition that it stands in. */
const WORD = /(?:^|\s)(?:(\p{L}+):)?([^\s"“”«»:]*)$/u
const RECENT_MAX = 6
const NOTHING: SuggestState = { items: [], at: undefined }

/** What offering needs. */
export type SuggestSession = Pick<Session, 'rooms'> & { search: Pick<Search, 'listPeople' | 'recent'> }

/** Makes the offers over a session. */
export function createSearchSuggest({ rooms, search }: SuggestSession, words: ConditionWords): SearchSuggest {
  const state = createStore<SuggestState>(() => NOTHING)
  /** What is offered for; undefined while nothing is. */
  let looked: string | undefined
  function look(text: string): void {
    looked = text
    state.setState({ items: suggest(text, { rooms: rooms.all.getState(), listPeople: search.listPeople, recent: search.recent.all.getState(), words }), at: undefined }, true)
  }
  function hide(): void {
    looked = undefined
    state.setState(NOTHING, true)
  }
  // What was kept may be read when somebody has begun to write already.
  const close = search.recent.all.subscribe(() => (looked === undefined ? undefined : look(looked)))
  return {
    state,
    look,
    move(step) {
      const { items, at } = state.getState()
      if (items.length === 0) return
      // Beyond the last of them is the field itself.
      const next = (at ?? -1) + step
      state.setState({ at: next < -1 ? items.length - 1 : next < 0 || next >= items.length ? undefined : next })
    },
    hide,
    note: search.recent.note,
    async forget() {
      hide()
      await search.recent.forget()
    },
    close,
  }
}

/** What offers are made of. */
export interface SuggestFrom {
  rooms: readonly RoomSummary[]
  listPeople: Search['listPeople']
  recent: readonly string[]
  words: ConditionWords
}

/** What fits a text: for its last word people and rooms, for all of it what was looked for before. */
export function suggest(text: string, { rooms, listPeople, recent, words }: SuggestFrom): readonly Suggestion[] {
  const whole = fold(text)
  const earlier = recent.filter((each) => each !== text.trim() && fold(each).includes(whole)).slice(0, whole === '' ? RECENT_MAX : EACH_MAX)
  const offers = earlier.map((each): Suggestion => ({ kind: 'recent', text: each }))
  const { before, condition, word } = lastWordOf(text)
  if (word === '' && condition === undefined) return offers
  const people = condition === 'in' ? [] : listPeople(word).slice(0, EACH_MAX)
  const fitting = condition === 'from' ? [] : roomsThatFit(rooms, word)
  const written = (said: string, name: string): string => `${before}${said}${quoted(name)} `
  return [
    ...offers,
    ...people.map((person): Suggestion => ({ kind: 'person', person, text: written(words.from, personNameOf(person.name)) })),
    ...fitting.map((room): Suggestion => ({ kind: 'room', room, text: written(words.in, room.name) })),
  ]
}

/** The word that is being written, with the condition that it stands in and what stands before both. A phrase is meant as it stands. */
function lastWordOf(text: string): { before: string; condition: 'from' | 'in' | undefined; word: string } {
  const isInPhrase = text.split(/["“”«»]/).length % 2 === 0
  const [, key, typed = ''] = (isInPhrase ? undefined : WORD.exec(text)) ?? []
  const condition = key === undefined ? undefined : conditionOf(key)
  const before = text.slice(0, text.length - typed.length - (key === undefined ? 0 : key.length + 1))
  if (condition === 'from' || condition === 'in') return { before, condition, word: fold(typed) }
  return { before, condition: undefined, word: key === undefined && typed.length >= WORD_MIN ? fold(typed) : '' }
}

function roomsThatFit(rooms: readonly RoomSummary[], word: string): readonly RoomSummary[] {
  return rooms
    .flatMap((room) => {
      const score = room.kind === 'space' || room.membership !== 'join' || room.isOfServer ? undefined : rank(room.name, word)
      return score === undefined || score < 2 ? [] : [{ room, score }]
    })
    .toSorted((a, b) => b.score - a.score || b.room.lastActivityMs - a.room.lastActivityMs)
    .slice(0, EACH_MAX)
    .map(({ room }) => room)
}

/** A name as a condition takes it. */
function quoted(name: string): string {
  const plain = name.replaceAll(/["“”«»]/g, '').trim()
  return /\s/.test(plain) ? `"${plain}"` : plain
}
