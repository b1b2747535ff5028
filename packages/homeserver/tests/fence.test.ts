// Processes of one installation: who is stopped in one is stopped in all, and a process that cannot hear of it serves
// nobody. Here one process is a whole server, the others are what they would be to it: leases in the same database.
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { FaultyLink, Person, TestServer } from '@chappe/testkit'
import { openFaultyLink, startTestServer } from '@chappe/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Fence, ForgetNotice } from '../src/processes/fence.ts'
import { openFence } from '../src/processes/fence.ts'
import { logIn, refusal } from './_accounts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let link: FaultyLink
let alice: Person
beforeAll(async () => {
  chappe = await startTestServer(async (options) => {
    link = await openFaultyLink(options.databaseUrl)
    return buildServer({ ...options, databaseUrl: link.url })
  })
  alice = await chappe.person('alice')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await link[Symbol.asyncDispose]()
})

const WHOAMI = '/_matrix/client/v3/account/whoami'
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const contain = (person: Person) => chappe.server.homeserver.ports.contain(person.userId)

interface Other extends AsyncDisposable {
  fence: Fence
  heard: ForgetNotice[]
  fenced: number
}

/** Another process of the installation. */
async function openOther(databaseUrl: string, processId: string): Promise<Other> {
  const fence = await openFence({ databaseUrl, processId, role: 'reader', internalAddress: '', logger })
  const other: Other = { fence, heard: [], fenced: 0, [Symbol.asyncDispose]: () => fence.close() }
  fence.onNotice(async (notice) => {
    if (notice.kind === 'forget') other.heard.push(notice)
  })
  fence.onFenced(() => void (other.fenced += 1))
  return other
}

describe('what every process is told', () => {
  test('Mallory is contained: each of the others has confirmed it when the call is answered', async () => {
    const mallory = await chappe.person('mallory')
    await using one = await openOther(chappe.database.url, 'one')
    await using two = await openOther(chappe.database.url, 'two')
    const outcomes = await contain(mallory)
    expect(outcomes.map(({ processId, how }) => `${processId} ${how}`).toSorted()).toEqual(['one confirmed', 'two confirmed'])
    const notice = { kind: 'forget', userId: mallory.userId, how: 'stopped' }
    expect([one.heard, two.heard]).toEqual([[notice], [notice]])
  })

  test('Bob signs out, is deleted a device and signs in on one he had: each is told everywhere', async () => {
    const bob = await chappe.person('bob')
    const [phone, laptop] = [(await logIn(chappe.url, 'bob')).body, (await logIn(chappe.url, 'bob')).body]
    await using other = await openOther(chappe.database.url, 'other')
    await bob.request('POST', '/_matrix/client/v3/logout', { token: phone.access_token, body: {} })
    await logIn(chappe.url, 'bob', { device_id: laptop.device_id })
    await bob.post('/_matrix/client/v3/logout/all')
    expect(other.heard.every((each) => each.userId === bob.userId && each.how === 'ended')).toBe(true)
    expect(other.heard.length).toBe(4)
    expect(new Set(other.heard.map((each) => each.deviceNid)).size).toBe(3)
  })

  test('a process that stands still is waited for until it can serve no more, and forgets everything when it goes on', async () => {
    const trudy = await chappe.person('trudy')
    await using bad = await openFaultyLink(chappe.database.url)
    await using still = await openOther(bad.url, 'still')
    expect(still.fence.lease.holds()).toBe(true)
    bad.hang()
    const [outcome] = await contain(trudy)
    expect([outcome?.processId, outcome?.how, still.fence.lease.holds()]).toEqual(['still', 'expired', false])
    expect([still.heard, still.fenced]).toEqual([[], 0])
    bad.mend()
    // It was taken off the list, or did what it was told before it served again, or both.
    await vi.waitFor(() => expect([still.fenced + still.heard.length > 0, still.fence.lease.holds()]).toEqual([true, true]), 20_000)
    // And from then on it is told again.
    expect((await contain(await chappe.person('ulrich'))).map((each) => each.how)).toEqual(['confirmed'])
  })

  test('a process that died is waited for once: whoever is contained later is not held up by it', async () => {
    await using bad = await openFaultyLink(chappe.database.url)
    await using dead = await openOther(bad.url, 'dead')
    bad.cut()
    const known = async () => chappe.database.query("SELECT 1 FROM process WHERE process_id = 'dead'")
    await vi.waitFor(async () => expect(await known()).toEqual([]), 20_000)
    expect(await contain(await chappe.person('victor'))).toEqual([])
    expect(dead.fence.lease.holds()).toBe(false)
  })
})

describe('a server that cannot renew its lease', () => {
  test('shows nothing to anybody until it can: Alice is told that nothing works at the moment, the health check is answered', async () => {
    expect((await alice.get(WHOAMI)).status).toBe(200)
    link.hang()
    try {
      await vi.waitFor(async () => {
        expect((await alice.get(WHOAMI)).status).toBe(503)
      }, 20_000)
      expect((await fetch(`${chappe.url}/livez`)).status).toBe(200)
      expect((await fetch(`${chappe.url}/_matrix/client/versions`)).status).toBe(200)
    } finally {
      link.mend()
    }
    await vi.waitFor(async () => expect((await alice.get(WHOAMI)).status).toBe(200), 20_000)
  })
})

describe('a database that is away for long', () => {
  test('is asked now and then rather than all the time', async () => {
    const gone = await openFaultyLink(chappe.database.url)
    await using other = await openOther(gone.url, 'patient')
    await gone[Symbol.asyncDispose]()
    await expect.poll(() => other.fence.lease.holds()).toBe(false)
    const connect = vi.spyOn(pg.Client.prototype, 'connect')
    await new Promise((resolve) => setTimeout(resolve, 2000))
    // Ten a second at most, and what the server of this file does meanwhile; without a pause between them it would be thousands.
    expect(connect.mock.calls.length).toBeLessThan(100)
    expect(connect.mock.calls.length).toBeGreaterThan(0)
    connect.mockRestore()
  })
})

describe('what had begun', () => {
  /** A connection on which requests are sent as they are, and how much came back. */
  async function open(text: string): Promise<{ socket: Socket; received: () => string; ended: Promise<string> }> {
    const { hostname, port } = new URL(chappe.url)
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    const ended = new Promise<string>((resolve) => {
      socket.on('error', (error) => resolve('code' in error ? String(error.code) : ''))
      socket.once('close', () => resolve('closed'))
    })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.write(text)
    return { socket, received: () => Buffer.concat(chunks).toString('latin1'), ended }
  }
  const ask = (person: Person, path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${person.token}\r\n\r\n`

  test('an answer that waits behind a held one on the same connection does not leave after containment', async () => {
    const wendy = await chappe.person('wendy')
    const since = (await wendy.sync()).next_batch
    const room = await wendy.createRoom({ name: 'the plan' })
    const caughtUp = (await wendy.sync({ since })).next_batch
    const state = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/state`
    const { socket, received } = await open(ask(wendy, `/_matrix/client/v3/sync?since=${caughtUp}&timeout=100000`) + ask(wendy, state))
    for (let round = 0; round < 20; round += 1) await alice.get(WHOAMI)
    expect(received()).toBe('')
    await contain(wendy)
    await vi.waitFor(() => expect(received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 401']), 10_000)
    expect(received()).not.toContain('the plan')
    socket.destroy()
  })

  test('a long answer is cut in the middle, and its connection reset', async () => {
    const xavier = await chappe.person('xavier')
    const rooms = await Promise.all(Array.from({ length: 6 }, () => xavier.createRoom({})))
    const long = 'x'.repeat(60_000)
    await Promise.all(rooms.map(async (room) => {
      for (let index = 0; index < 10; index += 1) await xavier.say(room, long)
    }))
    const answers = 6
    const { socket, received, ended } = await open(ask(xavier, '/_matrix/client/v3/sync').repeat(answers))
    // What the buffers of a connection do not hold waits for its reader.
    await new Promise<void>((resolve) => {
      socket.once('data', () => {
        socket.pause()
        resolve()
      })
    })
    await contain(xavier)
    socket.resume()
    const how = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('refused'), 5_000))])
    // Cut in the middle, or between two of the answers.
    expect(['ECONNRESET', 'refused']).toContain(how)
    expect(received().length).toBeLessThan(answers * rooms.length * 10 * long.length)
    socket.destroy()
    expect(refusal(await xavier.get(WHOAMI))).toEqual([401, 'M_USER_LOCKED'])
  })

  test('a short answer that the kernel had no room for is reset with its connection, instead of leaving when it is read at last', async () => {
    const yves = await chappe.person('yves')
    const room = await yves.createRoom({})
    const eventId = await yves.say(room, 'x'.repeat(60_000))
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(eventId)}`
    const answers = 400
    const { socket, received, ended } = await open(ask(yves, path).repeat(answers))
    await new Promise<void>((resolve) => {
      socket.once('data', () => {
        socket.pause()
        resolve()
      })
    })
    // Answers leave one after the other: the server comes to a halt in the middle of one.
    for (let round = 0; round < 50; round += 1) await alice.get(WHOAMI)
    await contain(yves)
    socket.resume()
    expect(await ended).toBe('ECONNRESET')
    expect(received()).not.toContain('HTTP/1.1 401')
    expect(received().length).toBeLessThan(answers * 60_000)
  })
})
