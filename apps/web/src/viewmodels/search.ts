// Search as people see it: what they write, what is found, how far it reaches.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Search, SearchReach } from '../session/search/search.ts'
import type { Hit, IndexedMessage, Question, Span } from '../session/search/types.ts'
import type { Session } from '../session/session.ts'
import type { RoomSummary } from '../session/types.ts'
import { derive } from './derive.ts'
import type { Query } from './search-query.ts'
import { foldName, isEmpty, readQuery } from './search-query.ts'
import type { ConditionWords, SearchSuggest, SuggestSession } from './search-suggest.ts'
import { createSearchSuggest } from './search-suggest.ts'

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string
  isHit: boolean
}

/** A message that was found. */
export interface SearchHit {
  id: string
  roomId: string
  roomName: string
  senderName: string
  sentAtMs: number
  pieces: readonly Piece[]
  /** Where in its file something of it stands. */
  inFile: { name: string; pieces: readonly Piece[] } | undefined
  /** What was said around it, by whom. */
  before: { senderName: string; text: string } | undefined
  after: { senderName: string; text: string } | undefined
}

/** What is seen of a search. */
export interface SearchState {
  text: string
  /** The newest first. */
  hits: readonly SearchHit[]
  total: number
  isSearching: boolean
  /** Conditions that mean nothing, as they were written. */
  unclear: readonly string[]
  /** The server could not be asked, so that rooms that are not encrypted are searched as far as they are here. */
  isLocalOnly: boolean
  reach: SearchReach
}

/** A search. */
export interface SearchModel {
  state: Live<SearchState>
  /** What is offered while one writes. */
  suggest: SearchSuggest
  setText(text: string): void
  /** Shows more of what was found. */
  more(): void
  close(): void
}

type Results = Pick<SearchState, 'text' | 'hits' | 'total' | 'isSearching' | 'unclear' | 'isLocalOnly'>

const PAGE = 30
/** Typing goes on while one writes. */
const ASK_AFTER_MS = 120
const CONTEXT_CHARS = 140
const NOTHING: Results = { text: '', hits: [], total: 0, isSearching: false, unclear: [], isLocalOnly: false }

/** What a search needs. */
export type SearchSession = Pick<Session, 'rooms'> & { search: Pick<Search, 'find' | 'findOnServer' | 'listSenders' | 'describeSender' | 'reach'> }

/** Opens a search. Whoever opens it closes it. */
export function openSearchModel(session: SearchSession & SuggestSession, words: ConditionWords): SearchModel {
  const results = createStore<Results>(() => NOTHING)
  let limit = PAGE
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Only the last question is answered. */
  async function ask(): Promise<void> {
    const turn = (asked += 1)
    const query = readQuery(results.getState().text)
    const set = (next: Partial<Results>): boolean => {
      if (turn !== asked) return false
      results.setState({ unclear: query.unclear, ...next })
      return true
    }
    if (isEmpty(query)) return void set({ hits: [], total: 0, isSearching: false, isLocalOnly: false })
    const question = toQuestion(query, session)
    const found = await session.search.find(question, { offset: 0, limit }).catch(() => ({ hits: [], total: 0 }))
    if (!set({ hits: found.hits.map((hit) => describeHit(hit, session)), total: found.total })) return
    const more = await session.search.findOnServer(question).catch(() => undefined)
    const known = new Set(found.hits.map(({ message }) => message.id))
    const others = (more ?? []).filter(({ message }) => !known.has(message.id))
    const all = [...found.hits, ...others].toSorted((a, b) => b.message.sentAtMs - a.message.sentAtMs)
    set({ hits: all.map((hit) => describeHit(hit, session)), total: found.total + others.length, isSearching: false, isLocalOnly: more === undefined })
  }

  function askSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), ASK_AFTER_MS)
  }

  const suggest = createSearchSuggest(session, words)
  const { live, close } = derive([results, session.search.reach], () => ({ ...results.getState(), reach: session.search.reach.getState() }))
  return {
    state: live,
    suggest,
    setText(text) {
      limit = PAGE
      results.setState({ text, isSearching: text.trim() !== '' })
      askSoon()
    },
    more() {
      limit += PAGE
      askSoon()
    },
    close() {
      clearTimeout(timer)
      asked += 1
      suggest.close()
      close()
    },
  }
}

/** Messages for a box in which one looks for anything: the newest few. */
export async function findMessages(session: SearchSession, text: string, limit: number): Promise<readonly SearchHit[]> {
  const query = readQuery(text)
  if (isEmpty(query)) return []
  const { hits } = await session.search.find(toQuestion(query, session), { offset: 0, limit })
  return hits.map((hit) => describeHit(hit, session))
}

/** The question a query stands for: names become ids. A name that nobody has is answered by nothing. */
export function toQuestion(query: Query, { rooms, search }: SearchSession): Question {
  const all = rooms.all.getState()
  return {
    wanted: query.wanted,
    senders: query.from.length === 0 ? undefined : query.from.flatMap((name) => search.listSenders(name)),
    rooms: query.in.length === 0 ? undefined : query.in.flatMap((name) => all.filter((room) => isNamed(room, name)).map(({ roomId }) => roomId)),
    afterMs: query.afterMs,
    beforeMs: query.beforeMs,
    has: query.has,
  }
}

function isNamed({ name, roomId }: RoomSummary, folded: string): boolean {
  return foldName(name).includes(folded) || foldName(roomId) === folded
}

function describeHit({ message, spans, passage, before, after }: Hit, { rooms, search }: SearchSession): SearchHit {
  const { id, roomId, sender, sentAtMs, text } = message
  const beside = (other: IndexedMessage | undefined): SearchHit['before'] =>
    other === undefined ? undefined : { senderName: search.describeSender(other.roomId, other.sender).name, text: other.text.slice(0, CONTEXT_CHARS) }
  return {
    id,
    roomId,
    roomName: rooms.all.getState().find((room) => room.roomId === roomId)?.name ?? '',
    senderName: search.describeSender(roomId, sender).name,
    sentAtMs,
    pieces: toPieces(text, spans),
    inFile: passage === undefined ? undefined : { name: passage.name, pieces: toPieces(passage.text, passage.spans) },
    before: beside(before),
    after: beside(after),
  }
}

const LEAD_CHARS = 80
const PIECES_CHARS_MAX = 400

/** A text in pieces, from a little before the first hit. */
export function toPieces(text: string, spans: readonly Span[]): Piece[] {
  const first = spans[0]?.start ?? 0
  const begin = first > LEAD_CHARS ? text.lastIndexOf(' ', first - LEAD_CHARS / 2) + 1 : 0
  const end = Math.min(text.length, begin + PIECES_CHARS_MAX)
  const pieces: Piece[] = []
  const add = (from: number, to: number, isHit: boolean): void => {
    if (to > from) pieces.push({ text: text.slice(from, to), isHit })
  }
  let at = begin
  for (const span of spans) {
    if (span.start >= end) break
    add(at, span.start, false)
    add(Math.max(span.start, at), Math.min(span.end, end), true)
    at = Math.min(span.end, end)
  }
  add(at, end, false)
  if (begin > 0) pieces.unshift({ text: '…', isHit: false })
  if (end < text.length) pieces.push({ text: '…', isHit: false })
  return pieces
}
