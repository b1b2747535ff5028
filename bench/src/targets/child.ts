// A process that the bench starts, watches and ends, by its pid alone.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { findTree, listProcesses } from '../measure/processes.ts'

export interface Child {
  /** Pid of the running process; undefined before the start and after the end. */
  pid: () => number | undefined
  start: () => void
  /**
   * SIGTERM: waits up to 30 s for the end, then kills. SIGKILL: also its descendants, except those in a session of their
   * own: what a server detached, such as its database, is meant to outlive it.
   */
  stop: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

const STOP_MS_MAX = 30_000

/** Describes a child process; its output goes to `logFile`. */
export function createChild(options: {
  command: string, args: readonly string[], cwd: string, logFile: string, env?: NodeJS.ProcessEnv
}): Child {
  let child: ChildProcess | undefined
  const pid = (): number | undefined => child?.exitCode === null && child.signalCode === null ? child.pid : undefined
  return {
    pid,
    start() {
      const started = spawn(options.command, options.args, {
        cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      const log = createWriteStream(options.logFile, { flags: 'a' })
      started.stdout.pipe(log, { end: false })
      started.stderr.pipe(log, { end: false })
      started.on('error', (error) => log.write(`${error.message}\n`))
    },
    async stop(signal) {
      const running = pid()
      if (child === undefined || running === undefined) return
      const ended = once(child, 'exit')
      const all = listProcesses()
      const session = all.find((candidate) => candidate.pid === running)?.sessionId
      const tree = findTree(all, running, (candidate) => candidate.sessionId === session)
      if (signal === 'SIGTERM') process.kill(running, 'SIGTERM')
      else for (const member of tree.toReversed()) kill(member.pid)
      if (signal === 'SIGTERM') await Promise.race([ended, sleep(STOP_MS_MAX)])
      if (pid() !== undefined) for (const member of tree) kill(member.pid)
      await ended
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch { /* it ended before */ }
}

/** Finds a TCP port of this machine that is free now. */
export async function findFreePort(): Promise<number> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
