// A way to the database that a test can break: cut (connections end, new ones are refused) or hanging (nothing passes).
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A relay in front of a PostgreSQL. */
export interface FaultyLink extends AsyncDisposable {
  /** The database's URL, by way of this link. */
  url: string
  /** Ends every connection and refuses new ones. PostgreSQL goes on with what it was told last. */
  cut(): void
  /** Nothing passes any more, in either direction, and nobody is told. */
  hang(): void
  /** Everything passes again; what waited while it hung goes on. */
  mend(): void
}

/** Opens a link to the database of a URL. */
export async function openFaultyLink(databaseUrl: string): Promise<FaultyLink> {
  const link: { state: 'whole' | 'cut' | 'hanging' } = { state: 'whole' }
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (link.state === 'cut') {
      near.destroy()
      return
    }
    const far = connectTo(databaseUrl)
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.end()
      })
      from.pipe(to)
      if (link.state === 'hanging') from.pause()
    }
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  url.searchParams.delete('host')
  url.searchParams.delete('port')
  const cut = (): void => {
    link.state = 'cut'
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cut,
    hang() {
      link.state = 'hanging'
      for (const socket of sockets) socket.pause()
    },
    mend() {
      link.state = 'whole'
      for (const socket of sockets) socket.resume()
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((done) => server.close(done))
    },
  }
}

function connectTo(databaseUrl: string): Socket {
  const url = new URL(databaseUrl)
  const host = url.searchParams.get('host') ?? url.hostname
  const port = Number(url.searchParams.get('port') ?? (url.port || 5432))
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
}
