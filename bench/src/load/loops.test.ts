import { once } from 'node:events'
import net from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runClosedLoop } from './closed-loop.ts'
import { runOpenLoop } from './open-loop.ts'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const BUSY = 'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 26\r\n\r\n{"errcode":"M_LIMIT_TEST"}'

/** A fake server that answers each request (one per packet here) when `reply` says so. */
async function connectTo(count: number, reply: (answer: (text: string) => void) => void): Promise<Connection[]> {
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', () => reply((text) => socket.write(text)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const connections = createConnections({ host: '127.0.0.1', port }, count)
  cleanups.push(() => closeConnections(connections), () => server.close())
  return connections
}

const get = frameRequest({ host: '127.0.0.1', port: 1 }, { method: 'GET', path: '/' })

describe('open loop', () => {
  it('counts the wait behind a stalled server from the time each request was due', async () => {
    // The server falls asleep at its first request and wakes when 30 more are due, then answers at once.
    let asleep = true
    const sleepers: (() => void)[] = []
    const connections = await connectTo(1, (answer) => {
      if (!asleep) return answer(OK)
      sleepers.push(() => answer(OK))
      setTimeout(() => {
        asleep = false
        for (const wake of sleepers.splice(0)) wake()
      }, 300)
    })
    const outcome = await runOpenLoop({ connections, durationMs: 400, ratePerSecond: 100, next: () => get })
    expect(outcome).toMatchObject({ scheduled: 40, completed: 40, errors: 0 })
    // Measured from sending, all but one would have been fast. From when they were due, the wait shows in most of them.
    expect(outcome.latency.quantileMs(1)).toBeGreaterThan(290)
    expect(outcome.latency.quantileMs(0.5)).toBeGreaterThan(50)
  })

  it('counts what was never answered as errors', async () => {
    const connections = await connectTo(2, (answer) => answer(BUSY))
    const outcome = await runOpenLoop({ connections, durationMs: 100, ratePerSecond: 100, next: () => get })
    expect(outcome).toMatchObject({ scheduled: 10, completed: 0, errors: 10 })
    expect(outcome.errorSamples[0]).toContain('429 {"errcode":"M_LIMIT_TEST"}')
    expect(outcome.latency.count).toBe(0)
  })
})

describe('closed loop', () => {
  it('keeps one request in flight per connection and counts every answer once', async () => {
    let inFlight = 0
    let most = 0
    let answered = 0
    const connections = await connectTo(4, (answer) => {
      inFlight += 1
      most = Math.max(most, inFlight)
      setImmediate(() => {
        inFlight -= 1
        answered += 1
        answer(OK)
      })
    })
    const outcome = await runClosedLoop({ connections, durationMs: 10_000, requestsMax: 200, next: () => get })
    expect(outcome).toMatchObject({ completed: 200, errors: 0, bytes: 400 })
    expect(answered).toBe(200)
    expect(most).toBeLessThanOrEqual(4)
    expect(outcome.latency.count).toBe(200)
  })

  it('asks each connection for its own request', async () => {
    const connections = await connectTo(3, (answer) => answer(OK))
    const asked = new Set<number>()
    const next = (index: number): string => {
      asked.add(index)
      return get
    }
    await runClosedLoop({ connections, durationMs: 10_000, requestsMax: 30, next })
    expect([...asked].toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  })

  it('ends when the server is gone, with errors', async () => {
    const connections = await connectTo(1, () => undefined)
    for (const cleanup of cleanups.splice(0)) cleanup()
    const outcome = await runClosedLoop({ connections, durationMs: 100, next: () => get })
    expect(outcome.completed).toBe(0)
    expect(outcome.errors).toBeGreaterThan(0)
    expect(outcome.errorSamples[0]).toContain('ECONNREFUSED')
  })
})
