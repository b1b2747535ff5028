// A server of somebody who serves some people other code than others: what is behind it, changed for whom it likes.
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'

/** An answer on its way. */
export interface Passing {
  path: string
  asked: IncomingMessage
  headers: Record<string, string>
  body: Buffer
}

/** A proxy before a server; `lie` may change what passes. */
export async function startLyingProxy(url: string, lie: (passing: Passing) => void): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((asked, answer) => {
    void pass(url, asked, lie).then(
      ({ status, headers, body }) => answer.writeHead(status, headers).end(body),
      () => answer.destroy(),
    )
  })
  await new Promise<void>((done) => server.listen(0, done))
  const address = server.address()
  return {
    url: `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function pass(url: string, asked: IncomingMessage, lie: (passing: Passing) => void): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const path = asked.url ?? '/'
  const response = await fetch(new URL(path, url), { headers: { 'accept-encoding': 'identity' }, redirect: 'manual' })
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !/^(?:content-length|transfer-encoding|connection|keep-alive)$/.test(name)))
  const passing = { path, asked, headers, body: Buffer.from(await response.arrayBuffer()) }
  lie(passing)
  return { status: response.status, headers: passing.headers, body: passing.body }
}
