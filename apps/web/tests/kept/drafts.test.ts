// What was begun to be written, over reloads and where the browser has no room.
import { expect, test } from 'vitest'
import type { Draft } from '../../src/session/drafts.ts'
import { openDrafts } from '../../src/session/drafts.ts'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { watchStorage } from '../../src/session/kept/storage.ts'

const say = (text: string, replyToId?: string): Draft => ({ text, mentions: [], replyToId })

function memory(): SealedStore<Draft> & { kept: Map<string, Draft>; isFull: boolean } {
  const kept = new Map<string, Draft>()
  return {
    kept,
    isFull: false,
    all: async () => [...kept],
    get: async (name) => kept.get(name),
    async set(name, value) {
      if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
      kept.set(name, value)
    },
    delete: async (name) => void kept.delete(name),
    clear: async () => kept.clear(),
  }
}

test('what Alice began is there after a reload; what she sent is not', async () => {
  const store = memory()
  const drafts = await openDrafts(watchStorage(), store)
  drafts.set('!a', say('begun'))
  drafts.set('!b', say('sent soon', '$1'))
  drafts.set('!a', say('begun and gone on'))
  drafts.set('!b', undefined)
  await drafts.flush()
  const again = await openDrafts(watchStorage(), store)
  expect([again.get('!a')?.text, again.get('!b'), again.all.getState().size]).toEqual(['begun and gone on', undefined, 1])
})

test('where the browser is full this is said, the draft stays while the page is open, and it is kept once there is room', async () => {
  const store = memory()
  const storage = watchStorage()
  const drafts = await openDrafts(storage, store)
  store.isFull = true
  drafts.set('!a', say('no room for this'))
  await drafts.flush()
  expect([storage.state.getState(), drafts.get('!a')?.text]).toEqual(['full', 'no room for this'])
  store.isFull = false
  drafts.set('!a', say('no room for this yet'))
  await drafts.flush()
  expect([storage.state.getState(), store.kept.get('!a')?.text]).toEqual(['well', 'no room for this yet'])
})

test('when the storage is cleared while the page is open, this is said, and later writes do not unsay it', async () => {
  const storage = watchStorage()
  await storage.watch(Promise.reject(new DOMException('closed', 'InvalidStateError')))
  expect(storage.state.getState()).toBe('lost')
  await storage.watch(Promise.resolve())
  expect(storage.state.getState()).toBe('lost')
})

test('drafts are bounded: the oldest go, a long one is cut', async () => {
  const store = memory()
  const drafts = await openDrafts(watchStorage(), store)
  for (let at = 0; at < 510; at += 1) drafts.set(`!${at}`, say('x'.repeat(at === 509 ? 100_000 : 1)))
  await drafts.flush()
  expect([drafts.get('!0'), drafts.get('!509')?.text.length, store.kept.size]).toEqual([undefined, 65_536, 500])
})

test('signing out forgets them', async () => {
  const store = memory()
  const drafts = await openDrafts(watchStorage(), store)
  drafts.set('!a', say('begun'))
  await drafts.forget()
  expect([drafts.get('!a'), store.kept.size]).toEqual([undefined, 0])
})
