// Stands between a stock client and the server, and tells what is answered: so the answers to clients that are not ours
// are held against the specification as well.
import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tellAnswer } from '@chappe/testkit'

/** An address that passes everything on to a server. */
export interface Overheard extends AsyncDisposable {
  readonly url: string
}

/** Listens in. It goes on over a kill and a start of the server, which keeps its address. */
export async function overhear(server: { readonly url: string }): Promise<Overheard> {
  const telling = new Set<Promise<unknown>>()
  const proxy = createServer((incoming, outgoing) => {
    passOn(server.url, incoming, outgoing, (told) => {
      telling.add(told)
      void told.finally(() => telling.delete(told))
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve))
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
      await Promise.all(telling)
    },
  }
}

function passOn(url: string, incoming: IncomingMessage, outgoing: ServerResponse, note: (told: Promise<unknown>) => void): void {
  const { method = 'GET', url: path = '/', headers } = incoming
  const asked = request(new URL(path, url), { method, headers })
  // Where either side goes away in the middle, so does the other.
  asked.on('error', () => outgoing.destroy())
  outgoing.on('close', () => asked.destroy())
  asked.on('response', (answer) => {
    const { statusCode: status = 502 } = answer
    outgoing.writeHead(status, answer.headers)
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      outgoing.write(chunk)
    })
    answer.on('error', () => outgoing.destroy())
    answer.on('end', () => {
      outgoing.end()
      const told = new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
      note(tellAnswer(method, path, { status, headers: told, bytes: Buffer.concat(chunks) }))
    })
  })
  incoming.pipe(asked)
}
