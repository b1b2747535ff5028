// One server per data folder. The lock is a listening Unix socket: the kernel lets go of it when its process dies, however
// it dies, and it is seen across containers that share the folder, which a process id is not.
import { linkSync, renameSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { LocalPostgresError } from './types.ts'

/** Held until `release`. */
export interface FolderLock {
  release(): Promise<void>
}

/** Takes the folder or refuses in plain words. `folder` is how the message names it. */
export async function lockFolder(socketDir: string, folder: string): Promise<FolderLock> {
  const path = join(socketDir, 'owner.sock')
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await tryListen(path)
    if (server !== undefined) return { release: () => closeServer(server) }
    await refuseWhenAlive(path, folder)
    // Between another starter's bind and its listen a connection is refused too: look twice before calling it dead.
    await sleep(50)
    await refuseWhenAlive(path, folder)
    await removeDead(path, folder)
  }
  throw new LocalPostgresError(`${folder} is being started by another process`)
}

async function tryListen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(String(process.pid))
  })
  const isListening = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error) => ('code' in error && error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen(path, () => resolve(true))
  })
  server.unref()
  return isListening ? server : undefined
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

async function refuseWhenAlive(path: string, folder: string): Promise<void> {
  const owner = await askOwner(path)
  if (owner !== undefined) throw new LocalPostgresError(`${folder} is in use by another server (process ${owner}); one data folder serves one server`)
}

/** The process id that the lock's owner gives, or undefined where nobody listens. */
function askOwner(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(path)
    socket.setTimeout(2000, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer = `${answer}${chunk.toString()}`.slice(0, 20)
    })
    socket.on('error', (error) => resolve('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') ? undefined : 'unknown'))
    socket.on('close', () => resolve(/^\d+$/.test(answer) ? answer : 'unknown'))
  })
}

/** Moves the dead socket away before removing it: if another starter was quicker, what we moved is alive and goes back. */
async function removeDead(path: string, folder: string): Promise<void> {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const owner = await askOwner(aside)
  if (owner !== undefined) linkSync(aside, path)
  rmSync(aside, { force: true })
  if (owner !== undefined) throw new LocalPostgresError(`${folder} is in use by another server (process ${owner})`)
}
