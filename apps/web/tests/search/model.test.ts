// Search as people see it, over a session that holds a few rooms.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createSearchIndex } from '../../src/session/search/search-index.ts'
import type { Hit, IndexedMessage } from '../../src/session/search/types.ts'
import type { RoomSummary } from '../../src/session/types.ts'
import type { SearchSession } from '../../src/viewmodels/search.ts'
import type { SuggestSession } from '../../src/viewmodels/search-suggest.ts'
import { findMessages, openSearchModel, toPieces } from '../../src/viewmodels/search.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NAMES: Readonly<Record<string, string>> = { '@alice:x': 'Alice Martin', '@bob:x': 'Bob Durand' }
const say = (id: string, roomId: string, sender: string, text: string): IndexedMessage => ({ id, roomId, sender, sentAtMs: Number(id.slice(1)), text, has: [] })
const hit = (message: IndexedMessage): Hit => ({ message, spans: [], before: undefined, after: undefined })

function createSession(onServer: () => Promise<readonly Hit[]> = async () => []): SearchSession & SuggestSession {
  const index = createSearchIndex({ messagesMax: 100, charsMax: 10_000 })
  const said = [
    say('$1', '!budget', '@alice:x', 'the figures are in'),
    say('$2', '!budget', '@bob:x', 'good figures'),
    say('$3', '!canteen', '@bob:x', 'figures of speech'),
  ]
  for (const message of said) index.put(message)
  const rooms = [{ roomId: '!budget', name: 'Budget 2026' }, { roomId: '!canteen', name: 'Cantine' }] as RoomSummary[]
  return {
    rooms: { all: createStore<readonly RoomSummary[]>(() => rooms), stop: () => undefined } as SearchSession['rooms'],
    search: {
      reach: createStore(() => ({ messages: 3, rooms: { done: 1, all: 2 } })),
      find: async (question, page) => index.find(question, page),
      findOnServer: onServer,
      listSenders: (folded) => Object.keys(NAMES).filter((userId) => userId.includes(folded)),
      listPeople: () => [],
      recent: { all: createStore<readonly string[]>(() => []), note: () => undefined, forget: async () => undefined },
      describeSender: (_roomId, userId) => ({ userId, name: NAMES[userId] ?? userId, avatarUrl: undefined }),
    },
  }
}

async function search(session: SearchSession & SuggestSession, ...texts: string[]) {
  const model = openSearchModel(session, { from: 'from:', in: 'in:' })
  for (const text of texts) model.setText(text)
  await vi.advanceTimersByTimeAsync(1000)
  const state = model.state.getState()
  model.close()
  return state
}

test('names of people and rooms are understood, and a name that nobody has finds nothing', async () => {
  const ids = async (text: string): Promise<string[]> => (await search(createSession(), text)).hits.map(({ id }) => id)
  expect(await ids('figures')).toEqual(['$3', '$2', '$1'])
  expect(await ids('figures from:bob')).toEqual(['$3', '$2'])
  expect(await ids('in:cantine')).toEqual(['$3'])
  expect(await ids('in:"budget 2026" de:alice')).toEqual(['$1'])
  expect(await ids('figures from:nobody')).toEqual([])
  expect(await ids('figures in:nowhere')).toEqual([])
})

test('what the server finds besides is put in its place, once', async () => {
  const other = hit(say('$2.5', '!open', '@bob:x', 'figures in the open'))
  const state = await search(createSession(async () => [other, hit(say('$2', '!budget', '@bob:x', 'good figures'))]), 'figures')
  expect(state.hits.map(({ id }) => id)).toEqual(['$3', '$2.5', '$2', '$1'])
  expect([state.total, state.isSearching, state.isLocalOnly]).toEqual([4, false, false])
})

test('where the server cannot be asked, what is here is found and this is said', async () => {
  const state = await search(createSession(async () => Promise.reject(new TypeError('no'))), 'figures')
  expect([state.hits.length, state.isLocalOnly, state.isSearching]).toEqual([3, true, false])
})

test('only the last of what is typed is answered', async () => {
  const session = createSession()
  const find = vi.spyOn(session.search, 'find')
  const state = await search(session, 'f', 'fi', 'good')
  expect([state.hits.map(({ id }) => id), find.mock.calls.length]).toEqual([['$2'], 1])
})

test('the quick switcher gets the newest few', async () => {
  expect((await findMessages(createSession(), 'figur', 2)).map(({ id, roomName, senderName }) => [id, roomName, senderName])).toEqual([
    ['$3', 'Cantine', 'Bob Durand'],
    ['$2', 'Budget 2026', 'Bob Durand'],
  ])
  expect(await findMessages(createSession(), '  ', 2)).toEqual([])
})

test('a long text is shown from a little before what was found in it', () => {
  const text = `${'before '.repeat(60)}here it is${' after'.repeat(100)}`
  const start = text.indexOf('here')
  const pieces = toPieces(text, [{ start, end: start + 4 }])
  expect(pieces.filter(({ isHit }) => isHit)).toEqual([{ text: 'here', isHit: true }])
  expect([pieces[0]?.text, pieces.at(-1)?.text]).toEqual(['…', '…'])
  expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(450)
})

test('a hit inside a file says which, and shows the passage', async () => {
  const message = say('$4', '!budget', '@alice:x', 'plan.pdf')
  const passage = { name: 'plan.pdf', text: 'the harvest is counted', spans: [{ start: 4, end: 11 }] }
  const session = createSession(async () => [{ message, spans: [], passage, before: undefined, after: undefined }])
  const { hits } = await search(session, 'harvest')
  expect(hits.map(({ id, pieces, inFile }) => [id, pieces, inFile])).toEqual([
    ['$4', [{ text: 'plan.pdf', isHit: false }], { name: 'plan.pdf', pieces: [{ text: 'the ', isHit: false }, { text: 'harvest', isHit: true }, { text: ' is counted', isHit: false }] }],
  ])
})
