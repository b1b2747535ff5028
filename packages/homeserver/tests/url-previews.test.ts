// Previews of links: what pages say of themselves, and what nobody may make the server do.
import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener, Server as HttpServer } from 'node:http'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { C1, idOf, pathOf, read } from './_media.ts'

const PREVIEW = '/_matrix/client/v1/media/preview_url'
/** Stands for the internet: the one address of this machine that the operator lets the server call. */
const PUBLIC = '127.0.0.2'
/** Stands for what is behind the server. */
const SECRET = '127.0.0.1'

interface Page {
  type: string
  body: string | Uint8Array
  status?: number
  location?: string
}

const pages = new Map<string, Page>()
const calls: string[] = []
let port = 0
let web: HttpServer
let secret: HttpServer
let chappe: TestServer<Server>
let alice: Person

const serve: RequestListener = (incoming, response) => {
  const path = incoming.url ?? ''
  calls.push(`${incoming.socket.localAddress} ${path}`)
  const page = pages.get(path)
  if (path === '/endless') {
    response.writeHead(200, { 'content-type': 'text/html' })
    const drip = setInterval(() => response.write('<p>'.repeat(50_000)), 1)
    response.on('close', () => clearInterval(drip))
  } else if (page === undefined) response.writeHead(404).end()
  else response.writeHead(page.status ?? 200, { 'content-type': page.type, ...(page.location === undefined ? {} : { location: page.location }) }).end(page.body)
}

beforeAll(async () => {
  web = createServer(serve)
  secret = createServer(serve)
  await new Promise<void>((done) => web.listen(0, PUBLIC, done))
  const address = web.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise<void>((done) => secret.listen(port, SECRET, done))
  chappe = await startTestServer(buildServer, {
    media: { dir: await mkdtemp(join(tmpdir(), 'chappe-previews-')), maxUploadBytes: 10_000_000, urlPreviews: true },
    outgoing: { allowedAddresses: [`${PUBLIC}/32`] },
  })
  alice = await chappe.person('alice')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await rm(chappe.config.media.dir, { recursive: true, force: true })
  for (const each of [web, secret]) {
    each.closeAllConnections()
    await new Promise((done) => each.close(done))
  }
})

let made = 0
/** Puts a page into the world; gives back its URL. */
function publish(body: string | Uint8Array, type = 'text/html; charset=utf-8', more: Partial<Page> = {}): string {
  made += 1
  pages.set(`/page${made}`, { type, body, ...more })
  return `http://${PUBLIC}:${port}/page${made}`
}

const preview = (url: string, person: Person = alice): Promise<HttpAnswer> => person.get(`${PREVIEW}?url=${encodeURIComponent(url)}`)
const callsTo = (address: string) => calls.filter((call) => call.startsWith(address)).length
const png = (width = 20, height = 10) => sharp({ create: { width, height, channels: 3, background: 'green' } }).png().toBuffer()

describe('what a page says of itself', () => {
  test('OpenGraph, with its picture kept as a file for everybody who is signed in', async () => {
    const bytes = await png()
    publish(bytes, 'image/png')
    const picture = `/page${made}`
    const url = publish(`<!doctype html><html><head><title>Other</title>
      <meta property="og:title" content="Lunch &amp; dinner"><meta property='og:description' content="  What there\n is "/>
      <meta property="og:site_name" content="Canteen"><meta property="og:image" content="${picture}"><meta property="og:type" content="article">
      </head><body>x</body></html>`)
    const { status, body } = await preview(url)
    expect([status, body]).toEqual([200, {
      'og:title': 'Lunch & dinner',
      'og:description': 'What there is',
      'og:site_name': 'Canteen',
      'og:type': 'article',
      'og:image': expect.stringMatching(/^mxc:\/\/chappe\.test\/[\w-]{24}$/),
      'og:image:type': 'image/png',
      'og:image:width': 20,
      'og:image:height': 10,
      'matrix:image:size': bytes.byteLength,
    }])
    const bob = await chappe.person('bob')
    const kept = await bob.get(`${C1}/download/${pathOf(body['og:image'])}`)
    expect([kept.status, Buffer.from(kept.bytes).equals(bytes)]).toEqual([200, true])
  })

  test.each([
    ['a title and a description', '<title>Plain</title><meta name="description" content="Words">', { 'og:title': 'Plain', 'og:description': 'Words' }],
    ["Twitter's cards", '<meta name="twitter:title" content="Card"><title>Plain</title>', { 'og:title': 'Card' }],
    ['nothing', '<p>Hello</p>', {}],
    ['what it says first', '<title>One</title><svg><title>Two</title></svg>', { 'og:title': 'One' }],
    ['text, never markup', '<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>', { 'og:title': '<script>alert(1)</script>' }],
    ['one line in one direction', '<title>a\u202eb\u0000c\n\n d</title>', { 'og:title': 'ab c d' }],
  ])('%s', async (_what, html, expected) => {
    const { body } = await preview(publish(html))
    expect(body).toEqual(expected)
  })

  test('at most so much of it', async () => {
    const { body } = await preview(publish(`<title>${'t'.repeat(5000)}</title><meta name="description" content="${'d'.repeat(5000)}">`))
    expect([body['og:title'].length, body['og:description'].length]).toEqual([300, 1000])
  })

  test.each([
    ['the header', 'text/html; charset=ISO-8859-1', '<title>d\xe9jeuner</title>', 'déjeuner'],
    ['the page', 'text/html', '<meta charset="windows-1252"><title>d\xe9jeuner \x80</title>', 'déjeuner €'],
    ['the page, the old way', 'text/html', '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><title>\xb3</title>', 'ł'],
    ['its first bytes', 'text/html; charset=iso-8859-1', '\xef\xbb\xbf<title>d\xc3\xa9jeuner</title>', 'déjeuner'],
    ['nobody', 'text/html', '<title>d\xc3\xa9jeuner</title>', 'déjeuner'],
    ['a name that is none', 'text/html; charset=klingon', '<title>d\xc3\xa9jeuner</title>', 'déjeuner'],
  ])('in the encoding that %s says', async (_who, type, html, title) => {
    const { body } = await preview(publish(Buffer.from(html, 'latin1'), type))
    expect(body).toEqual({ 'og:title': title })
  })

  test('a link to a picture is that picture; to anything else, nothing', async () => {
    const { body } = await preview(publish(await png(), 'image/png'))
    expect(body).toMatchObject({ 'og:image': expect.stringMatching(/^mxc:/), 'og:image:width': 20 })
    for (const type of ['application/pdf', 'application/octet-stream', 'text/plain', 'video/mp4', '']) {
      expect([type, (await preview(publish('<title>x</title>', type))).body]).toEqual([type, {}])
    }
  })

  test('a picture that is none is left out, whatever it calls itself', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    for (const [bytes, type] of [[svg, 'image/svg+xml'], [svg, 'image/png'], ['%PDF-1.7', 'image/png'], ['', 'image/png']] as const) {
      const url = publish(bytes, type)
      const before = (await chappe.database.query('SELECT 1 FROM media')).length
      expect((await preview(publish(`<title>x</title><meta property="og:image" content="${url}">`))).body).toEqual({ 'og:title': 'x' })
      expect((await chappe.database.query('SELECT 1 FROM media')).length).toBe(before)
    }
  })

  test('is asked for once, by however many, and again after an hour', async () => {
    const url = publish('<title>Once</title>')
    const path = new URL(url).pathname
    const asked = () => calls.filter((call) => call.endsWith(path)).length
    await Promise.all(Array.from({ length: 10 }, () => preview(url)))
    expect((await preview(`${url}#there`)).body).toEqual({ 'og:title': 'Once' })
    expect(asked()).toBe(1)
    chappe.clock.advance(3600_001)
    await preview(url)
    expect(asked()).toBe(2)
  })

  test('answers under the old path too', async () => {
    const url = publish('<title>Old</title>')
    expect((await alice.get(`/_matrix/media/v3/preview_url?url=${encodeURIComponent(url)}&ts=1510610716656`)).body).toEqual({ 'og:title': 'Old' })
  })

  test('a picture that no event carries is collected after a week', async () => {
    const url = publish(await png(), 'image/png')
    const mxc = (await preview(url)).body['og:image']
    chappe.clock.advance(6 * 24 * 3600_000)
    await chappe.server.homeserver.ports.media.collect()
    expect(await read(alice, mxc)).toBe(200)
    chappe.clock.advance(2 * 24 * 3600_000)
    await chappe.server.homeserver.ports.media.collect()
    expect(await read(alice, mxc)).toBe(404)
    expect((await chappe.database.query('SELECT 1 FROM media WHERE media_id = $1', [idOf(mxc)])).length).toBe(0)
  })
})

describe('nobody makes the server call what is behind it', () => {
  const unread = [404, 'M_NOT_FOUND']

  test.each([
    `http://${SECRET}:PORT/`, 'http://127.1:PORT/', 'http://2130706433:PORT/', 'http://0x7f000001:PORT/', 'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/', 'http://[::ffff:7f00:1]:PORT/', 'http://localhost:PORT/', 'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/', 'http://192.168.1.1/', 'http://[fe80::1]/', 'http://[fd00::1]/', 'http://0.0.0.0:PORT/',
  ])('%s', async (written) => {
    const before = callsTo(SECRET)
    expect(refusal(await preview(written.replace('PORT', String(port))))).toEqual(unread)
    expect(callsTo(SECRET)).toBe(before)
  })

  test('by a redirect, or by the picture of a page', async () => {
    const before = callsTo(SECRET)
    const target = `http://${SECRET}:${port}/secret`
    pages.set('/secret', { type: 'text/html', body: '<title>secret</title>' })
    expect(refusal(await preview(publish('', 'text/html', { status: 302, location: target })))).toEqual(unread)
    const hop = publish('', 'text/html', { status: 307, location: target })
    expect(refusal(await preview(publish('', 'text/html', { status: 301, location: hop })))).toEqual(unread)
    expect((await preview(publish(`<title>x</title><meta property="og:image" content="${target}">`))).body).toEqual({ 'og:title': 'x' })
    const picture = publish('', 'image/png', { status: 302, location: target })
    expect((await preview(publish(`<title>y</title><meta property="og:image" content="${picture}">`))).body).toEqual({ 'og:title': 'y' })
    expect(callsTo(SECRET)).toBe(before)
  })

  test('redirects among what may be called are followed, a few of them', async () => {
    const end = publish('<title>There</title>')
    expect((await preview(publish('', 'text/html', { status: 302, location: end }))).body).toEqual({ 'og:title': 'There' })
    pages.set('/circle', { type: 'text/html', body: '', status: 302, location: '/circle' })
    expect(refusal(await preview(`http://${PUBLIC}:${port}/circle`))).toEqual(unread)
  })

  test.each(['file:///etc/passwd', 'ftp://example.org/', 'javascript:alert(1)', 'data:text/html,x', 'nothing'])('%s is no page', async (url) => {
    expect(refusal(await preview(url))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('a page that is not there, and a host that is not', async () => {
    expect(refusal(await preview(`http://${PUBLIC}:${port}/nowhere`))).toEqual(unread)
    expect(refusal(await preview(`http://${PUBLIC}:1/`))).toEqual(unread)
  })
})

describe('a page cannot harm who reads it', () => {
  test('an endless one is cut', async () => {
    expect((await preview(`http://${PUBLIC}:${port}/endless`)).body).toEqual({})
  })

  test.each([
    ['deep', '<div>'.repeat(100_000)],
    ['deep and closed', '<b>'.repeat(60_000) + '</i>'.repeat(60_000)],
    ['full of attributes', `<meta ${'a="b" '.repeat(80_000)}>`],
    ['one tag that never ends', `<meta property="${'x'.repeat(400_000)}`],
    ['full of metas', '<meta charset'.repeat(30_000)],
    ['noise', Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 256)).toString('latin1')],
  ])('%s', async (_how, html) => {
    const answer = await preview(publish(`<title>Still here</title>${html}`))
    expect([answer.status, answer.body]).toEqual([200, { 'og:title': 'Still here' }])
  })

  test('a picture of too many bytes, or of too many pixels, is left out', async () => {
    const large = publish(Buffer.alloc(6_000_000), 'image/png')
    const bomb = publish(await sharp({ create: { width: 8000, height: 8000, channels: 3, background: 'black' }, limitInputPixels: false }).toColourspace('b-w').png().toBuffer(), 'image/png')
    for (const url of [large, bomb]) {
      expect((await preview(publish(`<title>x</title><meta property="og:image" content="${url}">`))).body).toEqual({ 'og:title': 'x' })
    }
  })
})

describe('previews are off', () => {
  test('unless the operator turns them on, in both profiles', async () => {
    for (const profile of ['government', 'matrix'] as const) {
      await using plain = await startTestServer(buildServer, { profile, outgoing: { allowedAddresses: [`${PUBLIC}/32`] } })
      const dave = await madeByOperator(plain, 'dave')
      const url = publish('<title>x</title>')
      const before = calls.length
      expect(refusal(await preview(url, dave))).toEqual([404, 'M_UNRECOGNIZED'])
      expect(calls.length).toBe(before)
    }
  })

  test('to who is not signed in, without a call', async () => {
    const url = publish('<title>x</title>')
    const before = calls.length
    const answer = await request(chappe.url, 'GET', `${PREVIEW}?url=${encodeURIComponent(url)}`)
    expect(refusal(answer)).toEqual([401, 'M_MISSING_TOKEN'])
    expect(calls.length).toBe(before)
  })
})
