// Processes on one machine: nobody waits for one that has ended, and one that is held still when it should confirm does not
// go on, since nothing could keep it from handing over first what it was about to.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestDatabase } from '@chappe/testkit'
import { freshDatabase } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrate } from '../src/db/migrator.ts'
import type { Fence } from '../src/processes/fence.ts'
import { openFence } from '../src/processes/fence.ts'
import { endStill, ownPlace, standingOf } from '../src/processes/neighbours.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const logger = { debug: () => undefined, info: () => undefined, warn: vi.fn<(fields: object, message: string) => void>(), error: () => undefined }
const NOTICE = { kind: 'forget', userId: '@mallory:chappe.test', how: 'stopped' } as const

let database: TestDatabase
let fence: Fence
beforeAll(async () => {
  database = await freshDatabase()
  await migrate(database.url)
  fence = await openFence({ databaseUrl: database.url, processId: 'teller', role: 'writer', internalAddress: '', logger })
})
afterAll(async () => {
  await fence.close()
  await database[Symbol.asyncDispose]()
})

/** Another process, which serves under a lease. */
async function startOther(processId: string): Promise<ChildProcess & AsyncDisposable> {
  const script = fileURLToPath(new URL('_fence-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, database.url, processId], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no output')
  await once(child.stdout, 'data')
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  })
}

const warnings = (): string[] => logger.warn.mock.calls.map(([, message]) => message)

test('a reader is held still while Mallory is contained: it has ended when that is answered, and does not go on', async () => {
  await using reader = await startOther('held')
  reader.kill('SIGSTOP')
  const ended = once(reader, 'exit')
  const outcomes = await fence.broadcast(NOTICE)
  expect(outcomes.map(({ processId, how }) => `${processId} ${how}`)).toEqual(['held expired'])
  reader.kill('SIGCONT')
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(warnings()).toContain('a process that stands still was ended, so that it hands over nothing as it goes on')
})

test('a reader is killed: it is known to be gone, and its lease is not waited for', async () => {
  await using reader = await startOther('killed')
  reader.kill('SIGKILL')
  await once(reader, 'exit')
  const outcomes = await fence.broadcast(NOTICE)
  expect(outcomes.map(({ processId, how }) => `${processId} ${how}`)).toEqual(['killed expired'])
  expect(warnings()).toContain('a process has ended: nothing is waited for')
  // Its row goes behind the answer.
  await expect.poll(() => database.query("SELECT 1 FROM process WHERE process_id = 'killed'")).toEqual([])
})

test('a reader is held for a moment only: it goes on, does what it was told, and lives', async () => {
  await using reader = await startOther('slow')
  reader.kill('SIGSTOP')
  const told = fence.broadcast(NOTICE)
  setTimeout(() => reader.kill('SIGCONT'), 300)
  expect((await told).map(({ processId, how }) => `${processId} ${how}`)).toEqual(['slow confirmed'])
  expect([reader.exitCode, reader.signalCode]).toEqual([null, null])
})

test('a reader that nobody asks anything is held still until it counts as gone: it is ended, too', async () => {
  await using reader = await startOther('forgotten')
  const ended = once(reader, 'exit')
  reader.kill('SIGSTOP')
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('of a process elsewhere, or under a number that was given out anew, nothing is believed', async () => {
  const own = ownPlace()
  expect([own.pid, standingOf(own, own)]).toEqual([process.pid, 'running'])
  await using reader = await startOther('neighbour')
  const pid = reader.pid ?? 0
  reader.kill('SIGSTOP')
  const elsewhere = { machine: 'another one', pid, startedTicks: own.startedTicks }
  expect([standingOf(elsewhere, own), endStill(elsewhere, own)]).toEqual(['unknown', false])
  expect([standingOf(elsewhere, elsewhere), endStill(elsewhere, elsewhere)]).toEqual(['gone', false])
  expect(standingOf({ ...own, pid }, { ...own, machine: '' })).toBe('unknown')
  reader.kill('SIGCONT')
  expect([reader.exitCode, reader.signalCode]).toEqual([null, null])
})
