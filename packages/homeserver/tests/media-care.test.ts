// Quarantine, deletion, quotas, and what is collected by itself.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import { C1, expectUnknown, idOf, pathOf, PICTURE, read, RESTRICTED, upload } from './_media.ts'

const HOUR = 3600_000
let chappe: TestServer<Server>
let alice: Person
let bob: Person
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'chappe-care-'))
  chappe = await startTestServer(buildServer, { media: { dir, maxUploadBytes: 40_000_000 } })
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await rm(chappe.config.media.dir, { recursive: true, force: true })
})

const care = () => chappe.server.homeserver.ports.media
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Every file below the media folder, by name. */
async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(chappe.config.media.dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

const hasRow = async (mxc: string) => (await chappe.database.query('SELECT 1 FROM media WHERE media_id = $1', [idOf(mxc)])).length === 1

describe('a file in quarantine', () => {
  test('is read by nobody, not by its owner, nor under another id, nor uploaded again, until it is let out', async () => {
    const bytes = randomBytes(100)
    const [first, second] = [await upload(alice, bytes), await upload(bob, bytes)]
    expect(await care().quarantine(idOf(first), '@officer:chappe.test')).toBe(2)
    const third = await upload(bob, bytes)
    const later = (await alice.post('/_matrix/media/v1/create')).body.content_uri
    expect((await alice.request('PUT', `/_matrix/media/v3/upload/${pathOf(later)}`, { raw: bytes })).status).toBe(200)
    for (const mxc of [first, second, third, later]) {
      await expectUnknown(alice, mxc)
      await expectUnknown(bob, mxc)
    }
    expect(refusal(await alice.post(`${RESTRICTED}/copy/${pathOf(first)}`))).toEqual([404, 'M_NOT_FOUND'])
    expect(await care().unquarantine(idOf(second))).toBe(4)
    for (const mxc of [first, second, third, later]) expect(await read(bob, mxc)).toBe(200)
    expect(await care().quarantine('no-such-file', '@officer:chappe.test')).toBe(0)
  })

  test('is not shown from what the browser has already', async () => {
    const mxc = await upload(alice, randomBytes(10))
    const path = `${C1}/download/${pathOf(mxc)}`
    const etag = (await bob.get(path)).headers.get('etag') ?? ''
    const again = () => bob.request('GET', path, { headers: { 'if-none-match': etag } })
    expect((await again()).status).toBe(304)
    await care().quarantine(idOf(mxc), '@officer:chappe.test')
    expect((await again()).status).toBe(404)
  })

  test('can be all that a room carries, or all that somebody has uploaded', async () => {
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    const [sent, other] = [await upload(alice, randomBytes(10)), await upload(alice, randomBytes(10))]
    await alice.send(roomId, 'm.room.message', { msgtype: 'm.image', body: 'x', url: sent })
    expect(await care().quarantineRoom(roomId, '@officer:chappe.test')).toBe(1)
    expect([await read(bob, sent), await read(bob, other)]).toEqual([404, 200])
    const carol = await chappe.person('carol')
    const hers = [await upload(carol, randomBytes(10)), await upload(carol, randomBytes(10))]
    expect(await care().quarantineUser(carol.userId, '@officer:chappe.test')).toBe(2)
    for (const mxc of hers) expect(await read(bob, mxc)).toBe(404)
    expect(await read(bob, other)).toBe(200)
  })
})

describe('deletion', () => {
  test('takes the bytes with the last id that has them, and the thumbnails with the bytes', async () => {
    const sharp = (await import('sharp')).default
    const bytes = await sharp({ create: { width: 90, height: 90, channels: 3, background: 'teal' } }).png().toBuffer()
    const [first, second] = [await upload(alice, bytes), await upload(bob, bytes)]
    await bob.get(`${C1}/thumbnail/${pathOf(first)}?width=32&height=32&method=crop`)
    const mine = async () => (await filesOnDisk()).filter((name) => name.startsWith(hashOf(bytes))).length
    expect(await mine()).toBe(2)
    expect(await care().delete(idOf(first))).toBe(1)
    expect([await read(bob, first), await read(bob, second), await mine()]).toEqual([404, 200, 2])
    expect(await care().delete(idOf(second))).toBe(1)
    expect([await read(bob, second), await mine()]).toEqual([404, 0])
    expect(await care().delete(idOf(second))).toBe(0)
    const again = await upload(alice, bytes)
    expect(await read(bob, again)).toBe(200)
  })
})

describe('what is collected', () => {
  test('files announced that never came, and files whose event never came, after a day', async () => {
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    const announced = (await alice.post('/_matrix/media/v1/create')).body.content_uri
    const forgotten = await upload(alice, randomBytes(10), `${RESTRICTED}/upload`)
    const carried = await upload(alice, randomBytes(10), `${RESTRICTED}/upload`)
    const shown = await upload(alice, randomBytes(10), `${RESTRICTED}/upload`)
    const plain = await upload(alice, randomBytes(10))
    await alice.send(roomId, 'm.room.message', { msgtype: 'm.image', body: 'x', url: carried })
    await alice.put(`/_matrix/client/v3/profile/${alice.userId}/avatar_url`, { avatar_url: shown })
    const kept = async () => Promise.all([announced, forgotten, carried, shown, plain].map(hasRow))
    chappe.clock.advance(23 * HOUR)
    await care().collect()
    expect(await kept()).toEqual([true, true, true, true, true])
    chappe.clock.advance(2 * HOUR)
    await care().collect()
    expect(await kept()).toEqual([false, false, true, true, true])
    expect([await read(bob, forgotten), await read(bob, carried), await read(bob, plain)]).toEqual([404, 200, 200])
  })

  test('files without a row, once they are old enough to have one', async () => {
    const orphan = async (ageMs: number) => {
      const bytes = randomBytes(20)
      const hash = hashOf(bytes)
      const folder = join(chappe.config.media.dir, 'files', hash.slice(0, 2), hash.slice(2, 4))
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, hash), bytes)
      const at = (chappe.clock.now() - ageMs) / 1000
      await utimes(join(folder, hash), at, at)
      return hash
    }
    const [old, young] = [await orphan(2 * HOUR), await orphan(HOUR / 2)]
    const kept = randomBytes(20)
    const mxc = await upload(alice, kept)
    await care().collect()
    const names = await filesOnDisk()
    expect([names.includes(old), names.includes(young), names.includes(hashOf(kept))]).toEqual([false, true, true])
    expect(await read(bob, mxc)).toBe(200)
  })

  test('nothing that is uploaded at that moment', async () => {
    const bytes = randomBytes(50)
    const uploads = Array.from({ length: 20 }, () => upload(alice, bytes))
    const deletions = (async () => {
      for (const each of uploads) await care().delete(idOf(await each))
      await care().collect()
    })()
    await deletions
    const last = await Promise.all(Array.from({ length: 5 }, () => upload(alice, bytes)))
    await Promise.all([care().collect(), ...last.slice(1).map((each) => care().delete(idOf(each)))])
    expect(await read(bob, last[0] ?? '')).toBe(200)
  })
})

describe('a download under way', () => {
  /** Begins to read a file and stops after its first bytes; gives back how to read on, and how much came in all. */
  async function begin(person: Person, mxc: string): Promise<() => Promise<number>> {
    const { hostname, port } = new URL(chappe.url)
    const socket = connect(Number(port), hostname)
    let received = 0
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => undefined)
    socket.write(`GET ${C1}/download/${pathOf(mxc)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${person.token}\r\n\r\n`)
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        if (received === 0) socket.pause()
        received += chunk.byteLength
        resolve()
      })
    })
    return async () => {
      socket.resume()
      await ended
      return received
    }
  }

  /** More than the buffers of a connection hold. */
  const SIZE = 35_000_000

  test('ends in the middle when its reader is contained, or signs out; the others read on', async () => {
    const mxc = await upload(alice, randomBytes(SIZE))
    const [mallory, trent] = [await chappe.person('mallory'), await chappe.person('trent')]
    const [cut, left, kept] = [await begin(mallory, mxc), await begin(trent, mxc), await begin(bob, mxc)]
    await chappe.server.homeserver.ports.contain(mallory.userId)
    expect((await trent.post('/_matrix/client/v3/logout')).status).toBe(200)
    expect(await cut()).toBeLessThan(SIZE)
    expect(await left()).toBeLessThan(SIZE)
    expect(await kept()).toBeGreaterThan(SIZE)
  })
})

describe('how much one account may upload', () => {
  const sent = (person: Person, bytes: number, path = '/_matrix/media/v3/upload'): Promise<HttpAnswer> =>
    person.request('POST', path, { raw: randomBytes(bytes) })

  test('bytes in all, whichever way they come', async () => {
    await using small = await startTestServer(buildServer, { media: { ...chappe.config.media, maxBytesPerAccount: 1000 } })
    const [dave, erin] = [await small.person('dave'), await small.person('erin')]
    const first = await sent(dave, 600)
    expect(first.status).toBe(200)
    expect(refusal(await sent(dave, 500))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await sent(dave, 500, `${RESTRICTED}/upload`))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await dave.post(`${RESTRICTED}/copy/${pathOf(first.body.content_uri)}`))).toEqual([403, 'M_FORBIDDEN'])
    const made = (await dave.post('/_matrix/media/v1/create')).body.content_uri
    expect(refusal(await dave.request('PUT', `/_matrix/media/v3/upload/${pathOf(made)}`, { raw: randomBytes(500) }))).toEqual([403, 'M_FORBIDDEN'])
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => sent(erin, 300)))
    const stored = atOnce.filter(({ status }) => status === 200).length
    // What is under way counts until it has ended, so that one may be refused that would just have fitted.
    expect([1, 2, 3]).toContain(stored)
    for (let n = stored; n < 3; n += 1) expect((await sent(erin, 300)).status).toBe(200)
    expect(refusal(await sent(erin, 300))).toEqual([403, 'M_FORBIDDEN'])
    expect((await sent(dave, 400)).status).toBe(200)
  })

  test('bytes whose number nobody had announced', async () => {
    await using small = await startTestServer(buildServer, { media: { ...chappe.config.media, maxBytesPerAccount: 1000 } })
    const dave = await small.person('dave')
    const before = (await filesOnDisk()).length
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(randomBytes(2000))
        controller.close()
      },
    })
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: { authorization: `Bearer ${dave.token}` }, body: stream, duplex: 'half' }
    const answer = await fetch(new URL('/_matrix/media/v3/upload', small.url), init)
    expect(answer.status).toBe(403)
    expect((await small.database.query('SELECT 1 FROM media')).length).toBe(0)
    expect((await filesOnDisk()).length).toBe(before)
  })

  test('files a day', async () => {
    await using small = await startTestServer(buildServer, { media: { ...chappe.config.media, maxUploadsPerDay: 3 } })
    const [dave, erin] = [await small.person('dave'), await small.person('erin')]
    for (let n = 0; n < 2; n += 1) expect((await sent(dave, 10)).status).toBe(200)
    small.clock.advance(HOUR)
    const last = await dave.post('/_matrix/media/v1/create')
    expect(last.status).toBe(200)
    const refused = await sent(dave, 10)
    expect(refusal(refused)).toEqual([429, 'M_LIMIT_EXCEEDED'])
    expect(refused.body.retry_after_ms).toBeGreaterThan(22 * HOUR)
    expect(refusal(await dave.post('/_matrix/media/v1/create'))).toEqual([429, 'M_LIMIT_EXCEEDED'])
    // What was announced may still come.
    expect((await dave.request('PUT', `/_matrix/media/v3/upload/${pathOf(last.body.content_uri)}`, { raw: PICTURE })).status).toBe(200)
    expect((await sent(erin, 10)).status).toBe(200)
    small.clock.advance(23 * HOUR + 1)
    expect((await sent(dave, 10)).status).toBe(200)
  })
})
