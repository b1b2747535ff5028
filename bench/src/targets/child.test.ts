import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listProcesses } from '../measure/processes.ts'
import { createChild, findFreePort } from './child.ts'
import { startNoop } from './noop.ts'
import { waitForAnswer } from './target.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bench-test-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A server with a worker and with a detached process such as a database; it writes both pids to `file`. */
const SCRIPT = `
  const { spawn } = require('node:child_process')
  const idle = ['-e', 'setInterval(() => {}, 1000)']
  const worker = spawn(process.execPath, idle, { stdio: 'ignore' })
  const database = spawn(process.execPath, idle, { stdio: 'ignore', detached: true })
  require('node:fs').writeFileSync(process.argv[1], [worker.pid, database.pid, ''].join(' '))
  setInterval(() => {}, 1000)`

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10))
}

function isRunning(pid: number): boolean {
  return listProcesses().some((candidate) => candidate.pid === pid)
}

describe('child', { timeout: 60_000 }, () => {
  it.runIf(existsSync('/proc/self/stat'))('dies with its workers by SIGKILL, and what it detached lives on', async () => {
    const file = path.join(folder, 'pids')
    const child = createChild({ command: process.execPath, args: ['-e', SCRIPT, file], cwd: folder, logFile: path.join(folder, 'log') })
    child.start()
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith(' '))
    const [worker = 0, database = 0] = readFileSync(file, 'utf8').split(' ').map(Number)
    await child.stop('SIGKILL')
    expect(child.pid()).toBeUndefined()
    await until(() => !isRunning(worker))
    expect(isRunning(database)).toBe(true)
    process.kill(database, 'SIGKILL')
  })

  it('may be started again after its end', async () => {
    const target = await startNoop('raw')
    const first = target.owners().serverPid
    await target[Symbol.asyncDispose]()
    expect(target.owners().serverPid).toBeUndefined()
    const again = await startNoop('http')
    const second = again.owners().serverPid
    const answered = await waitForAnswer(again.address, performance.now())
    await again[Symbol.asyncDispose]()
    expect(second).not.toBe(first)
    expect(answered).toBeGreaterThanOrEqual(0)
  })

  it('finds a port that can be listened on', async () => {
    const server = net.createServer().listen(await findFreePort(), '127.0.0.1')
    await once(server, 'listening')
    server.close()
  })
})
