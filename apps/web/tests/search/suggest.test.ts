// What is offered while Alice writes into the search field.
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { openRecentSearches } from '../../src/session/search/recent.ts'
import type { RoomSummary } from '../../src/session/types.ts'
import { readQuery } from '../../src/viewmodels/search-query.ts'
import { createSearchSuggest } from '../../src/viewmodels/search-suggest.ts'
import { aRoom } from '../_rooms.ts'

const PEOPLE = ['Bob Durand (Interior)', 'Béatrice Roux (Finance)', 'Carol Petit (Finance)'].map((name, at) => ({ userId: `@${at}:chappe.example`, name, avatarUrl: undefined }))
const ROOMS = [aRoom('!budget', { name: 'Budget 2027', lastActivityMs: 2 }), aRoom('!canteen', { name: 'Canteen' }), aRoom('!space', { name: 'Budget', kind: 'space' }), aRoom('!asked', { name: 'Budget of others', membership: 'invite' })]

const foldedName = (name: string): string => name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

function open(recent: readonly string[] = [], words = { from: 'from:', in: 'in:' }) {
  const all = createStore<readonly string[]>(() => recent)
  const noted: string[] = []
  const rooms = { all: createStore<readonly RoomSummary[]>(() => ROOMS), stop: () => undefined }
  const listPeople = (folded: string) => PEOPLE.filter(({ name }) => foldedName(name).split(' ').some((word) => word.startsWith(folded)))
  const suggest = createSearchSuggest({ rooms, search: { listPeople, recent: { all, note: (text) => void noted.push(text), forget: async () => all.setState([], true) } } }, words)
  const offered = (text: string): string[] => {
    suggest.look(text)
    return suggest.state.getState().items.map((item) => item.text)
  }
  return { suggest, offered, noted, all }
}

test('people and rooms are offered as conditions for the word that is being written; spaces and rooms one is not in are none', () => {
  const { offered } = open()
  expect(offered('figures bu')).toEqual(['figures in:"Budget 2027" '])
  expect(offered('b')).toEqual([])
  expect(offered('be')).toEqual(['from:"Béatrice Roux" '])
  expect(offered('ca')).toEqual(['from:"Carol Petit" ', 'in:Canteen '])
  expect(offered('zzz')).toEqual([])
})

test('behind a condition only what it takes is offered, in the words of the screen, and what is taken is understood', () => {
  const { offered } = open([], { from: 'de:', in: 'dans:' })
  expect(offered('de:')).toEqual(['de:"Bob Durand" ', 'de:"Béatrice Roux" ', 'de:"Carol Petit" '])
  expect(offered('from:b')).toEqual(['de:"Bob Durand" ', 'de:"Béatrice Roux" '])
  expect(offered('soupe dans:c')).toEqual(['soupe dans:Canteen '])
  expect(readQuery(offered('soupe dans:bu')[0] ?? '')).toMatchObject({ in: ['budget 2027'], unclear: [] })
  expect([offered('avant:31'), offered('https:bu'), offered('"the bu')]).toEqual([[], [], []])
  expect(offered('"the figures" bu')).toEqual(['"the figures" dans:"Budget 2027" '])
})

test('what was looked for before comes first: all of it in an empty field, what holds the words in another', () => {
  const { offered } = open(['soup', 'bud from:bob', 'roof'])
  expect(offered('')).toEqual(['soup', 'bud from:bob', 'roof'])
  expect(offered('bud')).toEqual(['bud from:bob', 'in:"Budget 2027" '])
  expect(offered('soup')).toEqual([])
})

test('what is read from the browser after Alice has begun to write is offered then', () => {
  const { suggest, offered, all } = open()
  const items = (): string[] => suggest.state.getState().items.map(({ text }) => text)
  expect(offered('')).toEqual([])
  all.setState(['soup'], true)
  expect(items()).toEqual(['soup'])
  suggest.hide()
  all.setState(['soup', 'roof'], true)
  expect(items()).toEqual([])
})

test('the arrows go through the offers and back to the field; what is written anew is offered anew', async () => {
  const { suggest, offered } = open(['soup', 'roof'])
  const at = (): number | undefined => suggest.state.getState().at
  offered('')
  const passed = [1, 1, 1, -1, -1, -1].map((step) => {
    suggest.move(step === 1 ? 1 : -1)
    return at()
  })
  expect(passed).toEqual([0, 1, undefined, 1, 0, undefined])
  suggest.move(1)
  offered('ro')
  expect(at()).toBeUndefined()
  suggest.hide()
  expect(suggest.state.getState().items).toEqual([])
  await suggest.forget()
  expect(offered('')).toEqual([])
})

test('what was meant is kept sealed, the newest first and once; whoever forgets it has nothing of it left', async () => {
  const kept = new Map<string, readonly string[]>([['recent', ['soup', 'roof']]])
  const store: SealedStore<readonly string[]> = {
    all: async () => [...kept],
    get: async (name) => kept.get(name),
    set: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
  const recent = openRecentSearches(store)
  recent.note(' roof ')
  await Promise.resolve()
  await expect.poll(() => recent.all.getState()).toEqual(['roof', 'soup'])
  recent.note('figures')
  recent.note('  ')
  await expect.poll(() => kept.get('recent')).toEqual(['figures', 'roof', 'soup'])
  await recent.forget()
  expect([recent.all.getState(), kept.size]).toEqual([[], 0])
})
