// The list of rooms, as Alice sorts it.
import { createStore } from 'zustand/vanilla'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../src/session/drafts.ts'
import type { RoomSummary, Space } from '../src/session/types.ts'
import { createRoomList, neighbourOf, roomsWithin } from '../src/viewmodels/rooms/room-list.ts'
import { ownSectionsOf, SECTIONS_TYPE } from '../src/viewmodels/rooms/sections.ts'
import { aRoom, openAccountData, openShelf, recordActions } from './_rooms.ts'

function open(rooms: readonly RoomSummary[], { spaces = [], shelf = openShelf(), accountData = openAccountData() }: { spaces?: readonly Space[]; shelf?: ReturnType<typeof openShelf>; accountData?: ReturnType<typeof openAccountData> } = {}) {
  const all = createStore<readonly RoomSummary[]>(() => rooms)
  const { actions, done } = recordActions()
  const drafts = createStore<ReadonlyMap<string, Draft>>(() => new Map())
  const list = createRoomList({ rooms: { all, stop: () => undefined }, spaces: createStore(() => spaces), actions, accountData, drafts: { all: drafts, get: (place) => drafts.getState().get(place), set: () => undefined, receive: () => undefined, onReceived: () => () => undefined, flush: async () => undefined, forget: async () => undefined } }, shelf)
  const shown = () => list.state.getState().sections.map(({ id, rooms: held }) => [id, ...held.map(({ roomId }) => roomId)])
  return { list, all, done, shown, shelf, accountData, drafts }
}

describe('what stands where', () => {
  const rooms = [
    aRoom('!budget', { lastActivityMs: 5 }),
    aRoom('!bob', { kind: 'person', lastActivityMs: 4 }),
    aRoom('!canteen', { membership: 'invite' }),
    aRoom('!star', { tags: ['m.favourite', 'u.work'] }),
    aRoom('!low', { tags: ['m.lowpriority'] }),
    aRoom('!works', { tags: ['u.work'], unreadCount: 2, mentionCount: 1 }),
    aRoom('!space', { kind: 'space' }),
    aRoom('!replaced', { isReplaced: true, unreadCount: 3 }),
    aRoom('!newer', { lastActivityMs: 9 }),
  ]

  test('invitations and favourites first, then own sections, people, rooms and what matters less; the latest first', () => {
    expect(open(rooms).shown()).toEqual([['invitations', '!canteen'], ['favourites', '!star'], ['u.work', '!works'], ['people', '!bob'], ['rooms', '!newer', '!budget'], ['low', '!low']])
  })

  test('a filter leaves what it names, and no empty sections', () => {
    const { list, shown } = open(rooms)
    list.setFilter('mentions')
    expect(shown()).toEqual([['u.work', '!works']])
    list.setFilter('invitations')
    expect(shown()).toEqual([['invitations', '!canteen']])
    list.setFilter('unread')
    expect(shown()).toEqual([['invitations', '!canteen'], ['u.work', '!works']])
  })

  test('what waits is counted over all rooms, muted ones and spaces aside', () => {
    const muted = aRoom('!muted', { unreadCount: 9, isMuted: true })
    expect(open([...rooms, muted, aRoom('!marked', { isMarkedUnread: true })]).list.state.getState().totals).toEqual({ unreadRooms: 2, mentions: 1, invitations: 1 })
  })

  test('rooms that somebody ordered stand in that order', () => {
    const ordered = [aRoom('!a', { tags: ['m.favourite'], tagOrders: { 'm.favourite': 0.9 }, lastActivityMs: 9 }), aRoom('!b', { tags: ['m.favourite'], tagOrders: { 'm.favourite': 0.1 } })]
    expect(open(ordered).shown()).toEqual([['favourites', '!b', '!a']])
  })
})

describe('sections of one’s own', () => {
  test('Alice makes one, names it anew, moves it up, and takes it away; its rooms stay', async () => {
    const { list, shown, done, accountData, all } = open([aRoom('!works', { tags: ['u.Projects'] }), aRoom('!b')])
    const tag = await list.sections.create(' Later  on ')
    expect(tag).toBe('u.Later on')
    expect(shown()).toEqual([['u.Projects', '!works'], ['u.Later on'], ['rooms', '!b']])
    await list.sections.move(tag, -1)
    await list.sections.rename('u.Projects', 'Works')
    expect(accountData.kept.get(SECTIONS_TYPE)).toEqual({ sections: [{ tag: 'u.Later on', name: 'Later on' }, { tag: 'u.Projects', name: 'Works' }] })
    await list.moveRoom('!works', tag)
    expect(done).toEqual(['removeTag !works u.Projects', 'setTag !works u.Later on'])
    all.setState([aRoom('!works', { tags: [tag] }), aRoom('!b')], true)
    await list.sections.remove(tag)
    expect(done.at(-1)).toBe('removeTag !works u.Later on')
    expect(list.state.getState().own.map(({ name }) => name)).toContain('Works')
  })

  test('two of one name are two', async () => {
    const { list } = open([])
    expect([await list.sections.create('A'), await list.sections.create('A')]).toEqual(['u.A', 'u.A 2'])
  })

  test.each([
    ['nothing', {}],
    ['no list', { sections: 'all of them' }],
    ['what are no sections', { sections: [null, 7, { tag: 'm.favourite', name: 'x' }, { tag: 'u.a' }, { tag: 'u.b', name: '  ' }, { tag: ['u.c'], name: 'c' }] }],
  ])('account data that holds %s is borne', (_, content) => {
    expect(ownSectionsOf(content, [aRoom('!a', { tags: ['u.z'] })])).toEqual([{ tag: 'u.z', name: 'z' }])
  })
})

test('what was put away stands in a section of its own, which is folded until somebody opens it', async () => {
  const shelf = openShelf()
  const rooms = [aRoom('!old', { isArchived: true, tags: ['m.favourite'] }), aRoom('!now')]
  const { list, shown, done } = open(rooms, { shelf })
  expect(shown()).toEqual([['rooms', '!now'], ['archived', '!old']])
  expect(list.state.getState().sections.map(({ isFolded }) => isFolded)).toEqual([false, true])
  expect(list.neighbour('!now', 1, false)).toBeUndefined()
  list.setFolded('archived', false)
  expect(open(rooms, { shelf }).list.state.getState().sections.map(({ isFolded }) => isFolded)).toEqual([false, false])
  await list.setArchived('!now', true)
  await list.setArchived('!old', false)
  expect(done).toEqual(['markRead !now', 'setArchived !now true', 'setArchived !old false'])
})

test('how the list looks and what is folded is kept by the browser', () => {
  const shelf = openShelf()
  const first = open([aRoom('!a')], { shelf })
  first.list.setDensity('compact')
  first.list.setFolded('rooms', true)
  const { density, sections } = open([aRoom('!a')], { shelf }).list.state.getState()
  expect([density, sections[0]?.isFolded]).toEqual(['compact', true])
  expect(open([], { shelf: openShelf({ 'chappe.list.density': 'enormous' }) }).list.state.getState().density).toBe('comfortable')
})

test('a favourite matters: what mattered less does no more', async () => {
  const { list, done } = open([aRoom('!low', { tags: ['m.lowpriority'] })])
  await list.setFavourite('!low', true)
  expect(done).toEqual(['setTag !low m.favourite', 'removeTag !low m.lowpriority'])
})

describe('a space', () => {
  const spaces = [{ roomId: '!ministry', name: 'Ministry', children: ['!budget', '!unit'] }, { roomId: '!unit', name: 'Unit', children: ['!canteen', '!ministry'] }]

  test('leaves its rooms and those of the spaces in it, though it may hold itself', () => {
    expect([...(roomsWithin(spaces, '!ministry') ?? [])].toSorted()).toEqual(['!budget', '!canteen', '!ministry', '!unit'])
    const { list, shown } = open([aRoom('!budget'), aRoom('!other'), aRoom('!invited', { membership: 'invite' })], { spaces })
    list.setSpace('!ministry')
    expect(shown()).toEqual([['invitations', '!invited'], ['rooms', '!budget']])
  })

  test('that one has left hides nothing', () => {
    const { list, shown } = open([aRoom('!budget')])
    list.setSpace('!gone')
    expect(shown()).toEqual([['rooms', '!budget']])
  })
})

test('from one room to the next, in a circle; folded sections are passed over, and read rooms where something unread is wanted', () => {
  const { list } = open([aRoom('!a', { lastActivityMs: 3 }), aRoom('!b', { lastActivityMs: 2 }), aRoom('!c', { lastActivityMs: 1, unreadCount: 1 }), aRoom('!bob', { kind: 'person' })])
  list.setFolded('people', true)
  expect([list.neighbour('!a', 1, false), list.neighbour('!a', -1, false), list.neighbour(undefined, 1, false)]).toEqual(['!b', '!c', '!a'])
  expect([list.neighbour('!a', 1, true), list.neighbour('!c', 1, true)]).toEqual(['!c', undefined])
  expect(neighbourOf([], { roomId: undefined, step: 1, isUnread: false })).toBeUndefined()
})

describe('what was begun', () => {
  const draft = (text: string): Draft => ({ text, mentions: [], replyToId: undefined })

  test('marks its room, not its threads, and the mark changes with the first and the last letter alone', () => {
    const { list, drafts } = open([aRoom('!budget'), aRoom('!bob')])
    const heard: string[][] = []
    list.drafts.subscribe((now) => heard.push([...now]))
    drafts.setState(new Map([['!budget', draft('d')], ['!bob/$thread', draft('in a thread')]]), true)
    drafts.setState(new Map([['!budget', draft('dear')]]), true)
    expect(list.draftOf('!budget')).toBe('dear')
    drafts.setState(new Map([['!budget', draft('  ')]]), true)
    expect(heard).toEqual([['!budget'], []])
  })
})

describe('the order within a section', () => {
  const favourite = (roomId: string, order?: number): RoomSummary => aRoom(roomId, { tags: ['m.favourite'], tagOrders: order === undefined ? {} : { 'm.favourite': order }, lastActivityMs: 1 })

  test('is set between its new neighbours, once where there is place', async () => {
    const { list, done } = open([favourite('!a', 0.2), favourite('!b', 0.4), favourite('!c', 0.8)])
    await list.moveWithin('!c', -1)
    await list.moveWithin('!a', -1)
    expect(done).toEqual([`setTag !c m.favourite ${(0.2 + 0.4) / 2}`])
  })

  test('is set for all where somebody has never sorted them', async () => {
    const { list, done } = open([favourite('!a'), favourite('!b'), favourite('!c')])
    await list.moveWithin('!a', 1)
    expect(done).toEqual(['setTag !b m.favourite 0.25', 'setTag !a m.favourite 0.5', 'setTag !c m.favourite 0.75'])
  })

  test('is set where a room is let go, above another or at the end', async () => {
    const { list, done } = open([favourite('!a', 0.2), favourite('!b', 0.4), favourite('!c', 0.8), aRoom('!new')])
    await list.moveTo('!c', { sectionId: 'favourites', aboveId: '!a' })
    await list.moveTo('!new', { sectionId: 'favourites', aboveId: '!b' })
    await list.moveTo('!a', { sectionId: 'favourites', aboveId: undefined })
    expect(done).toEqual(['setTag !c m.favourite 0.1', `setTag !new m.favourite ${(0.2 + 0.4) / 2}`, 'setTag !a m.favourite 0.9'])
  })

  test('is not offered where rooms stand by their last message', async () => {
    const { list, done } = open([aRoom('!a'), aRoom('!b')])
    await list.moveWithin('!b', -1)
    expect(done).toEqual([])
  })
})

describe('a room that is let go in another section', () => {
  const rooms = [
    aRoom('!star', { tags: ['m.favourite'] }),
    aRoom('!works', { tags: ['u.work'] }),
    aRoom('!bob', { kind: 'person', tags: ['m.favourite', 'u.work'] }),
    aRoom('!plain'),
    aRoom('!talk', { kind: 'person' }),
    aRoom('!low', { tags: ['m.lowpriority'] }),
    aRoom('!old', { isArchived: true }),
    aRoom('!invited', { membership: 'invite' }),
  ]
  const into = (sectionId: string) => ({ sectionId, aboveId: undefined })

  test.each([
    ['!plain', 'u.work', ['setTag !plain u.work']],
    ['!star', 'u.work', ['setTag !star u.work', 'removeTag !star m.favourite']],
    ['!works', 'favourites', ['setTag !works m.favourite']],
    ['!low', 'favourites', ['setTag !low m.favourite', 'removeTag !low m.lowpriority']],
    ['!bob', 'people', ['removeTag !bob m.favourite', 'removeTag !bob u.work']],
    ['!star', 'low', ['setTag !star m.lowpriority', 'removeTag !star m.favourite']],
    ['!plain', 'archived', ['markRead !plain', 'setArchived !plain true']],
    ['!old', 'rooms', ['setArchived !old false']],
  ])('%s into %s', async (roomId, sectionId, acts) => {
    const { list, done } = open(rooms)
    const place = list.placeFor(roomId, into(sectionId))
    expect(place).toEqual(into(sectionId))
    if (place !== undefined) await list.moveTo(roomId, place)
    expect(done).toEqual(acts)
  })

  test.each([
    ['a room among people', '!plain', into('people')],
    ['a talk among rooms', '!talk', into('rooms')],
    ['anything among invitations', '!plain', into('invitations')],
    ['an invitation anywhere', '!invited', into('favourites')],
    ['what stands there by its last message already', '!plain', into('rooms')],
    ['what would stand where it is', '!star', { sectionId: 'favourites', aboveId: '!star' }],
    ['what would go to where there is nothing', '!plain', into('u.gone')],
  ])('not %s', (_what, roomId, place) => {
    expect(open(rooms).list.placeFor(roomId, place)).toBeUndefined()
  })

  test('stands by its last message where one sorts nothing, wherever the pointer is', () => {
    expect(open(rooms).list.placeFor('!low', { sectionId: 'rooms', aboveId: '!plain' })).toEqual(into('rooms'))
  })
})
