// Files once they are there: kept as long as they are shown, looked through, and found again.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBlobCache } from '../../src/session/media/cache.ts'
import { describeFile } from '../../src/session/media/content.ts'
import { MediaError } from '../../src/session/media/types.ts'
import type { Message, MessageBody } from '../../src/session/types.ts'
import { createGallery } from '../../src/viewmodels/media/gallery.ts'
import { createRoomFiles } from '../../src/viewmodels/media/room-files.ts'

const revoked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  const { revokeObjectURL } = URL
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
    revoked.push(url)
    revokeObjectURL(url)
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  revoked.length = 0
})

const blob = (size: number) => new Blob([new Uint8Array(size)], { type: 'image/png' })
const settle = () => vi.advanceTimersByTimeAsync(1000)

test('two messages show one picture: it is fetched once, and forgotten when neither is in sight and room is wanted', async () => {
  const cache = createBlobCache(100)
  let fetched = 0
  const load = () => {
    fetched += 1
    return Promise.resolve(blob(60))
  }
  const one = cache.show('a', load)
  const two = cache.show('a', load)
  await settle()
  expect(fetched).toBe(1)
  const state = one.state.getState()
  expect(state).toMatchObject({ kind: 'ready', type: 'image/png', bytes: 60 })
  one.release()
  one.release()
  await settle()
  two.release()
  await settle()
  expect(revoked).toEqual([])
  expect(cache.show('a', load).state.getState()).toBe(state)
  const other = cache.show('b', load)
  await settle()
  other.release()
  await settle()
  expect(revoked).toEqual([])
})

test('of what nobody shows, the oldest goes first', async () => {
  const cache = createBlobCache(100)
  const urls: string[] = []
  for (const key of ['a', 'b']) {
    const shown = cache.show(key, () => Promise.resolve(blob(60)))
    await settle()
    const state = shown.state.getState()
    if (state.kind === 'ready') urls.push(state.url)
    shown.release()
    await settle()
  }
  expect(revoked).toEqual(urls.slice(0, 1))
  cache.close()
  expect(revoked).toEqual(urls)
})

test('what is scrolled past is not fetched to its end; what comes back soon is', async () => {
  const cache = createBlobCache(100)
  const signals: AbortSignal[] = []
  const load = (signal: AbortSignal) => new Promise<Blob>(() => signals.push(signal))
  cache.show('gone', load).release()
  const back = cache.show('back', load)
  back.release()
  cache.show('back', load)
  await settle()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
})

test('what could not be had says why, and may be tried again', async () => {
  const cache = createBlobCache(100)
  let tries = 0
  const shown = cache.show('a', () => ((tries += 1) === 1 ? Promise.reject(new MediaError('altered')) : Promise.resolve(blob(1))))
  await settle()
  expect(shown.state.getState()).toEqual({ kind: 'failed', why: 'altered' })
  shown.retry()
  await settle()
  expect(shown.state.getState()).toMatchObject({ kind: 'ready' })
})

const message = (at: number, body: MessageBody, name = 'Alice'): Message => ({
  id: `$${at}`, sender: { userId: `@${name.toLowerCase()}:test`, name, avatarUrl: undefined }, sentAtMs: at, isMine: false, body, sending: 'sent',
  failure: undefined, isEdited: false, mentionsMe: false, priority: undefined, asking: undefined, replyTo: undefined, reactions: [], thread: undefined, readBy: [],
})
const fileOf = (msgtype: string, filename: string): MessageBody => describeFile({ msgtype, body: filename, filename, url: 'mxc://test/a' }) ?? { kind: 'deleted' }
const text = (words: string): MessageBody => ({ kind: 'text', text: words, html: undefined, tone: 'plain' })

/** Messages of which the older pages come when asked for. */
function source(pages: Message[][], threads: Readonly<Record<string, Message[]>> = {}) {
  const state = createStore<{ messages: readonly Message[]; hasOlder: boolean }>(() => ({ messages: pages.pop() ?? [], hasOlder: pages.length > 0 }))
  return {
    state,
    open: () => Promise.resolve(),
    pageBack: vi.fn(() => {
      state.setState(({ messages }) => ({ messages: [...(pages.pop() ?? []), ...messages], hasOlder: pages.length > 0 }))
      return Promise.resolve()
    }),
    listThread: vi.fn((rootId: string) => Promise.resolve(threads[rootId] ?? [])),
    close: vi.fn(),
  }
}

test('Bob looks at pictures one after the other, and further back than was fetched', () => {
  const from = source([[message(1, fileOf('m.image', 'old.png'))], [message(2, text('hello')), message(3, fileOf('m.image', 'a.png')), message(4, fileOf('m.file', 'b.pdf')), message(5, fileOf('m.video', 'c.mp4'))]])
  const gallery = createGallery(from)
  expect(gallery.state.getState().shown).toBeUndefined()
  gallery.open('$3')
  expect(gallery.state.getState()).toMatchObject({ position: 1, count: 2, hasPrevious: true, hasNext: true })
  gallery.setZoom(100)
  expect(gallery.state.getState().zoom).toBe(8)
  gallery.next()
  expect(gallery.state.getState()).toMatchObject({ shown: { id: '$5' }, hasNext: false, zoom: 1 })
  gallery.next()
  expect(gallery.state.getState().shown?.id).toBe('$5')
  gallery.previous()
  expect(from.pageBack).toHaveBeenCalledOnce()
  gallery.previous()
  expect(gallery.state.getState()).toMatchObject({ shown: { id: '$1' }, position: 1, count: 3, hasPrevious: false })
  gallery.dismiss()
  expect(gallery.state.getState().shown).toBeUndefined()
})

test('a picture that is deleted while it is looked at is gone', () => {
  const from = source([[message(3, fileOf('m.image', 'a.png'))]])
  const gallery = createGallery(from)
  gallery.open('$3')
  from.state.setState({ messages: [message(3, { kind: 'deleted' })] })
  expect(gallery.state.getState().shown).toBeUndefined()
})

test('Alice finds the files and links of a room by name and kind, also what she has to page back for', async () => {
  const from = source([
    [message(1, fileOf('m.file', 'Résumé du budget.pdf'), 'Bob')],
    [message(2, text('nothing here'))],
    [message(3, text('see https://a.example/x and http://b.example, not javascript:alert(1)')), message(4, fileOf('m.audio', 'voice.ogg')), message(5, fileOf('m.image', 'site.png'))],
  ])
  const files = createRoomFiles(from)
  const shown = () => files.state.getState().entries.map(({ what }) => (what.kind === 'link' ? what.url : what.name))
  expect(shown()).toEqual(['site.png', 'voice.ogg', 'https://a.example/x', 'http://b.example'])
  expect(files.state.getState()).toMatchObject({ hasOlder: true, sinceMs: 3 })
  files.search('resume BOB')
  expect(shown()).toEqual([])
  await files.more()
  expect(shown()).toEqual(['Résumé du budget.pdf'])
  expect(files.state.getState()).toMatchObject({ hasOlder: false, isPaging: false, sinceMs: 1 })
  files.search('')
  for (const [filter, names] of [['pictures', ['site.png']], ['voices', ['voice.ogg']], ['documents', ['Résumé du budget.pdf']], ['links', ['https://a.example/x', 'http://b.example']]] as const) {
    files.setFilter(filter)
    expect([filter, shown()]).toEqual([filter, names])
  }
  files.close()
  expect(from.close).toHaveBeenCalledOnce()
})

test('what was found stays when the window of messages moves on, and goes when it is deleted', () => {
  const from = source([[message(1, fileOf('m.file', 'a.pdf')), message(2, fileOf('m.file', 'b.pdf'))]])
  const files = createRoomFiles(from)
  from.state.setState({ messages: [message(2, { kind: 'deleted' })] })
  expect(files.state.getState().entries.map(({ eventId }) => eventId)).toEqual(['$1'])
})

test('a file that was sent in a thread is found as well; a thread is looked through again only when more was answered', async () => {
  const root = (count: number): Message => ({ ...message(1, text('who has it?')), thread: { count, unreadCount: 0, mentionCount: 0, last: [] } })
  const from = source([[message(0, text('before'))], [root(1)]], { $1: [message(2, fileOf('m.file', 'here.pdf'))] })
  const files = createRoomFiles(from)
  await vi.advanceTimersByTimeAsync(0)
  expect(files.state.getState().entries.map(({ eventId }) => eventId)).toEqual(['$2'])
  await files.more()
  expect(from.listThread).toHaveBeenCalledTimes(1)
  from.state.setState({ messages: [root(2)], hasOlder: true })
  await files.more()
  expect(from.listThread).toHaveBeenCalledTimes(2)
})
