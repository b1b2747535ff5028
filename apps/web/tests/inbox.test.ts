// What waits for Alice, and how she answers it.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FoundRoom, InboxEntry } from '../src/session/types.ts'
import { createExplore } from '../src/viewmodels/rooms/explore.ts'
import { createInbox } from '../src/viewmodels/inbox.ts'
import type { LaterState } from '../src/viewmodels/later/later.ts'
import { placeOf } from '../src/views/place.ts'
import { joinTokenOf, paths } from '../src/paths.ts'
import { aRoom, recordActions } from './_rooms.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const invitation: InboxEntry = { kind: 'invitation', id: '!canteen', room: aRoom('!canteen', { membership: 'invite' }), atMs: 2 }
const request: InboxEntry = { kind: 'request', id: '!works @bob:x', room: aRoom('!works'), person: { userId: '@bob:x', name: 'Bob', avatarUrl: undefined }, reason: '', atMs: 1 }

function openInbox(settle: (entry: InboxEntry) => Promise<void> = () => Promise.resolve()) {
  const { actions, done } = recordActions()
  const entries = createStore<readonly InboxEntry[]>(() => [invitation, request])
  const later = createStore<LaterState>(() => ({ due: [], rooms: [], done: [], openCount: 0 }))
  return { inbox: createInbox({ inbox: { entries, settle, reach: () => Promise.resolve(), stop: () => undefined }, actions }, { state: later }), done, entries }
}

test('Alice comes into the one and lets Bob into the other; both are off the list at once', async () => {
  const { inbox, done } = openInbox()
  expect(inbox.state.getState().counts).toEqual({ all: 2, confirm: 0, mention: 0, thread: 0, invitation: 1, request: 1, later: 0 })
  await inbox.accept(invitation)
  await inbox.accept(request)
  expect(done).toEqual(['join !canteen', 'invite !works @bob:x'])
  expect(inbox.state.getState().entries).toEqual([])
})

test('declining leaves, or turns away', async () => {
  const { inbox, done } = openInbox()
  await inbox.decline(invitation)
  await inbox.decline(request)
  expect(done).toEqual(['leave !canteen', 'remove !works @bob:x '])
})

test('what could not be done stands there again; what comes anew is another', async () => {
  const refused = openInbox(() => Promise.reject(new Error('no')))
  await expect(refused.inbox.settle(invitation)).rejects.toThrow('no')
  expect(refused.inbox.state.getState().entries).toHaveLength(2)
  const { inbox, entries } = openInbox()
  await inbox.settle(invitation)
  entries.setState([{ ...invitation, atMs: 9 }], true)
  expect(inbox.state.getState().entries).toHaveLength(1)
})

test('a kind leaves its entries alone', () => {
  const { inbox } = openInbox()
  inbox.setKind('request')
  expect(inbox.state.getState().entries).toEqual([request])
})

describe('exploring', () => {
  const room = (roomId: string, name = roomId): FoundRoom => ({ roomId, name, topic: '', memberCount: 1, isSpace: false, joinRule: 'public', isEncrypted: true, children: [] })

  function open(pages: Readonly<Record<string, { rooms: readonly FoundRoom[]; next: string | undefined }>>) {
    const asked: string[] = []
    const explore = createExplore({
      directory: {
        searchRooms: (term, from = '') => (asked.push(`search ${term} ${from}`), Promise.resolve(pages[from] ?? { rooms: [], next: undefined })),
        findRoom: (address) => (asked.push(`find ${address}`), Promise.resolve(room('!found'))),
        listSpace: (spaceId) => (asked.push(`space ${spaceId}`), Promise.resolve([room(spaceId), room('!in', 'Inside'), room('!other', 'Other')])),
      },
    })
    const shown = () => explore.state.getState().rooms.map(({ roomId }) => roomId)
    return { explore, asked, shown }
  }

  test('page by page', async () => {
    const { explore, shown } = open({ '': { rooms: [room('!a')], next: 'two' }, two: { rooms: [room('!b')], next: undefined } })
    explore.openSpace(undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(explore.state.getState().hasMore).toBe(true)
    explore.more()
    await vi.advanceTimersByTimeAsync(0)
    expect([shown(), explore.state.getState().hasMore]).toEqual([['!a', '!b'], false])
  })

  test('an address is looked up, words are searched for, once one has stopped to type', async () => {
    const { explore, asked, shown } = open({})
    explore.setTerm('#leave:chap')
    explore.setTerm('#leave:chappe.test')
    await vi.advanceTimersByTimeAsync(500)
    expect([asked, shown()]).toEqual([['find #leave:chappe.test'], ['!found']])
  })

  test('what was asked for before is dropped, though its answer comes later', async () => {
    const answers = new Map<string, (rooms: readonly FoundRoom[]) => void>()
    const searchRooms = (term: string) => new Promise<{ rooms: readonly FoundRoom[]; next: undefined }>((resolve) => answers.set(term, (rooms) => resolve({ rooms, next: undefined })))
    const explore = createExplore({ directory: { searchRooms, findRoom: () => Promise.resolve(undefined), listSpace: () => Promise.resolve([]) } })
    for (const term of ['lea', 'leave']) {
      explore.setTerm(term)
      await vi.advanceTimersByTimeAsync(500)
    }
    answers.get('leave')?.([room('!leave')])
    answers.get('lea')?.([room('!lead')])
    await vi.advanceTimersByTimeAsync(0)
    expect(explore.state.getState().rooms.map(({ roomId }) => roomId)).toEqual(['!leave'])
  })

  test('a space shows its rooms without itself', async () => {
    const { explore, shown } = open({})
    explore.openSpace('!space')
    await vi.advanceTimersByTimeAsync(0)
    expect(shown()).toEqual(['!in', '!other'])
    explore.setTerm('ins')
    await vi.advanceTimersByTimeAsync(500)
    expect(shown()).toEqual(['!in'])
  })
})

test('addresses lead where they were made for, and broken ones nowhere', () => {
  const [roomId, eventId] = ['!a/b:x', '$e?f']
  expect(placeOf(paths.room(roomId, eventId), '')).toMatchObject({ roomId, eventId, panel: undefined, shown: 'room' })
  const url = new URL(paths.panel(roomId, 'thread', eventId), 'http://x')
  expect(placeOf(url.pathname, url.search)).toMatchObject({ roomId, panel: 'thread', item: eventId })
  expect(placeOf('/rooms/%E0%A4%A', '')).toMatchObject({ roomId: undefined, shown: 'main' })
  expect(placeOf('/', '?panel=details')).toMatchObject({ panel: undefined, shown: 'list' })
})

test('a join link carries its token where no server reads it; what was typed is taken as it is', () => {
  const url = new URL(paths.join('a_token-1'), 'http://x')
  expect([url.pathname, url.search]).toEqual(['/explore', ''])
  expect([joinTokenOf(url.href), joinTokenOf(' a_token-1 ')]).toEqual(['a_token-1', 'a_token-1'])
})
