// Starts the server that does nothing, in a process of its own as a real one would be.

import os from 'node:os'
import path from 'node:path'
import { parseAddress } from '../http/request.ts'
import { createChild, findFreePort } from './child.ts'
import { waitForAnswer, type Target } from './target.ts'

/** Starts a Noop server: on raw sockets (the floor) or on node:http (what a plain Node server can reach). */
export async function startNoop(kind: 'raw' | 'http'): Promise<Target> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const child = createChild({
    command: process.execPath, args: [path.join(import.meta.dirname, 'noop-server.ts'), kind, String(port)],
    cwd: os.tmpdir(), logFile: os.devNull,
  })
  child.start()
  const target: Target = {
    name: `noop-${kind}`,
    url,
    address: parseAddress(url),
    owners() {
      const pid = child.pid()
      return pid === undefined ? {} : { serverPid: pid }
    },
    sharedSecret: undefined,
    folder: undefined,
    lifecycle: undefined,
    [Symbol.asyncDispose]: () => child.stop('SIGTERM'),
  }
  try {
    await waitForAnswer(target.address, performance.now(), 10_000)
  } catch (error) {
    await child.stop('SIGKILL')
    throw error
  }
  return target
}
