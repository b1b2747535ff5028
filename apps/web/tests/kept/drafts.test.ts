// What was begun to be written, over reloads and where the browser has no room.
import { expect, test } from 'vitest'
import type { Draft } from '../../src/session/drafts.ts'
import { openDrafts } from '../../src/session/drafts.ts'
import type { SealedStore } from '../../src/session/kept/sealed.ts'
import { watchStorage } from '../../src/session/kept/storage.ts'

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
  drafts.set('!a', { text: 'begun' })
  drafts.set('!b', { text: 'sent soon', replyTo: '$1' })
  drafts.set('!a', { text: 'begun and gone on' })
  drafts.set('!b', { text: '' })
  await drafts.flush()
  const again = await openDrafts(watchStorage(), store)
  expect([again.find('!a')?.text, again.find('!b'), again.all.getState().size]).toEqual(['begun and gone on', undefined, 1])
})

test('where the browser is full this is said, the draft stays while the page is open, and it is kept once there is room', async () => {
  const store = memory()
  const storage = watchStorage()
  const drafts = await openDrafts(storage, store)
  store.isFull = true
  drafts.set('!a', { text: 'no room for this' })
  await drafts.flush()
  expect([storage.state.getState(), drafts.find('!a')?.text]).toEqual(['full', 'no room for this'])
  store.isFull = false
  drafts.set('!a', { text: 'no room for this yet' })
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
  for (let at = 0; at < 510; at += 1) drafts.set(`!${at}`, { text: 'x'.repeat(at === 509 ? 100_000 : 1) })
  await drafts.flush()
  expect([drafts.find('!0'), drafts.find('!509')?.text.length, store.kept.size]).toEqual([undefined, 65_536, 500])
})

test('signing out forgets them', async () => {
  const store = memory()
  const drafts = await openDrafts(watchStorage(), store)
  drafts.set('!a', { text: 'begun' })
  await drafts.forget()
  expect([drafts.find('!a'), store.kept.size]).toEqual([undefined, 0])
})
