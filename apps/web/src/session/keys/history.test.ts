// Keys of what was said before somebody came in: who asks whom, who is answered, and when there has been enough of it.
import { EventEmitter } from 'node:events'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, HistoryVisibility, RoomEvent } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { SealedStore } from '../kept/sealed.ts'
import type { AskedFor } from './history-ask.ts'
import { askForHistory } from './history-ask.ts'
import type { HistoryCalls } from './history-calls.ts'
import { ASK_TYPE } from './history-calls.ts'
import { giveHistory } from './history-give.ts'
import type { KeyState } from './key-state.ts'

const NOW_MS = 1_796_000_000_000
const ROOM = '!budget'

interface Member {
  membership?: string
  cameMs?: number
  before?: string
  /** Each of their devices, and whether they have signed it. */
  devices?: Record<string, boolean>
}

/** A room as the device of `me` knows it. */
function openWorld(me: string, members: Record<string, Member>, { visibility = HistoryVisibility.Shared, spoke = [] as string[], maker = '@alice' } = {}) {
  let nowMs = NOW_MS
  const memberOf = (userId: string) => {
    const { membership = 'join', cameMs = NOW_MS - 90 * 24 * 60 * 60_000, before = 'leave' } = members[userId] ?? { membership: 'leave' }
    return { userId, membership, events: { member: { getTs: () => cameMs, getPrevContent: () => ({ membership: before }) } } }
  }
  const room = {
    roomId: ROOM,
    myUserId: me,
    getMyMembership: () => memberOf(me).membership,
    getMember: memberOf,
    getCreator: () => maker,
    getJoinedMembers: () => Object.keys(members).map(memberOf).filter(({ membership }) => membership === 'join'),
    getHistoryVisibility: () => visibility,
    hasEncryptionStateEvent: () => true,
    loadMembersIfNeeded: async () => true,
    getLiveTimeline: () => ({ getEvents: () => spoke.map((userId) => ({ getSender: () => userId })) }),
  }
  const client = Object.assign(new EventEmitter(), { getUserId: () => me, getRoom: (roomId: string) => (roomId === ROOM ? room : null), getRooms: () => [room] })
  const device = (deviceId: string) => ({ getIdentityKey: () => `key of ${deviceId}` })
  const crypto = {
    getUserDeviceInfo: async (userIds: string[]) => new Map(userIds.map((userId) => [userId, new Map(Object.keys(members[userId]?.devices ?? {}).map((id) => [id, device(id)]))])),
    getDeviceVerificationStatus: async (userId: string, deviceId: string) => ({ signedByOwner: members[userId]?.devices?.[deviceId] === true }),
  }
  const keyState = createStore<KeyState>(() => ({ kind: 'ready' }))
  const wait = async (ms: number): Promise<void> => void (nowMs += ms)
  return { room, members, keyState, parts: { client: client as unknown as MatrixClient, crypto: crypto as unknown as CryptoApi, keyState, now: () => nowMs, wait }, emit: client.emit.bind(client) }
}

const came = (more: Member = {}): Member => ({ cameMs: NOW_MS - 60_000, devices: { PHONE: true }, ...more })

/** Alice's laptop, which is asked by a device. Gives back to whom it hands keys. */
async function askAlice(world: ReturnType<typeof openWorld>, { userId = '@bob', deviceId = 'PHONE', key, roomId = ROOM, times = 1 }: { userId?: string; deviceId?: string; key?: string; roomId?: string; times?: number } = {}): Promise<string[]> {
  const given: string[] = []
  const end = giveHistory({ ...world.parts, calls: { give: async (room, to) => void given.push(`${room} ${to}`) } })
  for (let asked = 0; asked < times; asked += 1) {
    world.emit(ClientEvent.ReceivedToDeviceMessage, { message: { type: ASK_TYPE, content: { room_id: roomId } }, encryptionInfo: { sender: userId, senderDevice: deviceId, senderCurve25519KeyBase64: key ?? `key of ${deviceId}` } })
  }
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
  end()
  return given
}

test('Bob came in a minute ago and his telephone asks: Alice’s laptop hands him what was said before, once, however often it asks', async () => {
  expect(await askAlice(openWorld('@alice', { '@alice': {}, '@bob': came() }), { times: 30 })).toEqual(['!budget @bob'])
})

const refused: [string, Member, Parameters<typeof openWorld>[2]?, Parameters<typeof askAlice>[1]?][] = [
  ['a device that its owner has not signed', came({ devices: { PHONE: false } })],
  ['a device that nobody knows', came(), {}, { deviceId: 'OTHER' }],
  ['a device that is called like his and has another key', came(), {}, { key: 'another key' }],
  ['somebody who left', came({ membership: 'leave' })],
  ['somebody who was put out', came({ membership: 'ban' })],
  ['somebody who is invited and has not come', came({ membership: 'invite' })],
  ['somebody who came a week ago', came({ cameMs: NOW_MS - 7 * 24 * 60 * 60_000 })],
  ['somebody who is long there and has a new name', came({ before: 'join' })],
  ['who comes into a room whose newcomers see nothing from before', came(), { visibility: HistoryVisibility.Joined }],
  ['who comes into a room that shows what was said since an invitation', came(), { visibility: HistoryVisibility.Invited }],
  ['who asks for a room that Alice is not in', came(), {}, { roomId: '!elsewhere' }],
]
test.each(refused)('%s gets nothing', async (_who, bob, options = {}, asking = {}) => {
  expect(await askAlice(openWorld('@alice', { '@alice': {}, '@bob': bob }, options), asking)).toEqual([])
})

test('a laptop that waits to be let in itself hands nothing on', async () => {
  const world = openWorld('@alice', { '@alice': {}, '@bob': came() })
  world.keyState.setState({ kind: 'probation' }, true)
  expect(await askAlice(world)).toEqual([])
})

/** Carol’s telephone, in a room in which `answers` hand keys over. */
function carol(members: Record<string, Member>, { answers = [] as string[], own = came(), spoke = [] as string[], kept = new Map<string, AskedFor>(), visibility = HistoryVisibility.Shared, maker = '@alice' } = {}) {
  const world = openWorld('@carol', { '@carol': own, ...members }, { spoke, visibility, maker })
  const asked: string[] = []
  let awaited: string | undefined
  const calls: HistoryCalls = {
    give: async () => undefined,
    isAwaited: async () => awaited !== undefined,
    awaitFrom: async (_roomId, userId) => void (awaited = userId),
    take: async () => ((awaited = undefined), true),
    ask: async (_roomId, { userId, deviceId }) => {
      asked.push(`${userId} ${deviceId}`)
      if (answers.includes(userId)) awaited = undefined
      return true
    },
  }
  const store = { get: async (id: string) => kept.get(id), set: async (id: string, value: AskedFor) => void kept.set(id, value) } as unknown as SealedStore<AskedFor>
  const end = askForHistory({ ...world.parts, calls, store })
  return { asked, kept, end, emit: world.emit, room: world.room, isOver: () => vi.waitFor(() => expect(kept.get(ROOM)?.isOver).toBe(true)) }
}

const ALL = { '@alice': { devices: { LAPTOP: true, OLD: false } }, '@bob': { devices: { DESK: true } }, '@dan': { devices: { TABLET: false } }, '@erin': {} }

test('Carol came in by a space: her telephone asks one signed device after the other, who spoke last first, until one answers', async () => {
  const first = carol(ALL, { answers: ['@alice'], spoke: ['@alice', '@dan', '@bob'] })
  await first.isOver()
  expect(first.asked).toEqual(['@bob DESK', '@alice LAPTOP'])
  // The page is opened again: it has what it wanted.
  const second = carol(ALL, { kept: first.kept })
  await Promise.resolve()
  expect(second.asked).toEqual([])
})

test('nobody answers: it ends after eight, however many there are and however often the page is opened', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`@n${at}`, { devices: { [`D${at}`]: true } }]))
  const first = carol(many)
  await first.isOver()
  expect(new Set(first.asked).size).toBe(8)
  expect(carol(many, { kept: first.kept }).asked).toEqual([])
})

test('with an invitation keys come by themselves: nobody is asked', async () => {
  const { asked, emit, room } = carol(ALL, { own: came({ before: 'invite' }) })
  emit(RoomEvent.MyMembership, room, 'join')
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
  expect(asked).toEqual([])
})

test('where newcomers see nothing from before, long after she came, when she has a new name, and in a room that she made, nobody is asked', async () => {
  const worlds = [carol(ALL, { own: came({ before: 'join' }) }), carol(ALL, { visibility: HistoryVisibility.Joined }), carol(ALL, { own: came({ cameMs: NOW_MS - 3 * 24 * 60 * 60_000 }) }), carol(ALL, { maker: '@carol' })]
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
  expect(worlds.flatMap(({ asked }) => asked)).toEqual([])
})
