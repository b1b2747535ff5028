// What Alice begins to write on one device, and finds on the other.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exchangeDrafts } from '../src/session/draft-exchange.ts'
import type { Draft } from '../src/session/drafts.ts'
import { openDrafts, spareOf } from '../src/session/drafts.ts'
import { watchStorage } from '../src/session/kept/storage.ts'
import type { SealedStore } from '../src/session/kept/sealed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const say = (text: string): Draft => ({ text, mentions: [], replyToId: undefined })

function memory(): SealedStore<Draft> {
  const kept = new Map<string, Draft>()
  return {
    all: () => Promise.resolve([...kept]),
    get: (name) => Promise.resolve(kept.get(name)),
    set: (name, value) => Promise.resolve(void kept.set(name, value)),
    delete: (name) => Promise.resolve(void kept.delete(name)),
    clear: () => Promise.resolve(kept.clear()),
  }
}

async function open() {
  const drafts = await openDrafts(watchStorage(), memory())
  const items = createStore<ReadonlyMap<string, Draft>>(() => new Map())
  const put = (place: string, draft: Draft | undefined): boolean => {
    const next = new Map(items.getState())
    if (draft === undefined) next.delete(place)
    else next.set(place, draft)
    items.setState(next, true)
    return true
  }
  const sent: string[] = []
  const exchange = exchangeDrafts({ drafts, list: { items, set: (place, draft) => (sent.push(`${place} ${draft?.text ?? '-'}`), put(place, draft)) } })
  const told: string[] = []
  drafts.onReceived((place, draft) => told.push(`${place} ${draft?.text ?? '-'}`))
  return { drafts, exchange, sent, told, fromOther: put }
}

test('what Alice writes goes out once she rests, and is gone at once where she sends it', async () => {
  const { drafts, sent, told } = await open()
  drafts.set('!soup', say('lee'))
  drafts.set('!soup', say('leek'))
  expect(sent).toEqual([])
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual(['!soup leek'])
  drafts.set('!soup', undefined)
  expect(sent).toEqual(['!soup leek', '!soup -'])
  expect(told).toEqual([])
})

test('what she began on the telephone stands on the laptop, and goes when it was sent there', async () => {
  const { drafts, sent, told, fromOther } = await open()
  fromOther('!soup', say('leek'))
  expect([drafts.get('!soup')?.text, told]).toEqual(['leek', ['!soup leek']])
  fromOther('!soup', undefined)
  expect(drafts.get('!soup')).toBeUndefined()
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual([])
})

test('while she writes here, what comes from there is offered beside and not lost', async () => {
  const { drafts, sent, told, fromOther } = await open()
  drafts.set('!soup', say('tomato'))
  fromOther('!soup', say('leek'))
  expect([drafts.get('!soup')?.text, drafts.get(spareOf('!soup'))?.text, told]).toEqual(['tomato', 'leek', []])
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual(['!soup tomato'])
  fromOther('!soup', undefined)
  expect(drafts.get('!soup')).toBeUndefined()
})

test('a text that another device went on with is no loss; one that lost to it is offered', async () => {
  const { drafts, exchange, fromOther } = await open()
  fromOther('!soup', say('leek and potato'))
  exchange.lost('!soup', say('leek'))
  vi.advanceTimersByTime(1)
  expect(drafts.get(spareOf('!soup'))).toBeUndefined()
  exchange.lost('!soup', say('tomato'))
  vi.advanceTimersByTime(1)
  expect(drafts.get(spareOf('!soup'))?.text).toBe('tomato')
})

test('a long text stays in this browser', async () => {
  const { drafts, sent } = await open()
  drafts.set('!soup', say('x'.repeat(9000)))
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual([])
  drafts.set('!soup', say('short'))
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual(['!soup short'])
})
