// Sending and syncing take a lane past the framework: they answer the same there, and whoever is stopped is stopped.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { request as ask, startTestServer } from '@chappe/testkit'
import { Agent, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'

let chappe: TestServer<Server>
let alice: Person
let roomId: string
/** One connection, however many requests. */
const connection = new Agent({ keepAlive: true, maxSockets: 1 })

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  alice = await chappe.person('alice')
  roomId = await alice.createRoom({ preset: 'private_chat' })
})
afterAll(async () => {
  connection.destroy()
  await chappe[Symbol.asyncDispose]()
})

interface Asked {
  method?: string
  token?: string
  chunks?: readonly string[]
  headers?: Record<string, string>
  agent?: Agent
}

/** Asks on the one connection; a body in several chunks is sent without its length. */
function over(path: string, { method = 'PUT', token = alice.token, chunks = [], headers = {}, agent = connection }: Asked): Promise<{ status: number; body: Record<string, unknown> }> {
  const length = chunks.length === 1 ? { 'content-length': String(Buffer.byteLength(chunks[0] ?? '')) } : {}
  return new Promise((resolve, reject) => {
    const options = { agent, method, headers: { authorization: `Bearer ${token}`, ...length, ...headers } }
    const call = request(new URL(path, chappe.url), options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }))
    })
    call.on('error', reject)
    for (const chunk of chunks) call.write(chunk)
    call.end()
  })
}

const sendPath = (txnId: string, room = encodeURIComponent(roomId), version = 'v3'): string =>
  `/_matrix/client/${version}/rooms/${room}/send/m.room.message/${txnId}`
const soup = JSON.stringify({ msgtype: 'm.text', body: 'soup?' })

test('a message arrives once, however its request is written', async () => {
  const first = await over(sendPath('soup'), { chunks: [soup] })
  expect(first.status).toBe(200)
  const forms = [
    over(sendPath('soup', roomId), { chunks: [soup] }),
    over(sendPath('soup', encodeURIComponent(roomId).toLowerCase()), { chunks: [soup] }),
    over(sendPath('soup', undefined, 'r0'), { chunks: [soup] }),
    over(`${sendPath('soup')}/`, { chunks: [soup] }),
    over(`${sendPath('soup')}?user=nobody`, { chunks: [soup] }),
    over(sendPath('soup'), { chunks: [soup.slice(0, 5), soup.slice(5)] }),
  ]
  const [event, ...rest] = (await Promise.all(forms)).map(({ body }) => body['event_id'])
  expect(event).toBe(first.body['event_id'])
  // Lower case in the escapes is the same room; in the room's name it is another, which does not exist.
  expect(rest).toEqual([rest[0], event, event, event, event])
})

test('what is wrong with a request is said as everywhere', async () => {
  const errors = [
    await over(sendPath('broken'), { chunks: ['{"body":'] }),
    await over(sendPath('latin'), { chunks: ['[1]'] }),
    await over(sendPath('a%00b'), { chunks: [soup] }),
    await over(sendPath('bad%zz'), { chunks: [soup] }),
    await over(sendPath('x'.repeat(2049)), { chunks: [soup] }),
    await over(sendPath('large'), { chunks: [JSON.stringify({ body: 'x'.repeat(300_000) })] }),
    await over('/_matrix/client/v3/sync?since=nonsense', { method: 'GET' }),
    await over('/_matrix/client/v3/sync?timeout=soon', { method: 'GET' }),
    await over('/_matrix/client/v3/sync', { method: 'POST' }),
    await over(sendPath('nobody'), { token: 'ct_nobody', chunks: [soup] }),
  ]
  expect(errors.map(({ status, body }) => `${status} ${String(body['errcode'])}`)).toEqual([
    '400 M_NOT_JSON',
    '400 M_BAD_JSON',
    '400 M_INVALID_PARAM',
    '400 M_UNRECOGNIZED',
    '400 M_UNRECOGNIZED',
    '413 M_TOO_LARGE',
    '400 M_INVALID_PARAM',
    '400 M_INVALID_PARAM',
    '405 M_UNRECOGNIZED',
    '401 M_UNKNOWN_TOKEN',
  ])
})

test('a connection that spoke for Mallory speaks for her no more once she is contained', async () => {
  const mallory = await chappe.person('mallory')
  const sync = (): Promise<{ status: number }> => over('/_matrix/client/v3/sync', { method: 'GET', token: mallory.token })
  expect([(await sync()).status, (await sync()).status]).toEqual([200, 200])
  await chappe.server.homeserver.ports.contain(mallory.userId)
  expect(await sync()).toMatchObject({ status: 401, body: { errcode: 'M_USER_LOCKED' } })
})

test('one connection may speak for several people, and each is answered as who they are', async () => {
  const bob = await chappe.person('bob')
  const whoami = async (token: string): Promise<unknown> => (await over('/_matrix/client/v3/account/whoami', { method: 'GET', token })).body['user_id']
  expect([await whoami(alice.token), await whoami(bob.token), await whoami(alice.token)]).toEqual([alice.userId, bob.userId, alice.userId])
})

test('when hundreds are told of one message, each of their connections is heard again after it', async () => {
  const devices = Array.from({ length: 450 }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  const { next_batch: start } = await alice.sync()
  const hold = async (since: string): Promise<{ status: number; body: Record<string, unknown> }[]> =>
    Promise.all(devices.map(async (agent) => over(`/_matrix/client/v3/sync?timeout=30000&since=${since}`, { method: 'GET', agent })))
  let since = String(start)
  for (const body of ['soup', 'stew']) {
    const held = hold(since)
    // Some are asked about before, some after they are held: either way each hears of the message.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await alice.say(roomId, body)
    const answers = await held
    for (const { status, body: told } of answers) {
      expect(status).toBe(200)
      expect(JSON.stringify(told['rooms'])).toContain(`"body":"${body}"`)
    }
    since = String(answers[0]?.body['next_batch'])
  }
  const whoami = await Promise.all(devices.map(async (agent) => over('/_matrix/client/v3/account/whoami', { method: 'GET', agent })))
  expect(new Set(whoami.map(({ body }) => body['user_id']))).toEqual(new Set([alice.userId]))
  for (const agent of devices) agent.destroy()
})

test('whoever goes away while a sync is held leaves nothing behind', async () => {
  const { next_batch: since } = await alice.sync()
  const leaving = new AbortController()
  const held = fetch(new URL(`/_matrix/client/v3/sync?timeout=60000&since=${String(since)}`, chappe.url), {
    headers: { authorization: `Bearer ${alice.token}` },
    signal: leaving.signal,
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  leaving.abort()
  await expect(held).rejects.toThrow()
  // A wait that did not end with the connection would turn round and round, and nobody else would be answered.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await ask(chappe.url, 'GET', '/_matrix/client/versions')).status).toBe(200)
})
