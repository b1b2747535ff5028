// Media: files that people send each other, honest ones and hostile ones.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createContent,
  getConfigAuthed,
  getContent,
  getContentAuthed,
  getContentOverrideName,
  getContentOverrideNameAuthed,
  getContentThumbnail,
  getContentThumbnailAuthed,
  uploadContent,
  uploadContentToMXC,
} from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MAX = 1_000_000
let chappe: TestServer<Server>
let alice: Person
let bob: Person
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'chappe-media-'))
  chappe = await startTestServer(buildServer, { media: { dir, maxUploadBytes: MAX } })
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await rm(chappe.config.media.dir, { recursive: true, force: true })
})

const UPLOAD = '/_matrix/media/v3/upload'
const C1 = '/_matrix/client/v1/media'

async function upload(person: Person, raw: Uint8Array | string, type = 'application/octet-stream', name?: string): Promise<string> {
  const query = name === undefined ? '' : `?filename=${encodeURIComponent(name)}`
  const answer = await person.request('POST', UPLOAD + query, { raw, headers: { 'content-type': type } })
  expect([answer.status, answer.body]).toEqual([200, { content_uri: expect.stringMatching(/^mxc:\/\/chappe\.test\/[\w-]{24}$/) }])
  return answer.body.content_uri.slice('mxc://'.length)
}

/** Every file below the media folder, by path. */
async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(chappe.config.media.dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name).sort()
}

const rows = async () => (await chappe.database.query('SELECT media_id FROM media')).length
const recorded = async () => Number((await chappe.database.query('SELECT coalesce(sum(row_count), 0) AS n FROM ledger_block'))[0]?.['n'])

test('Alice uploads a file and Bob reads the same bytes, and the read is recorded', async () => {
  const bytes = randomBytes(300_000)
  const mxc = await upload(alice, bytes, 'text/plain; charset=utf-8', 'notes.txt')
  const before = await recorded()
  const answer = await bob.get(`${C1}/download/${mxc}`)
  expect(answer.status).toBe(200)
  expect(Buffer.from(answer.bytes).equals(bytes)).toBe(true)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '300000',
    'content-disposition': 'inline; filename="notes.txt"',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'; script-src 'none';/),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': expect.stringMatching(/^private/),
    'access-control-allow-origin': '*',
  })
  expect(await recorded()).toBe(before + 1)
  const hash = createHash('sha256').update(bytes).digest('hex')
  expect(await filesOnDisk()).toContain(hash)
})

test('the same file twice: two ids, one file; an empty file is a file', async () => {
  const first = await upload(alice, 'the same')
  const files = await filesOnDisk()
  const second = await upload(bob, 'the same')
  expect(second).not.toBe(first)
  expect(await filesOnDisk()).toEqual(files)
  const empty = await bob.get(`${C1}/download/${await upload(alice, '')}`)
  expect([empty.status, empty.bytes.byteLength]).toEqual([200, 0])
})

test.each([createContent, getConfigAuthed, getContentAuthed, getContentOverrideNameAuthed, getContentThumbnailAuthed, uploadContent, uploadContentToMXC])(
  '$operation turns away who has no token',
  async ({ method, path }) => {
    const mxc = await upload(alice, 'hello')
    const [serverName = '', mediaId = ''] = mxc.split('/')
    const full = path.replace('{serverName}', serverName).replace('{mediaId}', mediaId).replace('{fileName}', 'x.txt')
    const answer = await request(chappe.url, method, full)
    expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  },
)

test.each([getContent, getContentOverrideName, getContentThumbnail])('$operation knows no file, by any name', async ({ path }) => {
  const [serverName = '', mediaId = ''] = (await upload(alice, 'hello')).split('/')
  const full = path.replace('{serverName}', serverName).replace('{mediaId}', mediaId).replace('{fileName}', 'x.txt')
  for (const each of [full, full.replace('/v3/', '/r0/')]) {
    const answer = await alice.get(each)
    expect([answer.status, answer.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  }
})

test('unknown files, other servers and paths that climb are not found', async () => {
  const names = ['chappe.test/nothing', 'elsewhere.test/nothing', 'chappe.test/..%2F..%2Fetc%2Fpasswd', 'chappe.test/%2e%2e']
  for (const name of names) {
    const answer = await alice.get(`${C1}/download/${name}`)
    expect([name, answer.status]).toEqual([name, 404])
  }
  expect((await alice.get(`${C1}/download/chappe.test/a%00b`)).status).toBe(400)
})

test('the config says how large an upload may be', async () => {
  expect((await alice.get(`${C1}/config`)).body).toEqual({ 'm.upload.size': MAX })
  expect((await alice.get('/_matrix/media/v3/config')).body).toEqual({ 'm.upload.size': MAX })
})

test('a file that is too large is refused while it streams, and leaves nothing', async () => {
  const before = [await filesOnDisk(), await rows()]
  const declared = await alice.request('POST', UPLOAD, { raw: Buffer.alloc(MAX + 1) })
  expect([declared.status, declared.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  const streamed = await uploadInChunks(alice.token, Array.from({ length: 30 }, () => Buffer.alloc(100_000, 1)))
  expect(streamed).toEqual([413, 'M_TOO_LARGE'])
  expect([await filesOnDisk(), await rows()]).toEqual(before)
  await upload(alice, Buffer.alloc(MAX))
})

test('an upload that breaks off leaves nothing', async () => {
  const before = [await filesOnDisk(), await rows()]
  await breakOff(alice.token, 'content-length: 500000')
  await breakOff(alice.token, 'transfer-encoding: chunked')
  await expect.poll(async () => [await filesOnDisk(), await rows()]).toEqual(before)
  await upload(alice, 'still works')
})

test.each([
  ['image/png', 'inline'],
  ['IMAGE/PNG', 'inline'],
  ['video/mp4; codecs="avc1"', 'inline'],
  ['text/html', 'attachment'],
  ['image/svg+xml', 'attachment'],
  ['application/pdf', 'attachment'],
  ['application/xhtml+xml', 'attachment'],
  ['text/javascript', 'attachment'],
])('%s is served as %s', async (type, disposition) => {
  const answer = await bob.get(`${C1}/download/${await upload(alice, '<script>alert(1)</script>', type)}`)
  expect(answer.headers.get('content-type')).toBe(type)
  expect(answer.headers.get('content-disposition')).toBe(disposition)
})

test.each([
  ['plain.txt', 'attachment; filename="plain.txt"'],
  ['a"b\\c.txt', "attachment; filename*=utf-8''a%22b%5Cc.txt"],
  ['évènement (1).txt', "attachment; filename*=utf-8''%C3%A9v%C3%A8nement%20%281%29.txt"],
  ['x\r\nset-cookie: a=b', 'attachment; filename="xset-cookie: a=b"'],
  ['\u202etxt.exe', 'attachment; filename="txt.exe"'],
])('the file name %j leaves safely', async (name, disposition) => {
  const mxc = await upload(alice, 'x', 'application/octet-stream', name)
  const stored = await bob.get(`${C1}/download/${mxc}`)
  expect(stored.headers.get('content-disposition')).toBe(disposition)
  const chosen = await bob.get(`${C1}/download/${await upload(alice, 'x')}/${encodeURIComponent(name)}`)
  expect(chosen.headers.get('content-disposition')).toBe(disposition)
})

test('U+0000 in the name of a file is left out', async () => {
  const stored = await bob.get(`${C1}/download/${await upload(alice, 'x', 'application/octet-stream', 'nul\0.txt')}`)
  expect(stored.headers.get('content-disposition')).toBe('attachment; filename="nul.txt"')
})

test('what is no content type is some bytes', async () => {
  for (const type of ['nonsense', 'text/html<script>', `text/${'x'.repeat(300)}`, '']) {
    const answer = await bob.get(`${C1}/download/${await upload(alice, 'x', type)}`)
    expect([type, answer.headers.get('content-type')]).toEqual([type, 'application/octet-stream'])
  }
})

test('a part of a file, and a file that the browser has already', async () => {
  const mxc = await upload(alice, '0123456789', 'video/mp4')
  const path = `${C1}/download/${mxc}`
  const get = (headers: Record<string, string>) => bob.request('GET', path, { headers })
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
  const etag = (await bob.get(path)).headers.get('etag') ?? ''
  for (const [range, body, contentRange] of [
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-500', '56789', 'bytes 5-9/10'],
  ] as const) {
    const part = await get({ range })
    expect([part.status, text(part.bytes), part.headers.get('content-range')]).toEqual([206, body, contentRange])
  }
  for (const range of ['bytes=', 'bytes=-', 'bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2']) {
    expect([range, (await get({ range })).status]).toEqual([range, 200])
  }
  expect((await get({ range: 'bytes=10-' })).status).toBe(416)
  expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
  const before = await recorded()
  const unchanged = await get({ 'if-none-match': etag })
  expect([unchanged.status, unchanged.bytes.byteLength]).toEqual([304, 0])
  expect(await recorded()).toBe(before)
})

test('a file announced first: Bob waits for it, and it can be uploaded once', async () => {
  const made = (await alice.post('/_matrix/media/v1/create')).body
  expect(made.unused_expires_at).toBeGreaterThan(chappe.clock.now())
  const mxc = made.content_uri.slice('mxc://'.length)
  const early = await bob.get(`${C1}/download/${mxc}?timeout_ms=0`)
  expect([early.status, early.body.errcode]).toEqual([504, 'M_NOT_YET_UPLOADED'])
  const stolen = await bob.request('PUT', `${UPLOAD}/${mxc}`, { raw: 'mine' })
  expect([stolen.status, stolen.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
  const waiting = bob.get(`${C1}/download/${mxc}?timeout_ms=30000`)
  expect((await alice.request('PUT', `${UPLOAD}/${mxc}`, { raw: 'here it is' })).body).toEqual({})
  expect(Buffer.from((await waiting).bytes).toString()).toBe('here it is')
  const again = await alice.request('PUT', `${UPLOAD}/${mxc}`, { raw: 'something else' })
  expect([again.status, again.body.errcode]).toEqual([409, 'M_CANNOT_OVERWRITE_MEDIA'])
  expect(Buffer.from((await bob.get(`${C1}/download/${mxc}`)).bytes).toString()).toBe('here it is')
})

test('an announcement that is not kept expires; too many at once are refused', async () => {
  const carol = await chappe.person('carol')
  const mxc = (await carol.post('/_matrix/media/v1/create')).body.content_uri.slice('mxc://'.length)
  for (let n = 1; n < 100; n += 1) await carol.post('/_matrix/media/v1/create')
  const refused = await carol.post('/_matrix/media/v1/create')
  expect([refused.status, refused.body.errcode]).toEqual([429, 'M_LIMIT_EXCEEDED'])
  chappe.clock.advance(25 * 3600_000)
  const late = await carol.request('PUT', `${UPLOAD}/${mxc}`, { raw: 'late' })
  expect([late.status, late.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  expect((await bob.get(`${C1}/download/${mxc}`)).status).toBe(404)
  expect((await carol.post('/_matrix/media/v1/create')).status).toBe(200)
})

test('thumbnails come in few sizes, and are made once', async () => {
  const picture = await sharp({ create: { width: 1200, height: 900, channels: 3, background: 'red' } }).jpeg().toBuffer()
  const mxc = await upload(alice, picture, 'image/jpeg')
  const sizeOf = async (query: string) => {
    const answer = await bob.get(`${C1}/thumbnail/${mxc}?${query}`)
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, 'inline; filename="thumbnail.jpg"'])
    const { width, height, format } = await sharp(answer.bytes).metadata()
    return [answer.headers.get('content-type'), format, width, height]
  }
  expect(await sizeOf('width=20&height=20&method=crop')).toEqual(['image/jpeg', 'jpeg', 32, 32])
  expect(await sizeOf('width=64&height=64&method=crop')).toEqual(['image/jpeg', 'jpeg', 96, 96])
  const before = await filesOnDisk()
  expect(await sizeOf('width=300&height=200')).toEqual(['image/jpeg', 'jpeg', 320, 240])
  const after = await filesOnDisk()
  expect(after).toHaveLength(before.length + 1)
  expect(await sizeOf('width=320&height=1&method=scale')).toEqual(['image/jpeg', 'jpeg', 320, 240])
  expect(await filesOnDisk()).toEqual(after)
  expect(await sizeOf('width=9999&height=9999')).toEqual(['image/jpeg', 'jpeg', 800, 600])
})

test('a picture that moves has a thumbnail that moves, for those who ask for one', async () => {
  const frames = await Promise.all(['red', 'green', 'blue'].map((background) => sharp({ create: { width: 400, height: 200, channels: 3, background } }).png().toBuffer()))
  const mxc = await upload(alice, await sharp(frames, { join: { animated: true } }).gif().toBuffer(), 'image/gif')
  const thumbnail = async (query: string, of = mxc) => {
    const answer = await bob.get(`${C1}/thumbnail/${of}?width=96&height=96&${query}`)
    const { pages = 1, width, pageHeight } = await sharp(answer.bytes, { pages: -1 }).metadata()
    return [answer.headers.get('content-type'), answer.headers.get('content-disposition'), pages, width, pageHeight]
  }
  expect(await thumbnail('method=crop&animated=true')).toEqual(['image/webp', 'inline; filename="thumbnail.webp"', 3, 96, 96])
  expect(await thumbnail('animated=true')).toEqual(['image/webp', 'inline; filename="thumbnail.webp"', 3, 320, 160])
  for (const query of ['', 'animated=false']) expect((await thumbnail(query)).slice(0, 3)).toEqual(['image/png', 'inline; filename="thumbnail.png"', 1])
  const one = await upload(alice, await sharp({ create: { width: 200, height: 200, channels: 3, background: 'red' } }).webp().toBuffer(), 'image/webp')
  expect((await thumbnail('animated=true', one)).slice(0, 3)).toEqual(['image/jpeg', 'inline; filename="thumbnail.jpg"', 1])
})

test('a picture that moves for too long, or of too many pixels in all, does not get to', async () => {
  const frame = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'red' } }).png().toBuffer()
  const other = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'blue' } }).png().toBuffer()
  const long = await sharp(Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? frame : other)), { join: { animated: true } }).gif().toBuffer()
  const cut = await bob.get(`${C1}/thumbnail/${await upload(alice, long, 'image/gif')}?width=32&height=32&animated=true`)
  expect((await sharp(cut.bytes, { pages: -1 }).metadata()).pages).toBe(150)
  const [red, blue] = await Promise.all(['red', 'blue'].map((background) => sharp({ create: { width: 4000, height: 4000, channels: 3, background } }).png().toBuffer()))
  const wide = await sharp([red ?? frame, blue ?? frame, red ?? frame, blue ?? frame], { join: { animated: true }, limitInputPixels: false }).gif({ effort: 1, dither: 0, colours: 2 }).toBuffer()
  expect(wide.byteLength).toBeLessThan(MAX)
  const refused = await bob.get(`${C1}/thumbnail/${await upload(alice, wide, 'image/gif')}?width=32&height=32&animated=true`)
  expect([refused.status, refused.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
})

test('a small picture is not blown up, a turned one is upright, and places do not travel along', async () => {
  const small = await sharp({ create: { width: 50, height: 20, channels: 4, background: '#0f08' } })
    .withExif({ IFD0: { Copyright: 'somewhere secret' } }).withMetadata({ orientation: 6 }).png().toBuffer()
  const answer = await bob.get(`${C1}/thumbnail/${await upload(alice, small, 'image/png')}?width=640&height=640`)
  const metadata = await sharp(answer.bytes).metadata()
  expect([metadata.format, metadata.width, metadata.height, metadata.exif]).toEqual(['png', 20, 50, undefined])
  expect(answer.headers.get('content-type')).toBe('image/png')
})

test.each(['webp', 'gif', 'avif'] as const)('a picture as %s has a thumbnail too', async (format) => {
  const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'blue' } })[format]().toBuffer()
  const answer = await bob.get(`${C1}/thumbnail/${await upload(alice, picture, `image/${format}`)}?width=96&height=96&method=crop`)
  expect(answer.status).toBe(200)
  expect((await sharp(answer.bytes).metadata()).width).toBe(96)
})

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><image href="file:///etc/passwd"/></svg>'
test.each([
  ['an SVG', SVG, 'image/svg+xml'],
  ['an SVG that calls itself a PNG', SVG, 'image/png'],
  ['a PDF', '%PDF-1.7\n1 0 obj<<>>endobj', 'application/pdf'],
  ['a PDF that calls itself a JPEG', '%PDF-1.7\n1 0 obj<<>>endobj', 'image/jpeg'],
  ['text', 'hello', 'text/plain'],
  ['an empty picture', '', 'image/png'],
  ['noise', randomBytes(5000), 'image/webp'],
])('%s has no thumbnail', async (_name, bytes, type) => {
  const before = await filesOnDisk()
  const mxc = await upload(alice, bytes, type)
  const answer = await bob.get(`${C1}/thumbnail/${mxc}?width=96&height=96`)
  expect([answer.status, answer.body]).toEqual([400, { errcode: 'M_UNKNOWN', error: 'Cannot generate thumbnails for the requested content' }])
  expect((await filesOnDisk()).filter((file) => file.includes('-') && !before.includes(file))).toEqual([])
})

test('a picture that calls itself something else has no thumbnail', async () => {
  const picture = await sharp({ create: { width: 100, height: 100, channels: 3, background: 'red' } }).png().toBuffer()
  const answer = await bob.get(`${C1}/thumbnail/${await upload(alice, picture, 'text/plain')}?width=96&height=96`)
  expect([answer.status, answer.body.errcode]).toEqual([400, 'M_UNKNOWN'])
})

test('a picture that is cut off has no thumbnail', async () => {
  const noise = await sharp({ create: { width: 600, height: 600, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 30 } } })
    .jpeg().toBuffer()
  const answer = await bob.get(`${C1}/thumbnail/${await upload(alice, noise.subarray(0, noise.length / 2), 'image/jpeg')}?width=800&height=800`)
  expect([answer.status, answer.body.errcode]).toEqual([400, 'M_UNKNOWN'])
})

test('a picture that unpacks to more pixels than fit is refused before it is unpacked', async () => {
  const bomb = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: 'black' }, limitInputPixels: false })
    .toColourspace('b-w').png({ compressionLevel: 6 }).toBuffer()
  expect(bomb.byteLength).toBeLessThan(MAX)
  const answer = await bob.get(`${C1}/thumbnail/${await upload(alice, bomb, 'image/png')}?width=96&height=96`)
  expect([answer.status, answer.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
})

test('sizes that make no sense are refused', async () => {
  const mxc = await upload(alice, 'x', 'image/png')
  for (const query of ['', 'width=0&height=10', 'width=-1&height=10', 'width=a&height=10', 'width=10&height=10&method=stretch']) {
    expect([query, (await bob.get(`${C1}/thumbnail/${mxc}?${query}`)).status]).toEqual([query, 400])
  }
  expect((await bob.get(`${C1}/thumbnail/chappe.test/nothing?width=10&height=10`)).status).toBe(404)
})

test('Bob goes away in the middle of many downloads, and no file stays open', async () => {
  const mxc = await upload(alice, randomBytes(MAX))
  const open = async () => {
    const links = await Promise.all((await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
    return links.filter((link) => link.startsWith(chappe.config.media.dir)).length
  }
  for (let n = 0; n < 20; n += 1) await goAway(bob.token, `${C1}/download/${mxc}`)
  expect((await bob.get(`${C1}/download/${mxc}`)).bytes.byteLength).toBe(MAX)
  await expect.poll(open).toBe(0)
})

test('files are there after a restart', async () => {
  const mxc = await upload(alice, 'lasting')
  await chappe.restart()
  expect(Buffer.from((await bob.get(`${C1}/download/${mxc}`)).bytes).toString()).toBe('lasting')
})

async function uploadInChunks(token: string, chunks: Buffer[]): Promise<[number | undefined, unknown]> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' }
    const sent = httpRequest(new URL(UPLOAD, chappe.url), { method: 'POST', headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve([answer.statusCode, JSON.parse(text).errcode]))
    })
    sent.on('error', reject)
    for (const chunk of chunks) sent.write(chunk)
    sent.end()
  })
}

/** Asks for a file and hangs up at its first bytes. */
async function goAway(token: string, path: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const sent = httpRequest(new URL(path, chappe.url), { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      answer.once('data', () => sent.destroy())
    })
    sent.on('error', () => undefined)
    sent.on('close', () => resolve())
    sent.end()
  })
}

/** Sends a part of an upload and cuts the line once the server has begun to write it down. */
async function breakOff(token: string, framing: string): Promise<void> {
  const { port } = new URL(chappe.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`POST ${UPLOAD} HTTP/1.1\r\nHost: chappe.test\r\nAuthorization: Bearer ${token}\r\n${framing}\r\n\r\n`)
  socket.write(framing.startsWith('transfer') ? `1000\r\n${'x'.repeat(0x1000)}\r\n` : 'x'.repeat(0x1000))
  const { dir } = chappe.config.media
  try {
    await expect.poll(async () => (await readdir(`${dir}/tmp`)).length).toBe(1)
  } finally {
    socket.destroy()
  }
}
