import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCpu, subtractCpu } from './cpu.ts'
import { parseSettings, readArguments } from './machine.ts'
import { findPostmasters, findTree, isPostgres, parseProcessStat, type ProcessStat } from './processes.ts'
import { spreadOf } from './statistics.ts'

const hasProc = existsSync('/proc/self/stat')

function made(pid: number, parentPid: number, name: string): ProcessStat {
  return { pid, parentPid, name, sessionId: 1, ownUs: 0, endedChildrenUs: 0 }
}

describe('process table', () => {
  it('reads a line of /proc/<pid>/stat, also when the name has spaces and parentheses', () => {
    const line = '4242 (node (a) b) S 17 4242 4243 0 -1 4194560 100 200 0 0 12 34 56 78 20 0 11 0 999 0 0'
    expect(parseProcessStat(line)).toEqual({
      pid: 4242, name: 'node (a) b', parentPid: 17, sessionId: 4243, ownUs: 460_000, endedChildrenUs: 1_340_000,
    })
    expect(() => parseProcessStat('nonsense')).toThrow('not a line')
  })

  it('tells the database that a server started from the server', () => {
    const all = [
      made(1, 0, 'init'), made(10, 1, 'node'), made(11, 10, 'node'), made(20, 10, 'postgres'), made(21, 20, 'postgres'),
      made(30, 1, 'postgres'), made(31, 30, 'postgres'),
    ]
    expect(findTree(all, 10, (process) => !isPostgres(process)).map((process) => process.pid)).toEqual([10, 11])
    expect(findPostmasters(all, 10, undefined)).toEqual([20])
    expect(findTree(all, 20).map((process) => process.pid)).toEqual([20, 21])
    expect(findPostmasters(all, undefined, undefined)).toEqual([])
  })

  it.runIf(hasProc)('counts the CPU of a child and of its ended children to the server', async () => {
    // The child burns CPU in a process of its own that it waits for, then says so and idles.
    const burn = 'const used = () => { const { user, system } = process.cpuUsage(); return user + system }; while (used() < 300000);'
    const script = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(burn)}])
      console.log('burnt'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    const owners = { serverPid: child.pid ?? 0 }
    const before = readCpu(owners)
    await once(child.stdout, 'data')
    const used = subtractCpu(readCpu(owners), before)
    child.kill('SIGKILL')
    expect(used.serverUs).toBeGreaterThan(250_000)
    expect(used.databaseUs).toBeUndefined()
    expect(used.generatorUs).toBeGreaterThan(0)
  }, 60_000)

  it.runIf(hasProc)('says that a process is not known rather than that it used nothing', () => {
    expect(readCpu({})).toMatchObject({ serverUs: undefined, databaseUs: undefined })
    expect(readCpu({ serverPid: 2 ** 22 + 1, databasePid: 2 ** 22 + 1 })).toMatchObject({ serverUs: undefined, databaseUs: undefined })
  })
})

describe('database settings', () => {
  it('reads postgresql.conf: the last line counts, comments do not', () => {
    const text = "fsync = on\n#fsync = off\nsynchronous_commit=off # fast\n shared_buffers = '256MB'\nfsync off\n"
    expect(parseSettings(text)).toEqual({ fsync: 'off', synchronous_commit: 'off', shared_buffers: '256MB' })
  })

  it('reads the command line of the postmaster', () => {
    expect(readArguments(['postgres', '-D', '/data', '-c', 'fsync=off', '--max-connections=20', '-F'])).toEqual({
      fsync: 'off', max_connections: '20',
    })
  })
})

describe('spread', () => {
  it('is median, least and greatest', () => {
    expect(spreadOf([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9 })
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 })
    expect(spreadOf([])).toBeUndefined()
  })
})
