// Keeps PostgreSQL at work: starts it, starts it again with growing pauses when it dies, stops it.
import { clearLeftover } from './leftover.ts'
import type { ClusterPlace } from './create-cluster.ts'
import type { FolderLock } from './folder-lock.ts'
import { startWatched } from './watcher.ts'
import type { Watched } from './watcher.ts'
import { DATABASE, OWNER, PORT } from './settings.ts'
import type { LocalPostgres, LocalPostgresLogger, PostgresExit } from './types.ts'

const RESTART_MS_MIN = 100
const RESTART_MS_MAX = 10_000
/** After so long at work a death counts as the first one again. */
const HEALTHY_AFTER_MS = 30_000

export class Supervisor implements LocalPostgres {
  readonly url: string
  readonly connection: LocalPostgres['connection']
  readonly version: string
  readonly source: LocalPostgres['source']
  readonly #place: ClusterPlace
  readonly #lock: FolderLock
  readonly #logger: LocalPostgresLogger
  readonly #listeners = new Set<(exit: PostgresExit) => void>()
  #watched: Watched | undefined
  #restartMs = RESTART_MS_MIN
  #isStopping = false
  #wake: () => void = () => undefined
  #keeping: Promise<void> = Promise.resolve()
  #stopped: Promise<void> | undefined

  constructor(place: ClusterPlace, socketDir: string, held: { lock: FolderLock; logger: LocalPostgresLogger }) {
    this.#place = place
    this.#lock = held.lock
    this.#logger = held.logger
    this.version = place.installation.version
    this.source = place.installation.source
    this.connection = { host: socketDir, port: PORT, user: OWNER, database: DATABASE }
    this.url = `postgresql://${OWNER}@localhost/${DATABASE}?host=${encodeURIComponent(socketDir)}&port=${PORT}`
  }

  /** Starts it for the first time; throws when it does not start. */
  async start(): Promise<void> {
    await clearLeftover(this.#place.clusterDir, this.#logger)
    const watched = await startWatched(this.#place, this.#logger)
    this.#watched = watched
    this.#keeping = this.#keep(watched)
  }

  onExit(callback: (exit: PostgresExit) => void): () => void {
    this.#listeners.add(callback)
    return () => this.#listeners.delete(callback)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<void> {
    this.#isStopping = true
    this.#wake()
    await this.#watched?.stop()
    await this.#keeping
    await this.#lock.release()
  }

  /** Lives as long as the supervisor: waits for an end that nobody asked for, pauses, starts again. */
  async #keep(first: Watched): Promise<void> {
    let watched: Watched | undefined = first
    while (!this.#isStopping) {
      if (watched !== undefined) {
        const code = await this.#waitForEnd(watched)
        if (this.#isStopping) return
        this.#tellExit({ code, restartInMs: this.#restartMs })
      }
      await this.#pause()
      if (this.#isStopping) return
      watched = await this.#tryAgain()
    }
    await watched?.stop()
  }

  async #waitForEnd(watched: Watched): Promise<number | null> {
    const healthy = setTimeout(() => {
      this.#restartMs = RESTART_MS_MIN
    }, HEALTHY_AFTER_MS)
    healthy.unref()
    const code = await watched.exited
    clearTimeout(healthy)
    return code
  }

  #tellExit(exit: PostgresExit): void {
    this.#logger.warn(`PostgreSQL ended (${exit.code === null ? 'its watcher was killed' : `code ${exit.code}`}); it is started again in ${exit.restartInMs} ms`)
    for (const listener of this.#listeners) listener(exit)
  }

  /** The timer keeps the process alive: a server without its database has nothing else that surely does. */
  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#restartMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MS_MAX)
  }

  async #tryAgain(): Promise<Watched | undefined> {
    try {
      await clearLeftover(this.#place.clusterDir, this.#logger)
      this.#watched = await startWatched(this.#place, this.#logger)
      this.#logger.info('PostgreSQL is back')
      return this.#watched
    } catch (error) {
      this.#watched = undefined
      this.#logger.warn(`${error instanceof Error ? error.message : 'PostgreSQL did not start'}; next try in ${this.#restartMs} ms`)
      return undefined
    }
  }
}
