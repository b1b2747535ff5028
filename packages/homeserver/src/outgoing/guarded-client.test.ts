// The guarded client against real servers on addresses of this machine: which of them may be called decides the test.
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressPolicy } from './addresses.ts'
import type { GuardedClient, OutgoingCall, ResolveName } from './guarded-client.ts'
import { openGuardedClient } from './guarded-client.ts'
import { createOutgoingTap } from './outgoing-tap.ts'

const PUBLIC = '127.0.0.2'
const SECRET = '127.0.0.1'

const calls: string[] = []
const answerAll: RequestListener = (request, response) => {
  const path = request.url ?? ''
  calls.push(`${request.socket.localAddress} ${request.method} ${path}`)
  if (path === '/to-secret') response.writeHead(302, { location: `http://${SECRET}:${port}/secret` }).end()
  else if (path === '/to-public') response.writeHead(307, { location: '/found' }).end()
  else if (path === '/in-circles') response.writeHead(302, { location: '/in-circles' }).end()
  else if (path === '/large') response.end('x'.repeat(100_000))
  else if (path === '/endless') endless(response)
  else if (path === '/silent') return
  else if (path === '/breaks-off') response.writeHead(200, { 'content-length': '50' }).write('half', () => response.destroy())
  else response.end(`${request.headers['content-type'] ?? ''} found`)
}

function endless(response: Parameters<RequestListener>[1]): void {
  const drip = setInterval(() => response.write('.'), 20)
  response.on('close', () => clearInterval(drip))
}

let port = 0
const servers: Server[] = []
const clients: GuardedClient[] = []

beforeAll(async () => {
  for (const host of [PUBLIC, SECRET]) {
    const server = createServer(answerAll)
    servers.push(server)
    await new Promise<void>((done) => server.listen(port, host, done))
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  }
})
afterAll(async () => {
  for (const client of clients) await client[Symbol.asyncDispose]()
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
})

/** A client for which 127.0.0.2 stands for a public address, and 127.0.0.1 for what must not be reached. */
function open(resolve?: ResolveName): GuardedClient {
  const client = openGuardedClient({ addresses: createAddressPolicy([`${PUBLIC}/32`]), resolve, maxSockets: 8, maxSocketsPerHost: 4 })
  clients.push(client)
  return client
}

const get = (url: string, more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  method: 'GET', url, timeoutMs: 5000, maxBytes: 10_000, plainHttp: true, ...more,
})
const problemOf = async (client: GuardedClient, call: OutgoingCall): Promise<string> =>
  client.call(call).then(
    ({ status }) => `answered ${status}`,
    (error: { problem?: string }) => error.problem ?? String(error),
  )

describe('where it goes', () => {
  test('a public address answers', async () => {
    const answer = await open().call(get(`http://${PUBLIC}:${port}/hello`))
    expect({ status: answer.status, text: answer.body.toString(), isCut: answer.isCut }).toEqual({ status: 200, text: ' found', isCut: false })
  })

  test.each([
    SECRET, '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 'localhost',
    'LOCALHOST.', '169.254.169.254', '0', '10.0.0.1', '[fe80::1]',
  ])('%s is not called', async (host) => {
    const before = calls.length
    expect(await problemOf(open(), get(`http://${host}:${port}/secret`))).toBe('forbidden')
    expect(calls.length).toBe(before)
  })

  test.each(['file:///etc/passwd', 'gopher://127.0.0.2/', 'http://user:pass@127.0.0.2/', 'nothing', `http://${PUBLIC}/${'x'.repeat(3000)}`])('%s is no URL to call', async (url) => {
    expect(await problemOf(open(), get(url))).toBe('bad_url')
  })

  test('plain http is called only where it is good enough', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/hello`, { plainHttp: false }))).toBe('bad_url')
  })

  test('a name is called at those of its addresses that may be called', async () => {
    const client = open(async () => [{ address: SECRET, family: 4 }, { address: PUBLIC, family: 4 }])
    expect(await problemOf(client, get(`http://gateway.test:${port}/by-name`))).toBe('answered 200')
    expect(calls.at(-1)).toBe(`${PUBLIC} GET /by-name`)
  })

  test('a name that answers another address the second time is checked the second time', async () => {
    const answers = [PUBLIC, SECRET]
    const client = open(async () => [{ address: answers.shift() ?? SECRET, family: 4 }])
    const closing = { headers: { connection: 'close' } }
    expect(await problemOf(client, get(`http://rebinding.test:${port}/one`, closing))).toBe('answered 200')
    expect(answers).toEqual([SECRET])
    expect(await problemOf(client, get(`http://rebinding.test:${port}/two`, closing))).toBe('forbidden')
    expect(calls.at(-1)).toBe(`${PUBLIC} GET /one`)
  })

  test('a name without addresses is unreachable', async () => {
    expect(await problemOf(open(async () => []), get('http://nowhere.test/'))).toBe('unreachable')
    const failing = open(async () => {
      throw new Error('SERVFAIL')
    })
    expect(await problemOf(failing, get('http://nowhere.test/'))).toBe('unreachable')
  })
})

describe('redirects', () => {
  test('are not followed unless asked for', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/to-secret`))).toBe('answered 302')
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/to-public`))).toBe('answered 307')
  })

  test('each is checked like the first address', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/to-secret`, { redirectsMax: 3 }))).toBe('forbidden')
    const answer = await open().call(get(`http://${PUBLIC}:${port}/to-public`, { redirectsMax: 3 }))
    expect([answer.status, answer.url]).toEqual([200, `http://${PUBLIC}:${port}/found`])
  })

  test('end', async () => {
    const before = calls.length
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/in-circles`, { redirectsMax: 3 }))).toBe('answered 302')
    expect(calls.length - before).toBe(4)
  })
})

describe('bounds', () => {
  test('an answer that is too large is refused, or cut where that is asked for', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/large`))).toBe('too_large')
    const answer = await open().call(get(`http://${PUBLIC}:${port}/large`, { cut: true }))
    expect([answer.body.length, answer.isCut]).toEqual([10_000, true])
  })

  test('an answer that never comes, or never ends, is given up', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/silent`, { timeoutMs: 100 }))).toBe('timeout')
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/endless`, { timeoutMs: 200 }))).toBe('timeout')
  })

  test('an answer that breaks off is none', async () => {
    expect(await problemOf(open(), get(`http://${PUBLIC}:${port}/breaks-off`))).toBe('unreachable')
  })

  test('whoever calls can give up', async () => {
    const giving = new AbortController()
    const problem = problemOf(open(), get(`http://${PUBLIC}:${port}/silent`, { signal: giving.signal }))
    giving.abort()
    expect(await problem).toBe('aborted')
  })
})

describe('the ledger', () => {
  test('a body leaves only after its row', async () => {
    const rows: object[] = []
    const sink = { append: async (more: readonly object[]) => void rows.push(...more) }
    const tap = createOutgoingTap(sink, { now: () => 5 })
    const to = { userNid: 1, deviceNid: 2, destination: 'https://gateway.test' }
    const body = await tap.disclose('push.notify', '{"a":1}', { to, reads: [{ kind: 'events', roomNid: 3, from: 4, to: 4, count: 1 }] })
    expect(rows).toEqual([
      { at: 5, operation: 'push.notify', kind: 'events', account: 1, device: 2, room: 3, from: 4, to: 4, count: 1, bytes: 7, subject: 'https://gateway.test', address: '' },
    ])
    const answer = await open().call(get(`http://${PUBLIC}:${port}/told`, { method: 'POST', body }))
    expect(answer.body.toString()).toBe('application/json found')
  })

  test('a ledger that cannot be written keeps it here', async () => {
    const tap = createOutgoingTap({ append: () => Promise.reject(new Error('full')) }, { now: () => 5 })
    const to = { userNid: 1, deviceNid: 2, destination: '' }
    await expect(tap.disclose('push.notify', '{}', { to, reads: [{ kind: 'people', count: 1 }] })).rejects.toThrow('full')
  })
})
