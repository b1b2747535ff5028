import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Connection } from '../http/connection.ts'
import { openRecordingProxy } from './recording-proxy.ts'
import { noteDownload, noteJson, noTruth } from './truth.ts'

const EVENT = `$${'a'.repeat(43)}`

test('events, rooms and people are noted wherever they stand in an answer, and what is only named is no event', () => {
  const truth = noTruth()
  noteJson(truth, JSON.stringify({
    rooms: { join: { '!a:x': { timeline: { events: [{ event_id: EVENT, type: 'm.room.message', content: { body: 'soup' }, sender: '@bob:x' }] } } } },
    joined: { '@carla:x': { display_name: 'Carla' } },
    chunk: [{ room_id: '!b:x', num_joined_members: 3 }],
    redacts: `$${'b'.repeat(43)}`,
  }))
  expect([...truth.events]).toEqual([EVENT])
  expect([...truth.people].toSorted()).toEqual(['@bob:x', '@carla:x'])
  expect([...truth.rooms]).toEqual(['!b:x'])
})

test('of a file that was fetched in part and then whole, the most that left is noted', () => {
  const truth = noTruth()
  noteDownload(truth, '/_matrix/client/v1/media/download/x/file1', 10)
  noteDownload(truth, '/_matrix/client/v1/media/download/x/file1?allow_redirect=true', 700)
  noteDownload(truth, '/_matrix/client/v1/media/download/x/file1', 20)
  expect([...truth.files]).toEqual([['x/file1', 700]])
})

test('the proxy calls from each of its addresses, and notes what of an answer has left though it broke off', async () => {
  const seen = new Set<string>()
  const server = http.createServer((request, response) => {
    seen.add(request.socket.remoteAddress ?? '')
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '1000' })
    response.write(Buffer.alloc(400))
    setTimeout(() => response.destroy(), 50)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await using proxy = await openRecordingProxy({ host: '127.0.0.1', port }, ['127.0.2.1', '127.0.2.2'])
  using connection = new Connection(proxy.address)
  for (let index = 0; index < 4; index += 1) {
    await expect(connection.request({ method: 'GET', path: '/_matrix/client/v1/media/download/x/broken' })).rejects.toThrow()
  }
  expect([...seen].toSorted()).toEqual(['127.0.2.1', '127.0.2.2'])
  expect(proxy.truth.files.get('x/broken')).toBe(400)
  server.close()
})
