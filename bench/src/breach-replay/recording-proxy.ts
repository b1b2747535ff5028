// A proxy between a session and the server that notes what each answer shows. It stands outside of the server: what it has
// noted is what has left.

import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Address } from '../http/request.ts'
import { noteDownload, noteJson, noTruth, type Truth } from './truth.ts'

/** A proxy of one session. */
export interface RecordingProxy extends AsyncDisposable {
  address: Address
  truth: Truth
}

const ANSWER_BYTES_MAX = 256 * 1024 * 1024

/**
 * Opens a proxy. It calls the server from the addresses given in turn (any of 127.0.0.0/8 is this machine's), so that the
 * server sees as many clients.
 */
export async function openRecordingProxy(server: Address, addresses: readonly string[]): Promise<RecordingProxy> {
  const truth = noTruth()
  const agents = addresses.map((localAddress) => new http.Agent({ keepAlive: true, localAddress, maxSockets: 16 }))
  let turn = 0
  const proxy = http.createServer((request, response) => {
    turn += 1
    const { host: _, connection: __, ...headers } = request.headers
    const upstream = http.request({ host: server.host, port: server.port, method: request.method, path: request.url, headers, agent: agents[turn % agents.length] }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pass(truth, { path: request.url ?? '', answer, response })
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  return {
    address: { host: '127.0.0.1', port },
    truth,
    async [Symbol.asyncDispose]() {
      for (const agent of agents) agent.destroy()
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

function pass(truth: Truth, { path, answer, response }: { path: string; answer: http.IncomingMessage; response: http.ServerResponse }): void {
  const isJson = (answer.headers['content-type'] ?? '').includes('json')
  const parts: Buffer[] = []
  let bytes = 0
  answer.on('data', (part: Buffer) => {
    bytes += part.length
    if (isJson && bytes <= ANSWER_BYTES_MAX) parts.push(part)
    if (!response.write(part)) {
      answer.pause()
      response.once('drain', () => answer.resume())
    }
  })
  let isNoted = false
  // Also of an answer that breaks off: so many bytes of it have left.
  answer.on('close', () => {
    if (isNoted) return
    isNoted = true
    if (isJson) noteJson(truth, Buffer.concat(parts).toString('utf8'))
    else noteDownload(truth, path, bytes)
    if (answer.complete) response.end()
    else response.destroy()
  })
}
