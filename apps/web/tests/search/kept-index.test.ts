// What the browser keeps of the index: it is there after a reload, and what was taken away is not.
import { expect, test } from 'vitest'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { openKeptIndex, parseMessages } from '../../src/session/search/kept-index.ts'
import type { IndexChange } from '../../src/session/search/kept-index.ts'
import type { IndexedMessage } from '../../src/session/search/types.ts'

const BOUNDS = { messagesMax: 10_000, charsMax: 1_000_000 }

function memory(): SealedStore<IndexedMessage[]> & { kept: Map<string, string>; isFull: boolean } {
  const kept = new Map<string, string>()
  return {
    kept,
    isFull: false,
    all: async () => [...kept].map(([name, text]): [string, IndexedMessage[]] => [name, parseMessages(JSON.parse(text)) ?? []]),
    get: async (name) => parseMessages(JSON.parse(kept.get(name) ?? 'null')),
    async set(name, value) {
      if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
      kept.set(name, JSON.stringify(value))
    },
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
}

const say = (id: string, text: string, over: Partial<IndexedMessage> = {}): IndexedMessage => ({ id, roomId: '!a', sender: '@alice:x', sentAtMs: Number(id.slice(1)) || 0, text, has: [], ...over })
const change = (over: Partial<IndexChange>): IndexChange => ({ put: [], edits: [], remove: [], removeRooms: [], ...over })

async function find(store: SealedStore<IndexedMessage[]>, word: string): Promise<string[]> {
  const index = await openKeptIndex(store, BOUNDS)
  const question = { wanted: [{ words: [word], isPrefix: true }], senders: undefined, rooms: undefined, afterMs: undefined, beforeMs: undefined, has: [] }
  return index.find(question, { offset: 0, limit: 100 }).hits.map(({ message }) => `${message.id} ${message.text}`)
}

test('Alice closes the page: what was indexed is found when she opens it again', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS)
  index.change(change({ put: Array.from({ length: 1200 }, (_each, at) => say(`$${at}`, `word${at}`)) }))
  await index.flush()
  expect(store.kept.size).toBe(3)
  expect(await find(store, 'word777')).toEqual(['$777 word777'])
})

test('what is deleted, and what was said in a room one left, is gone from what is kept as well', async () => {
  const store = memory()
  const index = await openKeptIndex(store, BOUNDS)
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
  const index = await openKeptIndex(store, BOUNDS)
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
  const index = await openKeptIndex(store, BOUNDS)
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
