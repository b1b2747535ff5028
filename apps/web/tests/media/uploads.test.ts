// Files on their way: Alice lays them out, sends them, stops, goes on, and thinks better of it.
import { createStore } from 'zustand/vanilla'
import { expect, test, vi } from 'vitest'
import type { Prepared } from '../../src/session/media/prepare.ts'
import type { Sending } from '../../src/session/media/sending.ts'
import { MediaError } from '../../src/session/media/types.ts'
import type { Connection } from '../../src/session/types.ts'
import type { UploadsDeps } from '../../src/viewmodels/uploads.ts'
import { createUploads, FILES_MAX } from '../../src/viewmodels/uploads.ts'

const ROOM = '!budget:test'
const file = (name: string, size = 3) => new File([new Uint8Array(size)], name)

/** A server that takes files when the test says so. */
function openWorld({ bytesMax = 1000, confirm = () => Promise.resolve(true) }: { bytesMax?: number; confirm?: UploadsDeps['confirm'] } = {}) {
  const sent: unknown[] = []
  const uploading: { name: string; done: PromiseWithResolvers<void>; tell(part: number): void }[] = []
  const connection = createStore<Connection>(() => 'online')
  const files: UploadsDeps['files'] = {
    prepare: (blob) => Promise.resolve({ bytes: blob, media: 'file', type: 'application/pdf', keepsMetadata: false } satisfies Prepared),
    begin: ({ name }): Sending => ({
      upload({ signal, onProgress }) {
        const done = Promise.withResolvers<void>()
        signal.addEventListener('abort', () => done.reject(new Error('aborted')))
        uploading.push({ name, done, tell: (part) => onProgress?.(part) })
        return done.promise
      },
      content: (caption) => ({ name, caption }),
    }),
    send(content, { roomId, threadId }) {
      sent.push([roomId, threadId, content])
      return Promise.resolve()
    },
    media: { uploadBytesMax: () => Promise.resolve(bytesMax) },
  }
  const all = createUploads({ files, connection, confirm })
  return { all, uploads: all.of(ROOM), sent, uploading, connection }
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
  expect(await uploads.send('the figures')).toBe(true)
  await until(() => expect(uploading).toHaveLength(1))
  expect(stages(world)).toEqual(['a.pdf uploading', 'b.pdf waiting', 'c.pdf waiting'])
  uploading[0]?.tell(0.5)
  expect(uploads.state.getState().items[0]?.progress).toBe(0.5)
  expect(world.all.isBusy()).toBe(true)
  for (const index of [0, 1, 2]) {
    await until(() => expect(uploading).toHaveLength(index + 1))
    uploading[index]?.done.resolve()
  }
  await until(() => expect(sent).toHaveLength(3))
  expect(sent).toEqual([
    [ROOM, undefined, { name: 'a.pdf', caption: 'the figures' }],
    [ROOM, undefined, { name: 'b.pdf', caption: 'the second' }],
    [ROOM, undefined, { name: 'c.pdf', caption: '' }],
  ])
  expect(world.all.isBusy()).toBe(false)
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
  expect(await uploads.send('look')).toBe(false)
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
