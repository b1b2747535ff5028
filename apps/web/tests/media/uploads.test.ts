// Files on their way: Alice lays them out, sends them, stops, goes on, and thinks better of it.
import { createStore } from 'zustand/vanilla'
import { expect, test, vi } from 'vitest'
import type { Prepared } from '../../src/session/media/prepare.ts'
import type { Sending } from '../../src/session/media/sending.ts'
import { MediaError } from '../../src/session/media/types.ts'
import type { Connection } from '../../src/session/types.ts'
import type { UploadsDeps } from '../../src/viewmodels/media/uploads.ts'
import { createUploads, FILES_MAX } from '../../src/viewmodels/media/uploads.ts'
import type { Shelf } from './_kept.ts'
import { openKept, openShelf } from './_kept.ts'

const ROOM = '!budget:test'
const file = (name: string, size = 3) => new File([new Uint8Array(size)], name)

/** A server that takes files when the test says so. */
function openWorld({ bytesMax = 1000, confirm = () => Promise.resolve(true), shelf = openShelf(), delayMs = () => 0 }: { delayMs?: (bytes: number) => number; bytesMax?: number; confirm?: UploadsDeps['confirm']; shelf?: Shelf } = {}) {
  const sent: unknown[] = []
  const transactions: string[] = []
  const uploading: { name: string; done: PromiseWithResolvers<void>; tell(part: number): void }[] = []
  const connection = createStore<Connection>(() => 'online')
  const files: UploadsDeps['files'] = {
    async prepare(blob) {
      await new Promise((done) => setTimeout(done, delayMs(blob.size)))
      return { bytes: blob, media: 'file', type: 'application/pdf', keepsMetadata: false } satisfies Prepared
    },
    begin: ({ name }): Sending => ({
      upload({ signal, onProgress }) {
        const done = Promise.withResolvers<void>()
        signal.addEventListener('abort', () => done.reject(new Error('aborted')))
        uploading.push({ name, done, tell: (part) => onProgress?.(part) })
        return done.promise
      },
      content: (caption) => ({ name, caption }),
    }),
    send(content, { roomId, threadId }, txnId) {
      transactions.push(txnId)
      sent.push([roomId, threadId, content])
      return Promise.resolve()
    },
    media: { uploadBytesMax: () => Promise.resolve(bytesMax) },
    kept: openKept(shelf),
  }
  const all = createUploads({ files, connection, confirm })
  return { all, uploads: all.of(ROOM), sent, transactions, uploading, connection, shelf }
}

const stages = ({ uploads }: ReturnType<typeof openWorld>) => uploads.state.getState().items.map(({ name, stage }) => `${name} ${stage}`)
const until = (check: () => void) => vi.waitFor(check)

test('Alice lays out three files with one caption; they go one after the other and arrive in their order', async () => {
  const world = openWorld()
  const { uploads, uploading, sent } = world
  uploads.add([file('a.pdf'), file('b.pdf'), file('c.pdf')])
  await until(() => expect(stages(world)).toEqual(['a.pdf laidOut', 'b.pdf laidOut', 'c.pdf laidOut']))
  expect(uploading).toEqual([])
  uploads.setCaption(uploads.state.getState().items[1]?.id ?? 0, 'the second')
  expect(await uploads.send({ text: 'the figures', content: undefined })).toBe(true)
  await until(() => expect(uploading).toHaveLength(1))
  expect(stages(world)).toEqual(['a.pdf uploading', 'b.pdf waiting', 'c.pdf waiting'])
  uploading[0]?.tell(0.5)
  expect(uploads.state.getState().items[0]?.progress).toBe(0.5)
  expect(world.all.countUnsent()).toBe(3)
  for (const index of [0, 1, 2]) {
    await until(() => expect(uploading).toHaveLength(index + 1))
    uploading[index]?.done.resolve()
  }
  await until(() => expect(sent).toHaveLength(3))
  expect(sent).toEqual([
    [ROOM, undefined, { name: 'a.pdf', caption: '', body: 'the figures' }],
    [ROOM, undefined, { name: 'b.pdf', caption: 'the second' }],
    [ROOM, undefined, { name: 'c.pdf', caption: '' }],
  ])
  expect(world.all.countUnsent()).toBe(0)
})

test('she pauses one: the next goes; it goes on when she says so, and only then', async () => {
  const world = openWorld()
  const { uploads, uploading, sent } = world
  uploads.add([file('a.pdf'), file('b.pdf')])
  await uploads.send()
  await until(() => expect(uploading).toHaveLength(1))
  uploads.pause(uploads.state.getState().items[0]?.id ?? 0)
  await until(() => expect(stages(world)).toEqual(['a.pdf paused', 'b.pdf uploading']))
  uploading[1]?.done.resolve()
  await until(() => expect(sent).toHaveLength(1))
  expect(stages(world)).toEqual(['a.pdf paused'])
  uploads.resume(uploads.state.getState().items[0]?.id ?? 0)
  await until(() => expect(uploading).toHaveLength(3))
  uploading[2]?.done.resolve()
  await until(() => expect(sent).toHaveLength(2))
})

test('the server goes away: the file waits for it and goes on by itself', async () => {
  const world = openWorld()
  const { uploads, uploading, sent, connection } = world
  uploads.add([file('a.pdf')])
  await uploads.send()
  await until(() => expect(uploading).toHaveLength(1))
  uploading[0]?.done.reject(new MediaError('unreachable'))
  await until(() => expect(stages(world)).toEqual(['a.pdf away']))
  connection.setState('offline', true)
  expect(uploading).toHaveLength(1)
  connection.setState('online', true)
  await until(() => expect(uploading).toHaveLength(2))
  uploading[1]?.done.resolve()
  await until(() => expect(sent).toHaveLength(1))
})

test('the server refuses it: it says why and waits for her, whatever the connection does', async () => {
  const world = openWorld()
  const { uploads, uploading, connection } = world
  uploads.add([file('a.pdf')])
  await uploads.send()
  await until(() => expect(uploading).toHaveLength(1))
  uploading[0]?.done.reject(new MediaError('gone'))
  await until(() => expect(uploads.state.getState().items[0]).toMatchObject({ stage: 'failed', why: 'gone' }))
  connection.setState('offline', true)
  connection.setState('online', true)
  expect(stages(world)).toEqual(['a.pdf failed'])
  uploads.remove(uploads.state.getState().items[0]?.id ?? 0)
  expect(stages(world)).toEqual([])
})

test('she cancels one that is under way: its transfer ends and nothing is sent', async () => {
  const world = openWorld()
  const { uploads, uploading, sent } = world
  uploads.add([file('a.pdf'), file('b.pdf')])
  await uploads.send()
  await until(() => expect(uploading).toHaveLength(1))
  uploads.remove(uploads.state.getState().items[0]?.id ?? 0)
  await expect(uploading[0]?.done.promise).rejects.toThrow('aborted')
  await until(() => expect(uploading).toHaveLength(2))
  uploading[1]?.done.resolve()
  await until(() => expect(sent).toEqual([[ROOM, undefined, { name: 'b.pdf', caption: '' }]]))
})

test('what is larger than the server takes is said before, and stays behind', async () => {
  const world = openWorld({ bytesMax: 10 })
  const { uploads, uploading } = world
  uploads.add([file('large.pdf', 11), file('small.pdf')])
  await until(() => expect(uploads.state.getState().bytesMax).toBe(10))
  await until(() => expect(stages(world)).toEqual(['large.pdf laidOut', 'small.pdf laidOut']))
  expect(uploads.isReady()).toBe(true)
  await uploads.send()
  await until(() => expect(uploading.map(({ name }) => name)).toEqual(['small.pdf']))
  expect(uploads.isReady()).toBe(false)
  expect(stages(world)).toEqual(['large.pdf laidOut', 'small.pdf uploading'])
})

const ORDER = { text: 'read this', content: { 'org.chappe.priority': 'urgent', format: 'org.matrix.custom.html', formatted_body: '<b>read this</b>' } }

test('what is asked of the readers goes with the first file that goes, whichever that is: nobody has a file without it', async () => {
  const world = openWorld()
  const { uploads, uploading, sent } = world
  uploads.add([file('a.pdf'), file('b.pdf'), file('c.pdf')])
  await until(() => expect(stages(world)).toEqual(['a.pdf laidOut', 'b.pdf laidOut', 'c.pdf laidOut']))
  const [a = 0, b = 0] = uploads.state.getState().items.map(({ id }) => id)
  uploads.setCaption(b, 'the second')
  await uploads.send(ORDER)
  await until(() => expect(uploading).toHaveLength(1))
  uploading[0]?.done.reject(new MediaError('tooLarge'))
  await until(() => expect(uploading).toHaveLength(2))
  uploading[1]?.done.resolve()
  await until(() => expect(sent).toEqual([[ROOM, undefined, { name: 'b.pdf', caption: '', body: 'read this\nthe second', 'org.chappe.priority': 'urgent' }]]))
  await until(() => expect(uploading).toHaveLength(3))
  uploading[2]?.done.resolve()
  await until(() => expect(sent).toHaveLength(2))
  uploads.resume(a)
  await until(() => expect(uploading).toHaveLength(4))
  uploading[3]?.done.resolve()
  await until(() => expect(sent.slice(1)).toEqual([[ROOM, undefined, { name: 'c.pdf', caption: '' }], [ROOM, undefined, { name: 'a.pdf', caption: '' }]]))
})

test('whoever takes the file away that words were to go with has them with the next, or gets them back', async () => {
  const world = openWorld()
  const { uploads, uploading, sent, shelf } = world
  uploads.add([file('a.pdf'), file('b.pdf')])
  await until(() => expect(stages(world)).toEqual(['a.pdf laidOut', 'b.pdf laidOut']))
  const [a = 0, b = 0] = uploads.state.getState().items.map(({ id }) => id)
  await uploads.send(ORDER)
  uploads.pause(b)
  expect(uploads.remove(a)).toBeUndefined()
  await until(() => expect([...shelf.notes.kept.values()].map((text) => text.includes('read this'))).toEqual([true]))
  // Also where the page is closed in between.
  const second = openWorld({ shelf })
  await until(() => expect(stages(second)).toEqual(['b.pdf paused']))
  second.uploads.resume(second.uploads.state.getState().items[0]?.id ?? 0)
  await until(() => expect(second.uploading).toHaveLength(1))
  second.uploading[0]?.done.resolve()
  await until(() => expect(second.sent).toEqual([[ROOM, undefined, { name: 'b.pdf', caption: '', body: 'read this', ...ORDER.content }]]))
  expect([uploads.remove(b), uploading.length, sent]).toEqual(['read this', 1, []])
})

test('more than fifty at once are left out, and she hears of it', () => {
  const { uploads } = openWorld()
  uploads.add(Array.from({ length: FILES_MAX + 7 }, (_, index) => file(`${index}.pdf`)))
  expect(uploads.state.getState()).toMatchObject({ leftOut: 7 })
  expect(uploads.state.getState().items).toHaveLength(FILES_MAX)
})

test('asked whether an open room is the place for it, she says no: everything is as it was', async () => {
  const asked: unknown[] = []
  const world = openWorld({ confirm: (roomId, names) => Promise.resolve(asked.push([roomId, names]) < 0) })
  const { uploads, uploading } = world
  uploads.add([file('../secret\u202Efdp.exe')])
  await until(() => expect(stages(world)).toEqual(['_secretfdp.exe laidOut']))
  expect(await uploads.send({ text: 'look', content: undefined })).toBe(false)
  expect(asked).toEqual([[ROOM, ['_secretfdp.exe']]])
  expect(uploads.state.getState().items[0]).toMatchObject({ stage: 'laidOut', caption: '' })
  expect(await uploads.sendVoice(new Blob(['x']), { durationMs: 1, waveform: [] }, 'voice.ogg')).toBe(false)
  expect(stages(world)).toEqual(['_secretfdp.exe laidOut'])
  expect(uploading).toEqual([])
})

test('each room, and each thread in it, has files of its own, and keeps them while another is looked at', () => {
  const { all, uploads } = openWorld()
  uploads.add([file('a.pdf')])
  expect(all.of('!other:test').state.getState().items).toEqual([])
  expect(all.of(ROOM, '$thread').state.getState().items).toEqual([])
  expect(all.of(ROOM).state.getState().items).toHaveLength(1)
})

test('she reloads while files go: what was on its way goes on, what was laid out lies there, what was paused waits', async () => {
  const first = openWorld()
  first.uploads.add([file('a.pdf'), file('b.pdf'), file('c.pdf')])
  await until(() => expect(stages(first)).toEqual(['a.pdf laidOut', 'b.pdf laidOut', 'c.pdf laidOut']))
  await first.uploads.send({ text: 'the figures', content: undefined })
  first.uploads.pause(first.uploads.state.getState().items[1]?.id ?? 0)
  first.uploads.add([file('d.pdf')])
  await until(() => expect(stages(first)).toEqual(['a.pdf uploading', 'b.pdf paused', 'c.pdf waiting', 'd.pdf laidOut']))
  await until(() => expect(first.all.isBusy()).toBe(false))
  first.uploads.setCaption(first.uploads.state.getState().items[3]?.id ?? 0, 'not yet')
  await first.shelf.notes.all()

  const second = openWorld({ shelf: first.shelf })
  await until(() => expect(stages(second)).toEqual(['a.pdf uploading', 'b.pdf paused', 'c.pdf waiting', 'd.pdf laidOut']))
  for (const index of [0, 1]) {
    await until(() => expect(second.uploading).toHaveLength(index + 1))
    second.uploading[index]?.done.resolve()
  }
  await until(() => expect(second.sent).toEqual([[ROOM, undefined, { name: 'a.pdf', caption: '', body: 'the figures' }], [ROOM, undefined, { name: 'c.pdf', caption: '' }]]))
  expect(second.uploads.state.getState().items.map(({ caption }) => caption)).toEqual(['', 'not yet'])
  expect(second.all.countUnsent()).toBe(2)

  // What was sent is not sent by the next page, and what is sent is the same transaction as it would have been before.
  await until(() => expect(first.shelf.bytes.kept.size).toBe(2))
  const third = openWorld({ shelf: first.shelf })
  await until(() => expect(stages(third)).toEqual(['b.pdf paused', 'd.pdf laidOut']))
})

test('what is said to lie ready is there after a reload in the same moment', async () => {
  const shelf = openShelf()
  const first = openWorld({ shelf })
  const slow = Promise.withResolvers<void>()
  const set = shelf.bytes.set.bind(shelf.bytes)
  shelf.bytes.set = async (name, bytes) => {
    await slow.promise
    await set(name, bytes)
  }
  first.uploads.add([file('site.jpg')])
  await until(() => expect(first.uploads.state.getState().items[0]?.media).toBe('file'))
  expect(stages(first)).toEqual(['site.jpg preparing'])
  // Who does not want to wait need not.
  expect(first.uploads.isReady()).toBe(true)
  slow.resolve()
  await until(() => expect(stages(first)).toEqual(['site.jpg laidOut']))
  const second = openWorld({ shelf })
  await until(() => expect(stages(second)).toEqual(['site.jpg laidOut']))
})

test('the page is closed between the upload and the message: the next page sends it as the same transaction', async () => {
  const first = openWorld()
  first.uploads.add([file('a.pdf')])
  await until(() => expect(first.all.isBusy()).toBe(false))
  await first.uploads.send()
  await until(() => expect(first.uploading).toHaveLength(1))
  const kept = [...first.shelf.notes.kept]
  const bytes = [...first.shelf.bytes.kept]
  first.uploading[0]?.done.resolve()
  await until(() => expect(first.sent).toHaveLength(1))
  for (const [name, note] of kept) first.shelf.notes.kept.set(name, note)
  for (const [name, each] of bytes) first.shelf.bytes.kept.set(name, each)
  const second = openWorld({ shelf: first.shelf })
  await until(() => expect(second.uploading).toHaveLength(1))
  second.uploading[0]?.done.resolve()
  await until(() => expect(second.transactions).toEqual(first.transactions))
})

test('what the browser has no room for asks before the page is closed, and is not forgotten in silence', async () => {
  const first = openWorld()
  first.uploads.add([file('film.mp4', 251), file('a.pdf')])
  await until(() => expect(first.uploads.state.getState().items.map(({ isKept }) => isKept)).toEqual([false, true]))
  expect(first.all.isBusy()).toBe(true)
  const second = openWorld({ shelf: first.shelf })
  await until(() => expect(second.uploads.state.getState().items).toMatchObject([{ name: 'film.mp4', stage: 'failed', why: 'notKept' }, { name: 'a.pdf', stage: 'laidOut' }]))
  expect(second.all.isBusy()).toBe(false)
  second.uploads.remove(second.uploads.state.getState().items[0]?.id ?? 0)
  await until(() => expect(first.shelf.notes.kept.size).toBe(1))
})

test('what is ready sooner does not overtake what was handed in before it, nor after a reload', async () => {
  const first = openWorld({ delayMs: (bytes) => (bytes > 50 ? 60 : 0) })
  first.uploads.add([file('photograph.jpg', 60), file('a.pdf'), file('b.pdf')])
  await until(() => expect(first.uploads.state.getState().items.map(({ isKept }) => isKept)).toEqual([true, true, true]))
  const second = openWorld({ shelf: first.shelf })
  await until(() => expect(stages(second)).toEqual(['photograph.jpg laidOut', 'a.pdf laidOut', 'b.pdf laidOut']))
})
