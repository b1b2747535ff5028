// Alice looks at somebody whom a message names.
import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import { NOTHING_KNOWN } from '../src/session/person/about.ts'
import type { PrivacyWishes } from '../src/session/person/privacy.ts'
import type { FoundPerson } from '../src/session/types.ts'
import { createPersonCard } from '../src/viewmodels/person/person-card.ts'
import { aFind, aRoom } from './_rooms.ts'

const BOB = '@bob:chappe.test'
const ROOMS = [aRoom('!budget:chappe.test', { name: 'Budget', kind: 'room' }), aRoom('!talk:chappe.test', { kind: 'person', directUserId: BOB }), aRoom('!other:chappe.test', { kind: 'room' })]

function open(search: (term: string) => Promise<readonly FoundPerson[]>) {
  const state = createStore<PrivacyWishes>(() => ({ showsRead: true, showsTyping: true, ignored: [] }))
  const model = createPersonCard({
    userId: '@alice:chappe.test',
    openTalk: (userId) => Promise.resolve(`!with ${userId}`),
    directory: {
      searchPeople: async (term) => ({ people: await search(term), isLimited: false }),
      commonRoomsWith: async (userId) => (userId === BOB ? ['!budget:chappe.test', '!talk:chappe.test', '!unknown:chappe.test'] : []),
    },
    rooms: { all: createStore(() => ROOMS) },
    profile: { aboutOf: (userId) => Promise.resolve({ ...NOTHING_KNOWN, status: userId === BOB ? 'in Lyon' : '' }) },
    privacy: {
      state,
      ignore: async (userId) => state.setState({ ignored: [...state.getState().ignored, userId] }),
      unignore: async (userId) => state.setState({ ignored: state.getState().ignored.filter((each) => each !== userId) }),
    },
  })
  return { model, card: () => model.state.getState() }
}

test('the directory says who Bob is, whatever the message called him', async () => {
  const { model, card } = open(async () => [aFind('@bobby:chappe.test'), aFind(BOB, { name: 'Bob Durand (Interior)', kind: 'external', organisation: 'Acme' })])
  model.open({ userId: BOB, name: 'The Minister' })
  expect(card()).toMatchObject({ person: { name: 'The Minister' }, known: undefined })
  await expect.poll(card).toMatchObject({ person: { name: 'Bob Durand (Interior)' }, known: { kind: 'external', organisation: 'Acme' }, about: { status: 'in Lyon' }, common: [{ roomId: '!budget:chappe.test', name: 'Budget' }], isMe: false, isIgnored: false })
  expect(await model.openTalk()).toBe(`!with ${BOB}`)
})

test('his messages are hidden, and shown again', async () => {
  const { model, card } = open(async () => [])
  model.open({ userId: BOB })
  await model.setIgnored(true)
  expect(card()?.isIgnored).toBe(true)
  await model.setIgnored(false)
  expect(card()?.isIgnored).toBe(false)
})

test('an answer about Bob that comes when Carol is looked at says nothing of her; one that never comes leaves her name', async () => {
  const answers = new Map<string, PromiseWithResolvers<readonly FoundPerson[]>>()
  const { model, card } = open((term) => {
    const asked = Promise.withResolvers<readonly FoundPerson[]>()
    answers.set(term, asked)
    return asked.promise
  })
  model.open({ userId: BOB })
  model.open({ userId: '@carol:chappe.test', name: 'Carol' })
  answers.get(BOB)?.resolve([aFind(BOB, { name: 'Bob Durand' })])
  answers.get('@carol:chappe.test')?.reject(new Error('no server'))
  await new Promise((done) => setTimeout(done, 0))
  expect(card()).toMatchObject({ person: { userId: '@carol:chappe.test', name: 'Carol' }, known: undefined })
})
