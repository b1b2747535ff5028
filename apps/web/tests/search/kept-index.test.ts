// What the browser keeps of the index: it is there after a reload, and what was taken away is not.
import { beforeEach, expect, test, vi } from 'vitest'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { openFileTexts, parseFileText } from '../../src/session/search/file-texts.ts'
import { openKeptIndex, parseMessages } from '../../src/session/search/kept-index.ts'
import type { IndexChange } from '../../src/session/search/kept-index.ts'
import { forgetWhatIsOver } from '../../src/session/search/what-is-over.ts'
import type { FileText } from '../../src/session/search/file-texts.ts'
import type { IndexedMessage, Question } from '../../src/session/search/types.ts'

const BOUNDS = { messagesMax: 10_000, charsMax: 1_000_000 }

function shelf<T>(parse: (value: unknown) => T | undefined): SealedStore<T> & { kept: Map<string, string>; isFull: boolean } {
  const kept = new Map<string, string>()
  return {
    kept,
    isFull: false,
    all: async () => [...kept].flatMap(([name, text]): [string, T][] => {
      const value = parse(JSON.parse(text))
      return value === undefined ? [] : [[name, value]]
    }),
    get: async (name) => parse(JSON.parse(kept.get(name) ?? 'null')),
    async set(name, value) {
      if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
      kept.set(name, JSON.stringify(value))
    },
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
}

const memory = () => shelf(parseMessages)
let files = shelf(parseFileText)
beforeEach(() => void (files = shelf(parseFileText)))

const say = (id: string, text: string, over: Partial<IndexedMessage> = {}): IndexedMessage => ({ id, roomId: '!a', sender: '@alice:x', sentAtMs: Number(id.slice(1)) || 0, text, has: [], ...over })
const change = (over: Partial<IndexChange>): IndexChange => ({ put: [], edits: [], remove: [], removeRooms: [], ...over })

async function find(store: SealedStore<IndexedMessage[]>, word: string): Promise<string[]> {
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  const question = { wanted: [{ words: [word], isPrefix: true }], senders: undefined, rooms: undefined, afterMs: undefined, beforeMs: undefined, has: [] }
  return index.find(question, { offset: 0, limit: 100 }).hits.map(({ message }) => `${message.id} ${message.text}`)
}

test('Alice closes the page: what was indexed is found when she opens it again', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ put: Array.from({ length: 1200 }, (_each, at) => say(`$${at}`, `word${at}`)) }))
  await index.flush()
  expect(store.kept.size).toBe(3)
  expect(await find(store, 'word777')).toEqual(['$777 word777'])
})

test('what is deleted, and what was said in a room one left, is gone from what is kept as well', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ put: [say('$1', 'secret one'), say('$2', 'secret two', { roomId: '!b' }), say('$3', 'stays')] }))
  await index.flush()
  index.change(change({ remove: ['$1'], removeRooms: ['!b'] }))
  await index.flush()
  expect([...store.kept.values()].join()).not.toContain('secret')
  expect(await find(store, 'stays')).toEqual(['$3 stays'])
  index.change(change({ remove: ['$3'] }))
  await index.flush()
  expect(store.kept.size).toBe(0)
})

test('an edit replaces the words, whichever of the two is heard of first, and only by whoever wrote them', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  const edit = (target: string, text: string, editedMs: number, sender = '@alice:x') => ({ target, text, editedMs, sender, has: [] })
  index.change(change({ edits: [edit('$1', 'second words', 20), edit('$1', 'first words', 10)] }))
  index.change(change({ put: [say('$1', 'original'), say('$2', 'original')] }))
  index.change(change({ edits: [edit('$2', 'forged words', 30, '@eve:x')] }))
  // The message is heard of again, as history is read.
  index.change(change({ put: [say('$1', 'original')] }))
  await index.flush()
  expect(await find(store, 'words')).toEqual(['$1 second words'])
  expect(await find(store, 'original')).toEqual(['$2 original'])
})

test('where the browser is full, nothing is lost of what is in memory, and it is written when there is room', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ put: [say('$1', 'kept later')] }))
  store.isFull = true
  await expect(index.flush()).rejects.toThrow('full')
  store.isFull = false
  await index.flush()
  expect(await find(store, 'later')).toEqual(['$1 kept later'])
})

test('what is no message is left out of what was kept', () => {
  expect(parseMessages([null, 1, { id: '$1' }, { id: '$1', roomId: '!a', sender: '@a:x', sentAtMs: 'now', text: '' }, say('$2', 'good', { has: ['link', 'poison' as 'link'] })])).toEqual([
    { ...say('$2', 'good', { has: ['link'] }), editedMs: undefined },
  ])
  expect(parseMessages({ __proto__: [] })).toBeUndefined()
})

const PLAN = 'mxc://ministry.example/plan'
const withPlan = (id: string, over: Partial<IndexedMessage> = {}): IndexedMessage => say(id, 'plan.pdf', { has: ['file'], file: PLAN, ...over })
const words = (text: string, over: Partial<FileText> = {}): FileText => ({ mxc: PLAN, name: 'plan.pdf', text, atMs: 1, ...over })

test('words inside a file are found where its messages are, also after a reload, with the passage and the name of the file', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ put: [withPlan('$1'), withPlan('$2', { roomId: '!b' }), say('$3', 'harvest festival')], texts: [words(`${'long ago '.repeat(60)}the harvest of ${'Élysée '.repeat(3)}is counted\non Friday`)] }))
  expect(index.size).toBe(3)
  await index.flush()
  expect(await find(store, 'harvest')).toEqual(['$3 harvest festival', '$2 plan.pdf', '$1 plan.pdf'])
  const again = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  const ask = (over: Partial<Question>) => again.find({ wanted: [{ words: ['counted', 'on'], isPrefix: false }], senders: undefined, rooms: undefined, afterMs: undefined, beforeMs: undefined, has: [], ...over }, { offset: 0, limit: 10 })
  expect(ask({ rooms: ['!b'], has: ['file'], senders: ['@alice:x'] }).hits.map(({ message, spans, passage }) => [message.id, spans, passage?.name, passage?.text, passage?.spans.map(({ start, end }) => passage.text.slice(start, end))])).toEqual([
    ['$2', [], 'plan.pdf', 'the harvest of Élysée Élysée Élysée is counted on Friday', ['counted on']],
  ])
  expect(ask({ senders: ['@bob:x'] }).total).toBe(0)
  // A phrase does not begin in the name and end in the file.
  expect(ask({ wanted: [{ words: ['pdf', 'long'], isPrefix: false }] }).total).toBe(0)
  // What is kept of it is called by nothing that says which file it is.
  expect([...files.kept.keys()].join()).not.toContain('plan')
})

test('words of a file wait for its message; with the last message that carries it they are gone, at once and for good', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ texts: [words('the harvest')] }))
  await index.flush()
  expect(files.kept.size).toBe(0)
  index.change(change({ put: [withPlan('$1'), withPlan('$2')] }))
  await index.flush()
  expect(await find(store, 'harvest')).toEqual(['$2 plan.pdf', '$1 plan.pdf'])
  index.change(change({ edits: [{ target: '$1', sender: '@alice:x', editedMs: 9, text: 'the new plan', has: ['file'] }], remove: ['$2'] }))
  await index.flush()
  expect(await find(store, 'harvest')).toEqual(['$1 the new plan'])
  index.change(change({ removeRooms: ['!a'] }))
  await index.flush()
  expect([await find(store, 'harvest'), files.kept.size]).toEqual([[], 0])
})

test('words of files have a bound of their own: the oldest go, their messages stay', async () => {
  const texts = await openFileTexts(files)
  const index = await openKeptIndex(memory(), BOUNDS, texts)
  const many = Array.from({ length: 40 }, (_each, at) => ({ mxc: `mxc://x/${at}`, id: `$${at + 1}` }))
  index.change(change({ put: many.map(({ mxc, id }) => withPlan(id, { file: mxc })), texts: many.map(({ mxc }, at) => words(`w${at} ${'x'.repeat(59_000)}`, { mxc, atMs: at })) }))
  expect(index.size).toBe(40)
  expect(texts.list().length).toBe(33)
  const count = (word: string): number => index.find({ wanted: [{ words: [word], isPrefix: false }], senders: undefined, rooms: undefined, afterMs: undefined, beforeMs: undefined, has: [] }, { offset: 0, limit: 9 }).total
  expect([count('w0'), count('w39'), count('plan')]).toEqual([0, 1, 40])
  await index.flush()
  expect(files.kept.size).toBe(33)
})

test('what a room keeps no longer is taken away, with the words of its files; what is younger, and other rooms, stay', async () => {
  const DAY_MS = 24 * 60 * 60 * 1000
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS, await openFileTexts(files))
  index.change(change({ put: [withPlan('$1', { sentAtMs: DAY_MS }), say('$2', 'harvest', { sentAtMs: 9 * DAY_MS }), say('$3', 'harvest', { roomId: '!b', sentAtMs: DAY_MS })], texts: [words('the harvest')] }))
  vi.useFakeTimers()
  const kept = (roomId: string, content: unknown) => ({ roomId, currentState: { getStateEvents: () => ({ getContent: () => content }) } })
  const rooms = [kept('!a', { max_lifetime: 7 * DAY_MS }), kept('!b', { max_lifetime: 'soon' }), kept('!c', null), { roomId: '!d', currentState: { getStateEvents: () => null } }]
  const changes: Partial<IndexChange>[] = []
  const end = forgetWhatIsOver({ getRooms: () => rooms as never }, { change: async (each) => changes.push(each) }, () => 10 * DAY_MS)
  await vi.advanceTimersByTimeAsync(11_000)
  end()
  vi.useRealTimers()
  expect(changes).toEqual([{ removeBefore: [{ roomId: '!a', beforeMs: 3 * DAY_MS }] }])
  index.change(change(changes[0] ?? {}))
  await index.flush()
  expect([await find(store, 'harvest'), files.kept.size]).toEqual([['$2 harvest', '$3 harvest'], 0])
})
