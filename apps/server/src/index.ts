// The composition root as a function: configuration in, a server that can listen out. The command line and the tests
// both start here.
import type { Desk } from '@chappe/desk'
import { createDesk } from '@chappe/desk'
import type { Clock, Homeserver, HomeserverSettings, Logger, Random } from '@chappe/homeserver'
import { createHomeserver } from '@chappe/homeserver'
import { openAdminSocket } from './admin-socket.ts'
import { systemClock, systemRandom } from './system.ts'
import { serveTheme } from './theme.ts'
import { serveCodeList } from './code-list.ts'
import { serveWebApps, WEB_APPS } from './web-apps.ts'

export { prepareWebApps } from './web-apps.ts'

export { ADMIN_SOCKET } from './admin-socket.ts'

/** What a server is built from. */
export interface BuildServerOptions {
  config: HomeserverSettings & { listen: { host: string; port: number } | { socketPath: string } }
  databaseUrl: string
  logger?: Logger
  clock?: Clock
  random?: Random
  /** Another process has taken the database over: this server has stopped writing and should be closed. */
  onFenced?: () => void
  /** Told after something was handed to the operating system for somebody. */
  served?: ((userId: string) => void) | undefined
}

/** A built server. */
export interface Server {
  homeserver: Homeserver
  /** The writer's. */
  desk: Desk
  /** Opens the socket for what may be done on the machine itself; the writer's. */
  openAdminSocket(path: string): Promise<AsyncDisposable>
  /** Starts to answer. Resolves with the URL at which it does. */
  listen(): Promise<{ url: string }>
  /** Finishes what is in flight, then stops. */
  close(): Promise<void>
}

/** Builds a server: migrates its database and ties its parts. Throws when the database cannot be used. */
export async function buildServer(options: BuildServerOptions): Promise<Server> {
  const { config } = options
  const { logger = silentLogger } = options
  const tied: { desk?: Desk } = {}
  const homeserver = await createHomeserver({
    settings: config,
    databaseUrl: options.databaseUrl,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    logger,
    onFenced: options.onFenced,
    served: options.served,
    extend: (ports) => (tied.desk = createDesk(ports)),
    async dress(http) {
      await serveWebApps(http, WEB_APPS)
      serveCodeList(http, WEB_APPS)
      serveTheme(http, config.dataDir)
    },
  })
  const desk = (): Desk => {
    if (tied.desk === undefined) throw new Error('the desk is at the writer')
    return tied.desk
  }
  return {
    homeserver,
    get desk() {
      return desk()
    },
    openAdminSocket: async (path) => openAdminSocket(path, desk().machine, logger),
    async listen() {
      const { listen } = config
      if ('socketPath' in listen) {
        await homeserver.http.listen({ path: listen.socketPath })
        return { url: `unix:${listen.socketPath}` }
      }
      await homeserver.http.listen({ host: listen.host, port: listen.port })
      const address = homeserver.http.server.address()
      const port = typeof address === 'object' && address !== null ? address.port : listen.port
      return { url: `http://${listen.host}:${port}` }
    },
    close: () => homeserver.close(),
  }
}

const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
