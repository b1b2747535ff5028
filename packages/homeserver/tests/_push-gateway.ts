// A push gateway for tests: a real HTTP server that remembers what it is told and answers what a story needs.
import type { Json } from '@chappe/testkit'
import { createServer } from 'node:http'

/** A gateway that listens. */
export interface PushGateway extends AsyncDisposable {
  url: string
  /** Every `notification` that came, oldest first. */
  told: Json[]
  /** How the next calls end; told anew by a story whenever it wants. */
  behave(how: { status?: number; rejected?: readonly string[]; isSilent?: boolean; location?: string }): void
  /** Resolves with the notifications once there are so many. */
  until(count: number): Promise<Json[]>
  /** How many calls came, answered or not. */
  calls(): number
}

/** Starts a gateway on this machine. */
export async function startPushGateway(): Promise<PushGateway> {
  const told: Json[] = []
  const state: { status: number; rejected: readonly string[]; isSilent: boolean; location: string | undefined; calls: number } = {
    status: 200, rejected: [], isSilent: false, location: undefined, calls: 0,
  }
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      state.calls += 1
      if (state.status === 200 && !state.isSilent && request.url === '/_matrix/push/v1/notify') {
        told.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).notification)
      }
      for (const look of waiting) look()
      if (state.isSilent) return
      response.writeHead(state.status, { 'content-type': 'application/json', ...(state.location === undefined ? {} : { location: state.location }) })
      response.end(JSON.stringify({ rejected: state.rejected }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/_matrix/push/v1/notify`,
    told,
    behave(how) {
      Object.assign(state, { status: 200, rejected: [], isSilent: false, location: undefined, ...how })
    },
    calls: () => state.calls,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (told.length < count) return
          waiting.delete(look)
          resolve(told)
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
