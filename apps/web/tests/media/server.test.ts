// What is said to the server about files, and what of its answers is believed.
import type { SignedIn } from '@chappe/ui/sign-in'
import { afterEach, expect, test, vi } from 'vitest'
import { decryptBytes } from '../../src/session/media/attachment.ts'
import { withFiles } from '../../src/session/media/attach.ts'
import { describeFile } from '../../src/session/media/content.ts'
import { openMedia } from '../../src/session/media/media.ts'
import type { Prepared } from '../../src/session/media/prepare.ts'
import { prepareFile } from '../../src/session/media/prepare.ts'
import { createSending } from '../../src/session/media/sending.ts'
import { bytesOf, exif, HOSTILE, jpeg, png } from './_corpus.ts'

const signal = new AbortController().signal

// Where the page is has to be known before what signs in is loaded.
vi.hoisted(() => Object.assign(globalThis, { location: new URL('https://ministry.example/') }))
afterEach(() => vi.unstubAllGlobals())

/** A session that answers downloads with these bytes, and notes what was asked for. */
function downloading(answer: () => Response): { signedIn: SignedIn; asked: string[] } {
  const asked: string[] = []
  const never = () => Promise.reject(new Error('this is not asked for'))
  const signedIn: SignedIn = {
    deviceId: 'A', call: never, headersFor: never, signOut: never, over: new Promise(() => undefined),
    fetch: (input) => {
      asked.push(String(input))
      return Promise.resolve(answer())
    },
  }
  return { signedIn, asked }
}

/** The browser's older way to send, as a list of what was put where. */
function stubUploads(answers: (number | 'silence' | { status: number; errcode: string })[]): { path: string; type: string; body: Blob }[] {
  const puts: { path: string; type: string; body: Blob }[] = []
  class Request extends EventTarget {
    upload = new EventTarget()
    status = 0
    responseText = ''
    #path = ''
    #type = ''
    open(_method: string, url: URL): void {
      this.#path = url.pathname + url.search
    }
    setRequestHeader(name: string, value: string): void {
      if (name === 'content-type') this.#type = value
    }
    send(body: Blob): void {
      puts.push({ path: this.#path, type: this.#type, body })
      const answer = answers.shift() ?? 200
      if (answer === 'silence') return
      this.status = typeof answer === 'number' ? answer : answer.status
      this.responseText = typeof answer === 'number' ? '{}' : JSON.stringify({ errcode: answer.errcode })
      queueMicrotask(() => {
        this.dispatchEvent(new Event(this.status === 0 ? 'error' : 'load'))
        this.dispatchEvent(new Event('loadend'))
      })
    }
    abort(): void {
      this.dispatchEvent(new Event('abort'))
      this.dispatchEvent(new Event('loadend'))
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request)
  return puts
}

function uploading() {
  let made = 0
  const call = vi.fn(() => Promise.resolve({ content_uri: `mxc://ministry.example/made${(made += 1)}` }))
  return { call, headersFor: () => Promise.resolve({ authorization: 'DPoP x' }) }
}

const PREPARED: Prepared = { bytes: new Blob(['the plans'], { type: 'application/pdf' }), media: 'file', type: 'application/pdf', keepsMetadata: false }
const PICTURE: Prepared = { ...PREPARED, media: 'image', type: 'image/png', width: 40, height: 30, blurhash: 'LEHV6n', preview: { bytes: new Blob(['small'], { type: 'image/webp' }), width: 4, height: 3 } }

test('in an encrypted room the server gets neither name nor type nor content, and who reads the message gets all', async () => {
  const puts = stubUploads([])
  const sending = createSending(uploading(), { prepared: PICTURE, name: 'secret plans.png' }, true)
  await sending.upload({ signal })
  expect(puts.map(({ path, type }) => [path, type])).toEqual([
    ['/_matrix/media/v3/upload/ministry.example/made1', 'application/octet-stream'],
    ['/_matrix/media/v3/upload/ministry.example/made2', 'application/octet-stream'],
  ])
  const content = sending.content('look')
  expect(content).toMatchObject({ msgtype: 'm.image', body: 'look', filename: 'secret plans.png', info: { size: 9, mimetype: 'image/png', w: 40, h: 30 } })
  expect(content).not.toHaveProperty('url')
  const file = describeFile(content)
  const read = async (index: number, key = file?.source?.key) => (key === undefined ? '' : Buffer.from(await decryptBytes((await puts[index]?.body.arrayBuffer()) ?? new ArrayBuffer(0), key)).toString())
  expect(await read(1)).toBe('the plans')
  expect(await read(0, file?.preview?.source.key)).toBe('small')
  expect(await puts[1]?.body.text()).not.toContain('plans')
})

test('in an open room it goes as it is, under its name', async () => {
  const puts = stubUploads([])
  const sending = createSending(uploading(), { prepared: PREPARED, name: 'a b.pdf' }, false)
  await sending.upload({ signal })
  expect(puts).toMatchObject([{ path: '/_matrix/media/v3/upload/ministry.example/made1?filename=a+b.pdf', type: 'application/pdf' }])
  expect(sending.content('')).toMatchObject({ url: 'mxc://ministry.example/made1', body: 'a b.pdf', filename: 'a b.pdf' })
})

test('what arrived without an answer is not sent twice, and what did not arrive goes to the same address', async () => {
  const puts = stubUploads([200, 0, { status: 409, errcode: 'M_CANNOT_OVERWRITE_MEDIA' }])
  const signedIn = uploading()
  const sending = createSending(signedIn, { prepared: PICTURE, name: 'a.png' }, true)
  await expect(sending.upload({ signal })).rejects.toMatchObject({ why: 'unreachable' })
  await sending.upload({ signal })
  expect(puts.map(({ path }) => path.slice(-5))).toEqual(['made1', 'made2', 'made2'])
  expect(signedIn.call).toHaveBeenCalledTimes(2)
  await sending.upload({ signal })
  expect(puts).toHaveLength(3)
})

test.each([[403, 'gone'], [413, 'tooLarge'], [500, 'unreachable']] as const)('the server answers %i: %s', async (status, why) => {
  stubUploads([status])
  await expect(createSending(uploading(), { prepared: PREPARED, name: 'a' }, false).upload({ signal })).rejects.toMatchObject({ why })
})

test('an upload that stands still is begun anew, to the same address; one that stands still again and again waits for the server', async () => {
  vi.useFakeTimers()
  try {
    const puts = stubUploads(['silence'])
    const sent = createSending(uploading(), { prepared: PREPARED, name: 'a' }, false).upload({ signal })
    await vi.advanceTimersByTimeAsync(59_000)
    expect(puts).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2000)
    await sent
    expect(puts.map(({ path }) => path.slice(-16))).toEqual(['made1?filename=a', 'made1?filename=a'])

    const dead = stubUploads(['silence', 'silence', 'silence', 'silence', 'silence'])
    const refused = expect(createSending(uploading(), { prepared: PREPARED, name: 'a' }, false).upload({ signal })).rejects.toMatchObject({ why: 'unreachable' })
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    await refused
    expect(dead).toHaveLength(4)
  } finally {
    vi.useRealTimers()
  }
})

test('an address that has run out is not asked for again', async () => {
  const puts = stubUploads([404])
  const sending = createSending(uploading(), { prepared: PREPARED, name: 'a' }, true)
  await expect(sending.upload({ signal })).rejects.toMatchObject({ why: 'gone' })
  await sending.upload({ signal })
  expect(puts.map(({ path }) => path.slice(-5))).toEqual(['made1', 'made2'])
})

test('a voice says how long and how loud it is', () => {
  stubUploads([])
  const sending = createSending(uploading(), { prepared: { ...PREPARED, media: 'audio' }, name: 'voice.ogg', voice: { durationMs: 5000.4, waveform: [0, 0.5, 1] } }, false)
  return sending.upload({ signal }).then(() =>
    expect(sending.content('')).toMatchObject({ msgtype: 'm.audio', 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': { duration: 5000, waveform: [0, 512, 1024] } }),
  )
})

test('beside an encrypted event its files are named, those of this server and no others', () => {
  const content = { url: 'mxc://ministry.example/plain', file: { url: 'mxc://ministry.example/file' }, info: { thumbnail_url: 'mxc://elsewhere.example/x', thumbnail_file: { url: 'mxc://ministry.example/small' } }, body: 'mxc://ministry.example/words' }
  const event = { getTxnId: () => 'm1', getContent: () => content }
  const client = { getDomain: () => 'ministry.example', getRoom: (roomId: string) => (roomId === '!a:b' ? { getPendingEvents: () => [event] } : null) }
  const named = (path: string) => withFiles(client as never, path).searchParams.getAll('attach_media')
  expect(named('/_matrix/client/v3/rooms/!a%3Ab/send/m.room.encrypted/m1')).toEqual(['mxc://ministry.example/plain', 'mxc://ministry.example/file', 'mxc://ministry.example/small'])
  for (const path of ['/_matrix/client/v3/rooms/!a%3Ab/send/m.room.message/m1', '/_matrix/client/v3/rooms/!a%3Ab/send/m.room.encrypted/m2', '/_matrix/client/v3/rooms/!c%3Ad/send/m.room.encrypted/m1', '/_matrix/client/v3/sync']) {
    expect([path, named(path)]).toEqual([path, []])
  }
})

const IMAGE = { msgtype: 'm.image', body: 'x.png', url: 'mxc://ministry.example/a', info: { size: 10, mimetype: 'image/png' } }
const imageOf = (more = {}) => describeFile({ ...IMAGE, ...more }) ?? expect.unreachable('this is a file')

async function shown(bytes: BodyInit | null, { status = 200, headers = {}, content = {} }: { status?: number; headers?: Record<string, string>; content?: object } = {}) {
  const { signedIn, asked } = downloading(() => new Response(bytes, { status, headers }))
  const media = openMedia(signedIn)
  const { state, release } = media.showWhole(imageOf(content))
  await vi.waitFor(() => expect(state.getState().kind).not.toBe('loading'))
  const now = state.getState()
  release()
  media.close()
  return { now, asked }
}

test('a picture is fetched through the session and has the type of its bytes', async () => {
  const { now, asked } = await shown(jpeg(4, 4), { headers: { 'content-type': 'text/html' } })
  expect(now).toMatchObject({ kind: 'ready', type: 'image/jpeg' })
  expect(asked).toEqual(['/_matrix/client/v1/media/download/ministry.example/a'])
})

test.each(Object.entries(HOSTILE))('%s is fetched and not shown', async (_what, bytes) => {
  expect((await shown(bytes)).now).toEqual({ kind: 'failed', why: 'unsafe' })
})

test.each([[404, 'gone'], [403, 'gone'], [504, 'notYet'], [502, 'unreachable'], [401, 'signedOut']] as const)('the server answers %i: %s', async (status, why) => {
  expect((await shown('{}', { status })).now).toEqual({ kind: 'failed', why })
})

test('what announces more than is shown is not read; what is not what was sent is not decrypted', async () => {
  expect((await shown(png(4, 4), { headers: { 'content-length': '99999999999' } })).now).toEqual({ kind: 'failed', why: 'tooLarge' })
  const file = { url: 'mxc://ministry.example/a', v: 'v2', key: { kty: 'oct', alg: 'A256CTR', key_ops: [], ext: true, k: 'a'.repeat(43) }, iv: 'AAAAAAAAAAAAAAAAAAAAAA', hashes: { sha256: 'A'.repeat(43) } }
  expect((await shown(png(4, 4), { content: { file } })).now).toEqual({ kind: 'failed', why: 'altered' })
})

test('a PDF is handed to its frame when it is one; anything is saved as bytes of no type', async () => {
  const source = { mxc: 'mxc://ministry.example/a', key: undefined }
  const pdf = openMedia(downloading(() => new Response('%PDF-1.7 x')).signedIn)
  expect(Buffer.from(await pdf.readPdf(source, { signal })).toString()).toBe('%PDF-1.7 x')
  const page = openMedia(downloading(() => new Response('<script>')).signedIn)
  await expect(page.readPdf(source, { signal })).rejects.toMatchObject({ why: 'unsafe' })
  expect((await page.read(source, { signal })).type).toBe('application/octet-stream')
})

test('a photograph is made ready: stripped, measured, with a smaller one; what cannot be decoded goes as a file and says so', async () => {
  const seen = { width: 40, height: 30, preview: undefined, blurhash: 'LEHV6n' }
  const decoder = { picture: vi.fn(() => Promise.resolve<typeof seen | undefined>(seen)), redraw: () => Promise.resolve(undefined), film: () => Promise.resolve(undefined) }
  const ready = await prepareFile(new Blob([jpeg(40, 30, [exif(1, 'SECRET')])], { type: 'text/html' }), decoder)
  expect(ready).toMatchObject({ media: 'image', type: 'image/jpeg', width: 40, height: 30, keepsMetadata: false })
  expect(await ready.bytes.text()).not.toContain('SECRET')
  decoder.picture.mockResolvedValueOnce(undefined)
  expect(await prepareFile(new Blob([jpeg(40, 30)]), decoder)).toMatchObject({ media: 'file', keepsMetadata: true })
  decoder.picture.mockClear()
  expect(await prepareFile(new Blob([png(100_000, 100_000)]), decoder)).toMatchObject({ media: 'file' })
  expect(decoder.picture).not.toHaveBeenCalled()
  expect(await prepareFile(new Blob([bytesOf('<svg>')], { type: 'image/svg+xml' }), decoder)).toMatchObject({ media: 'file', type: 'image/svg+xml', keepsMetadata: false })
})
