// PostgreSQL under a watcher that outlives the server: a shell that holds one end of a pipe. When the other end closes, because
// the server asks for it or because it was killed, the watcher shuts PostgreSQL down. Both run in a session of their own, so
// that Ctrl+C in a terminal reaches only the server, which stops PostgreSQL after its last write.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { shellPrefix, spawnOptions } from './create-cluster.ts'
import type { ClusterPlace } from './create-cluster.ts'
import { LocalPostgresError } from './types.ts'
import type { LocalPostgresLogger } from './types.ts'

// The reader gets PostgreSQL's fast shutdown (SIGINT: connections are cut, everything is flushed) after the pipe's end; where
// that takes over a minute, the immediate one (SIGQUIT), which the next start recovers from. It stays on when the shell
// that waits is killed. The shell kills it when PostgreSQL ends first.
const WATCHER = `
trap '' HUP INT QUIT TERM PIPE
exec 3<&0 </dev/null
"$@" 3<&- &
postgres=$!
(
  read -r _ <&3
  kill -INT $postgres 2>/dev/null
  tries=0
  while [ $tries -lt 90 ] && kill -0 $postgres 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -eq 60 ] && kill -QUIT $postgres 2>/dev/null
    sleep 1
  done
) &
reader=$!
exec 3<&-
wait $postgres
code=$?
kill -KILL $reader 2>/dev/null
exit $code
`

/** A PostgreSQL that accepts connections. */
export interface Watched {
  /** Resolves with the exit code (null: the watcher itself was killed) when PostgreSQL ends. */
  readonly exited: Promise<number | null>
  stop(): Promise<void>
}

/** Starts PostgreSQL and waits until it accepts connections, recovery included. Throws with its own last words when it ends first. */
export async function startWatched(place: ClusterPlace, logger: LocalPostgresLogger): Promise<Watched> {
  const child = spawn('/bin/sh', ['-c', shellPrefix(place) + WATCHER, 'chappe-postgres', join(place.installation.binDir, 'postgres')], {
    ...spawnOptions(place, place.clusterDir), stdio: ['pipe', 'ignore', 'pipe'], detached: true,
  })
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code))
  })
  child.stdin.on('error', () => child.stdin.destroy())
  const watch = { isStopping: false }
  const lastWords = await waitUntilReady(child, exited, (line) => {
    if (!watch.isStopping) logger.warn(`PostgreSQL: ${line}`)
  })
  if (lastWords !== undefined) throw new LocalPostgresError(`PostgreSQL did not start: ${lastWords}`)
  letGo(child)
  // The reader outlives a watcher that is killed; this is what it waits for.
  void exited.then(() => child.stdin.destroy())
  return {
    exited,
    stop: async () => {
      watch.isStopping = true
      child.ref()
      child.stdin.end()
      await exited
    },
  }
}

/** Answers undefined when ready, else what PostgreSQL said before it ended. */
async function waitUntilReady(child: ChildProcess, exited: Promise<number | null>, warn: (line: string) => void): Promise<string | undefined> {
  if (child.stderr === null) throw new LocalPostgresError('PostgreSQL has no log')
  const lines = createInterface({ input: child.stderr })
  let lastWords = ''
  let isReady = false
  const ready = new Promise<undefined>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes('database system is ready to accept connections')) {
        isReady = true
        resolve(undefined)
      } else if (/^(?:FATAL|PANIC):|error while loading|No such file|Permission denied/.test(line)) {
        lastWords = line.slice(0, 500)
        // "the database system is starting up" and the like: clients hear it themselves.
        if (isReady && !line.startsWith('FATAL:  the database system is')) warn(lastWords)
      }
    })
  })
  const ended = exited.then((code) => lastWords || `it ended with code ${code ?? 'unknown'}`)
  return await Promise.race([ready, ended])
}

/** The server's end is decided by its own sockets and timers, not by the pipes to PostgreSQL. */
function letGo(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stderr]) {
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}
