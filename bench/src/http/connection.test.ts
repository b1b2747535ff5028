import { once } from 'node:events'
import net from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import { frameRequest, parseAddress, type Address } from './request.ts'

const servers: net.Server[] = []
const connections: Connection[] = []

/** A server that treats every socket as the test says. */
async function listen(onSocket: (socket: net.Socket) => void): Promise<Address> {
  const server = net.createServer(onSocket)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as net.AddressInfo
  return { host: '127.0.0.1', port: address.port }
}

function connect(address: Address): Connection {
  const connection = new Connection(address)
  connections.push(connection)
  return connection
}

afterEach(() => {
  for (const connection of connections.splice(0)) connection[Symbol.dispose]()
  for (const server of servers.splice(0)) server.close()
})

const answer = (body: string, extra = ''): string => `HTTP/1.1 200 OK\r\n${extra}Content-Length: ${body.length}\r\n\r\n${body}`

describe('connection', () => {
  it('gives pipelined answers to their requests in order', async () => {
    let seen = ''
    const address = await listen((socket) => socket.on('data', (chunk) => {
      seen += chunk.toString()
      if (seen.includes('/bob')) socket.write(answer('for alice') + answer('for bob'))
    }))
    const connection = connect(address)
    const [alice, bob] = await Promise.all([
      connection.request({ method: 'GET', path: '/alice' }), connection.request({ method: 'GET', path: '/bob' }),
    ])
    expect([alice.body.toString(), bob.body.toString()]).toEqual(['for alice', 'for bob'])
  })

  it('opens again after the server closed, and says that requests in flight failed', async () => {
    let sockets = 0
    const address = await listen((socket) => {
      sockets += 1
      const mine = sockets
      socket.on('data', () => {
        if (mine === 1) socket.destroy()
        else socket.write(answer('hello', mine === 2 ? 'Connection: close\r\n' : ''))
      })
    })
    const connection = connect(address)
    await expect(connection.request({ method: 'GET', path: '/' })).rejects.toThrow('connection closed by the server')
    const second = await connection.request({ method: 'GET', path: '/' })
    const third = await connection.request({ method: 'GET', path: '/' })
    expect([second.status, third.status, sockets]).toEqual([200, 200, 3])
  })

  it('fails when nobody listens', async () => {
    const address = await listen(() => undefined)
    servers.pop()?.close()
    const connection = connect(address)
    await expect(connection.request({ method: 'GET', path: '/' })).rejects.toThrow('ECONNREFUSED')
  })
})

describe('request', () => {
  it('counts the bytes of the body, not its characters', () => {
    const framed = frameRequest({ host: '127.0.0.1', port: 8008 }, { method: 'PUT', path: '/x', token: 't', body: '{"a":"\u00e9"}' })
    expect(framed).toBe('PUT /x HTTP/1.1\r\nHost: 127.0.0.1:8008\r\nAuthorization: Bearer t\r\n'
      + 'Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a":"\u00e9"}')
  })

  it('aims at this machine unless told otherwise', () => {
    expect(parseAddress('http://127.0.0.1:8008')).toEqual({ host: '127.0.0.1', port: 8008 })
    expect(parseAddress('http://[::1]:8008')).toEqual({ host: '::1', port: 8008 })
    expect(() => parseAddress('http://matrix.example.org')).toThrow('is not this machine')
    expect(parseAddress('http://matrix.example.org', true)).toEqual({ host: 'matrix.example.org', port: 80 })
    expect(() => parseAddress('https://127.0.0.1')).toThrow('only http://')
  })
})
