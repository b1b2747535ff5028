// One box for rooms, people, commands and messages.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FoundPerson, RoomSummary } from '../src/session/types.ts'
import { fold, rank } from '../src/viewmodels/matching.ts'
import { createPeopleSearch } from '../src/viewmodels/person/people-search.ts'
import type { SwitcherCommand, SwitcherItem } from '../src/viewmodels/switcher.ts'
import { createSwitcher, findItems } from '../src/viewmodels/switcher.ts'
import { aFind, aRoom } from './_rooms.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const commands: SwitcherCommand[] = [{ id: 'room', name: 'New room', run: () => undefined }, { id: 'settings', name: 'Settings', run: () => undefined }]
const nameOf = (item: SwitcherItem): string =>
  item.kind === 'room' ? item.room.roomId : item.kind === 'person' ? item.person.userId : item.kind === 'command' ? `>${item.command.id}` : 'messages'
const find = (term: string, rooms: readonly RoomSummary[], people: readonly FoundPerson[] = []): string[] => findItems({ term, rooms, people, commands, nowMs: 0 }).map(nameOf)

test('names fit by the beginnings of their words, without accents; the better they fit the higher', () => {
  expect(fold('  Éléonore  DÜRER ')).toBe('eleonore durer')
  expect(['Été', 'Été 2027', 'Plan d’été', 'Rété', 'Hiver'].map((name) => rank(name, 'ete'))).toEqual([4, 3, 2, 1, undefined])
  expect(rank('Budget of the ministry', 'min bud')).toBe(2)
})

test('without a word: where something waits, then where something was said last', () => {
  const rooms = [aRoom('!old', { lastActivityMs: -9e9 }), aRoom('!waits', { mentionCount: 1, lastActivityMs: -9e9 }), aRoom('!new')]
  expect(find('', rooms)).toEqual(['!waits', '!new', '!old'])
})

test('rooms, then people one does not talk with yet, then commands, then the messages', () => {
  const rooms = [aRoom('!r', { name: 'Set of rules', lastActivityMs: -9e9 }), aRoom('!bob', { name: 'Seth', kind: 'person', directUserId: '@seth:x' })]
  expect(find('set', rooms, [aFind('@seth:x'), aFind('@sety:x')])).toEqual(['!bob', '!r', '@sety:x', '>settings', 'messages'])
})

test('behind > stand commands alone', () => {
  expect(find('>', [aRoom('!r')])).toEqual(['>room', '>settings'])
  expect(find('> set', [aRoom('!settings')])).toEqual(['>settings'])
})

test('the arrows go round; what is typed begins anew; people come when the server has answered', async () => {
  const directory = { searchPeople: (term: string) => Promise.resolve({ people: [aFind(`@${term}:x`), aFind('@alice:x')], isLimited: false }) }
  const all = createStore<readonly RoomSummary[]>(() => [aRoom('!bobs', { name: "Bob's", lastActivityMs: -9e9 }), aRoom('!bob2', { name: 'Bobbin' })])
  const switcher = createSwitcher({ rooms: { all, stop: () => undefined }, userId: '@alice:x', directory } as never, { commands, now: () => 0 })
  switcher.setTerm('bob')
  expect(switcher.state.getState().isLooking).toBe(true)
  switcher.move(-1)
  expect(switcher.state.getState().at).toBe(2)
  await vi.advanceTimersByTimeAsync(300)
  expect(switcher.state.getState().items.map(nameOf)).toEqual(['!bob2', '!bobs', '@bob:x', 'messages'])
  switcher.setTerm('bobb')
  expect(switcher.state.getState().at).toBe(0)
  switcher.close()
})

test('an answer to what was typed before is dropped, and so is oneself; too few letters ask for nothing', async () => {
  const answers: ((people: readonly FoundPerson[]) => void)[] = []
  const asked: string[] = []
  const directory = {
    searchPeople: (term: string) => {
      asked.push(term)
      return new Promise<{ people: readonly FoundPerson[]; isLimited: boolean }>((resolve) => answers.push((people) => resolve({ people, isLimited: false })))
    },
  }
  const search = createPeopleSearch({ directory, userId: '@alice:x' })
  search.setTerm('bo')
  await vi.advanceTimersByTimeAsync(300)
  search.setTerm('bob')
  await vi.advanceTimersByTimeAsync(300)
  search.setTerm('bobby')
  await vi.advanceTimersByTimeAsync(300)
  expect(asked).toEqual(['bob', 'bobby'])
  answers[1]?.([aFind('@bobby:x'), aFind('@alice:x')])
  answers[0]?.([aFind('@bob:x')])
  await vi.advanceTimersByTimeAsync(0)
  expect(search.state.getState().people.map(({ userId }) => userId)).toEqual(['@bobby:x'])
  search.setTerm('')
  expect(search.state.getState().people).toEqual([])
})

test('a whole user id is somebody, without asking; a server that refuses is quoted', async () => {
  const search = createPeopleSearch({ userId: '@alice:x', directory: { searchPeople: () => Promise.reject(new Error('Your kind of account does not have that here')) } })
  search.setTerm('@bob:elsewhere.example')
  expect(search.state.getState().people.map(({ userId }) => userId)).toEqual(['@bob:elsewhere.example'])
  search.setTerm('bob')
  await vi.advanceTimersByTimeAsync(300)
  expect(search.state.getState()).toMatchObject({ people: [], isLooking: false, problem: 'Your kind of account does not have that here' })
})
