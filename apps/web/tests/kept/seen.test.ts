// What was seen last: kept while the messenger is used, shown before the session is there, and handed over in place.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createEarlySession } from '../../src/session/early/early-session.ts'
import type { KeptTalk, Snapshot } from '../../src/session/early/snapshot.ts'
import { keepSnapshot, readSnapshot } from '../../src/session/early/snapshot.ts'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { watchStorage } from '../../src/session/kept/storage.ts'
import type { Own } from '../../src/session/own.ts'
import type { Session } from '../../src/session/session.ts'
import type { TimelineState } from '../../src/session/talk/timeline.ts'
import type { Message, RoomSummary } from '../../src/session/types.ts'

const ALICE = '@alice:chappe.example'
const BUDGET = '!budget:chappe.example'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const room = (roomId: string, name: string): RoomSummary => ({ roomId, name, membership: 'join' }) as RoomSummary
const message = (id: string, text: string): Message => ({ id, sentAtMs: 0, body: { kind: 'text', text, html: undefined, tone: 'plain' } }) as Message
const said = (...texts: string[]): KeptTalk => ({
  messages: texts.map((text, index) => message(`$${index}`, text)),
  people: { count: 2, members: [], isWhole: true, banned: [], mine: { maySpeak: true } as KeptTalk['people']['mine'] },
  signs: { typing: [{ userId: '@bob:chappe.example', name: 'Bob', avatarUrl: undefined }], pinned: [], rights: { write: true } as KeptTalk['signs']['rights'] },
})
const texts = ({ messages }: { messages: readonly Message[] }): string[] => messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))

/** A store that keeps as a browser would: what comes out is what JSON keeps of it. */
function createSealedStore<T>() {
  const kept = new Map<string, string>()
  const read = (text: string | undefined): T | undefined => (text === undefined ? undefined : JSON.parse(text))
  const store: SealedStore<T> = {
    all: async () => [...kept].map(([name, text]) => [name, JSON.parse(text)]),
    get: async (name) => read(kept.get(name)),
    set: async (name, value) => void kept.set(name, JSON.stringify(value)),
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
  return { store, kept }
}

type Kept = Parameters<typeof keepSnapshot>[0] extends SealedStore<infer T> ? T : never

function createKeeping() {
  const { store, kept } = createSealedStore<Kept>()
  const rooms = createStore<readonly RoomSummary[]>(() => [room(BUDGET, 'Budget')])
  const look = () => ({ userId: ALICE, rooms: rooms.getState(), spaces: [], inbox: [], accountData: { 'org.example': { a: 1 } } })
  const keeper = keepSnapshot(store, { storage: watchStorage(), look, sources: [rooms] })
  return { store, kept, rooms, keeper }
}

test('what Alice sees is kept a while after it changed: the rooms, and the last of what was said in the room that is open', async () => {
  const { store, rooms, keeper } = createKeeping()
  const many = said(...Array.from({ length: 60 }, (_, index) => `message ${index}`))
  keeper.watch(BUDGET, () => many)
  rooms.setState([room(BUDGET, 'Budget 2027')], true)
  await vi.advanceTimersByTimeAsync(10_000)
  const seen = await readSnapshot(store, ALICE)
  expect(seen?.rooms.map(({ name }) => name)).toEqual(['Budget 2027'])
  expect(seen?.accountData).toEqual({ 'org.example': { a: 1 } })
  const talk = seen?.talks.get(BUDGET)
  expect(talk === undefined ? [] : texts(talk)).toEqual(many.messages.slice(20).map((_, index) => `message ${index + 20}`))
  expect(talk?.signs.typing).toEqual([])
  expect(talk?.people.isWhole).toBe(false)
})

test('of hundreds of rooms, those are written anew among which something has happened, and all of them are there again', async () => {
  const { store, rooms, keeper } = createKeeping()
  const all = Array.from({ length: 60 }, (_, index) => room(`!${index}`, `Room ${index}`))
  rooms.setState(all, true)
  await keeper.flush()
  const set = vi.spyOn(store, 'set')
  rooms.setState(all.with(30, room('!30', 'Budget 2027')), true)
  await keeper.flush()
  expect(set.mock.calls.map(([name]) => name)).toEqual(['frame', 'rooms 1'])
  expect((await readSnapshot(store, ALICE))?.rooms.map(({ name }) => name)).toEqual(all.map(({ name }, index) => (index === 30 ? 'Budget 2027' : name)))
  // Who has left most of them does not find them again.
  rooms.setState(all.slice(0, 3), true)
  await keeper.flush()
  expect((await readSnapshot(store, ALICE))?.rooms).toHaveLength(3)
})

test('of the rooms that were open the last eight are kept; what is of somebody else is not read', async () => {
  const { store, keeper } = createKeeping()
  for (let index = 0; index < 10; index += 1) {
    const close = keeper.watch(`!room${index}`, () => said('hello'))
    await vi.advanceTimersByTimeAsync(1000)
    close()
    await vi.advanceTimersByTimeAsync(1)
  }
  await keeper.flush()
  expect([...((await readSnapshot(store, ALICE))?.talks.keys() ?? [])]).toEqual(Array.from({ length: 8 }, (_, index) => `!room${index + 2}`))
  expect(await readSnapshot(store, '@eve:chappe.example')).toBeUndefined()
})

test('whoever signs out leaves nothing, whatever was still to be kept', async () => {
  const { kept, rooms, keeper } = createKeeping()
  keeper.watch(BUDGET, () => said('secret'))
  await keeper.flush()
  await keeper.forget()
  rooms.setState([], true)
  await keeper.flush()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([...kept]).toEqual([])
})

/** A session that is on its way. */
function createLater() {
  const timeline = createStore<TimelineState>(() => ({ messages: [], hasOlder: true, hasNewer: false, isPaging: false, isOpening: true, firstUnreadId: undefined }))
  const send = vi.fn(async () => undefined)
  const closed = vi.fn()
  const talk = {
    timeline: { state: timeline, page: vi.fn(async () => undefined), close: () => undefined },
    signs: { state: createStore(() => said().signs), close: () => undefined },
    actions: { send },
    close: closed,
  }
  const rooms = createStore<readonly RoomSummary[]>(() => [room(BUDGET, 'Budget'), room('!new', 'New')])
  const part = { state: createStore(() => undefined) }
  const rest = {
    connection: part.state,
    spaces: createStore(() => []),
    inbox: { entries: createStore(() => []) },
    accountData: { follow: () => createStore(() => ({ a: 1 })) },
    profile: part,
    privacy: part,
    search: { reach: part.state },
    keys: { state: part.state, devices: part, verifications: part, pairing: part },
    alerts: { webPush: part, rules: part, quiet: part, missedMail: part, wakes: part },
  }
  const session = { ...rest, rooms: { all: rooms, stop: () => undefined }, findTalk: vi.fn(() => talk), findPeople: () => undefined, stop: vi.fn() } as unknown as Session
  const seen: Snapshot = { userId: ALICE, rooms: [room(BUDGET, 'Budget')], spaces: [], inbox: [], accountData: { 'org.example': { a: 1 } }, talks: new Map([[BUDGET, said('hello', 'are you there?')]]) }
  const own = { userId: ALICE, signedIn: { deviceId: 'D' }, storage: watchStorage(), drafts: { flush: async () => undefined }, sealed: { flush: async () => undefined } } as unknown as Own
  const { promise, resolve, reject } = Promise.withResolvers<Session>()
  promise.catch(() => undefined)
  return { early: createEarlySession(own, seen, promise), session, timeline, rooms, send, closed, resolve: () => resolve(session), reject }
}

test('Alice reads and writes before the session is there; what she sent goes out once it is, and what is shown never goes back to nothing', async () => {
  const { early, session, timeline, send, rooms, resolve } = createLater()
  expect(early.rooms.all.getState().map(({ name }) => name)).toEqual(['Budget'])
  expect(early.accountData.follow('org.example').getState()).toEqual({ a: 1 })
  expect(early.findTalk('!unknown')).toBeUndefined()
  const talk = early.findTalk(BUDGET)
  const shown: string[][] = []
  talk?.timeline.state.subscribe((state) => shown.push(texts(state)))
  expect(talk === undefined ? [] : texts(talk.timeline.state.getState())).toEqual(['hello', 'are you there?'])
  let isSent = false
  void talk?.actions.send({ text: 'yes' } as never, {} as never).then(() => (isSent = true))
  await vi.advanceTimersByTimeAsync(100)
  expect([send.mock.calls.length, isSent]).toEqual([0, false])

  resolve()
  await vi.advanceTimersByTimeAsync(1)
  expect([send.mock.calls.length, isSent]).toEqual([1, true])
  expect(early.rooms.all.getState().map(({ name }) => name)).toEqual(['Budget', 'New'])
  expect(shown).toEqual([])
  timeline.setState({ messages: said('hello', 'are you there?', 'yes').messages, isOpening: false })
  expect(shown).toEqual([['hello', 'are you there?', 'yes']])
  rooms.setState([], true)
  expect(early.rooms.all.getState()).toEqual([])
  // From here on it is the session itself.
  early.stop()
  expect(session.stop).toHaveBeenCalledOnce()
})

test('a room that was left before the session came is not opened by it; one that is left later is closed', async () => {
  const { early, session, closed, resolve } = createLater()
  early.findTalk(BUDGET)?.close()
  const stays = early.findTalk(BUDGET)
  resolve()
  await vi.advanceTimersByTimeAsync(1)
  expect(session.findTalk).toHaveBeenCalledOnce()
  stays?.close()
  expect(closed).toHaveBeenCalledOnce()
})

test('where the session has ended, whoever waits for it is told so', async () => {
  const { early, reject } = createLater()
  const asked = early.actions.join('!new')
  const ended = new Error('the session has ended')
  reject(ended)
  await expect(asked).rejects.toBe(ended)
  await expect(early.findTalk(BUDGET)?.actions.send({} as never, {} as never)).rejects.toBe(ended)
})
