// The real command against a real server: through the socket of the machine, and over HTTP with somebody's token.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ADMIN_SOCKET, buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const CHAPPE = fileURLToPath(new URL('../bin/chappe.mjs', import.meta.url))
let folder: string
let chappe: TestServer<Server>
let socket: AsyncDisposable

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-cli-'))
  chappe = await startTestServer(buildServer)
  socket = await chappe.server.openAdminSocket(join(folder, ADMIN_SOCKET))
})
afterAll(async () => {
  await socket[Symbol.asyncDispose]()
  await chappe[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the command to its end. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const base = { PATH: process.env['PATH'] ?? '', CHAPPE_DATA_DIR: folder }
  const child = spawn(process.execPath, [CHAPPE, ...args], { env: { ...base, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...ended })))
}

const stateOf = async (userId: string): Promise<unknown> =>
  (await chappe.database.query('SELECT state FROM account WHERE user_id = $1', [userId]))[0]?.['state']

test('the socket is for its owner alone', () => {
  expect(statSync(join(folder, ADMIN_SOCKET)).mode & 0o777).toBe(0o600)
})

test('the first operator: a link, once more while nobody has used it, and then no other', async () => {
  const first = await run(['admin', 'bootstrap', '--name', 'Oona'])
  expect(first).toMatchObject({ code: 0, err: '' })
  const userId = /^(@\S+) is the first operator$/m.exec(first.out)?.[1] ?? ''
  const secretOf = (out: string): string => /http:\/\/localhost:8008\/enrol\?token=([\w-]{40})/.exec(out)?.[1] ?? ''
  expect(secretOf(first.out)).not.toBe('')
  const second = await run(['admin', 'bootstrap'])
  expect(second.out).toContain(`${userId} is the first operator`)
  const { links } = chappe.server.homeserver.ports.accounts
  expect(await links.find(secretOf(first.out))).toBeUndefined()
  expect(await links.find(secretOf(second.out))).toMatchObject({ userId, purpose: 'operator' })
  await links.use(secretOf(second.out), async () => undefined)
  expect(await run(['admin', 'bootstrap'])).toEqual({ code: 1, out: '', err: 'the server refuses: There is an operator already (M_FORBIDDEN)\n' })
  const rows = await chappe.database.query("SELECT way, user_nid, outcome FROM desk_action WHERE operation = 'bootstrap' ORDER BY action_nid")
  expect(rows).toEqual(['done', 'done', 'M_FORBIDDEN'].map((outcome) => ({ way: 'machine', user_nid: null, outcome })))
  expect((await chappe.server.homeserver.ports.accounts.get(userId)).roles).toEqual(['operator'])
})

test('through the socket Mallory is contained, and every auditor is told', async () => {
  const mallory = await chappe.person('mallory')
  const anna = await chappe.person('anna')
  await chappe.server.homeserver.ports.accounts.setRoles(anna.userId, ['auditor'], async () => undefined)
  const done = await run(['admin', 'break-glass', mallory.userId, '--reason', 'nobody else is awake'])
  expect(done).toMatchObject({ code: 0, err: '' })
  expect(done.out).toMatch(/^@mallory:chappe.test is contained: nothing more is served to it \(case \d+\)$/m)
  expect(await stateOf(mallory.userId)).toBe('contained')
  const { rooms } = await anna.sync()
  for (const room of Object.keys(rooms.invite)) await anna.join(room)
  const said = JSON.stringify((await anna.sync({ fullState: true })).rooms.join)
  expect(said).toContain('was contained through the socket of the machine, by nobody who is signed in. An auditor is to look at it within 24 hours. Reason given: nobody else is awake')
  expect(await run(['admin', 'break-glass', '@nobody:chappe.test', '--reason', 'x'])).toMatchObject({ code: 1, err: 'the server refuses: There is no such account (M_NOT_FOUND)\n' })
})

test('over HTTP in the role of whose token it is, from a file or the environment', async () => {
  const sam = await chappe.person('sam')
  const trent = await chappe.person('trent')
  const file = join(folder, 'token')
  writeFileSync(file, `${sam.token}\n`)
  chmodSync(file, 0o600)
  const contain = (more: string[], env: Record<string, string> = {}) => run(['contain', trent.userId, '--reason', 'a lure', '--url', chappe.url, ...more], env)
  expect(await contain(['--token-file', file])).toMatchObject({ code: 1, err: 'the server refuses: Your role does not let you do that (M_FORBIDDEN)\n' })
  writeFileSync(join(folder, 'empty'), '\n')
  expect(await contain(['--token-file', join(folder, 'empty')])).toMatchObject({ code: 1, err: expect.stringContaining('empty holds no access token') })
  // Without a token somebody signs in through the browser, at the address that the server has.
  expect(await contain([])).toMatchObject({ code: 1, err: `${chappe.url} is not the address of the server itself: use its public_url\n` })
  await chappe.server.homeserver.ports.accounts.setRoles(sam.userId, ['security_officer'], async () => undefined)
  expect(await contain(['--token-file', file])).toMatchObject({ code: 0, err: '' })
  expect(await stateOf(trent.userId)).toBe('contained')
  const { body } = await sam.get('/_chappe/desk/v1/cases')
  const caseId = String(body.cases.at(0)?.case_id)
  const again = await contain(['--case', caseId], { CHAPPE_TOKEN: sam.token })
  expect(again.out).toBe(`@trent:chappe.test is contained: nothing more is served to it (case ${caseId})\n`)
  const refused = await run(['contain', trent.userId, '--reason', 'x', '--url', 'http://chat.example.org'], { CHAPPE_TOKEN: sam.token })
  expect(refused).toMatchObject({ code: 1, err: 'a token is sent over https only\n' })
})

test('without a server the commands say so', async () => {
  const done = await run(['admin', 'bootstrap'], { CHAPPE_DATA_DIR: join(folder, 'elsewhere') })
  expect([done.code, done.err]).toEqual([1, expect.stringContaining('cannot be used (ENOENT): is the server running, and is this its user?')])
})

test('what no command sends is refused', async () => {
  const ask = (method: string, path: string, body: string): Promise<[number | undefined, Json]> =>
    new Promise((resolve, reject) => {
      const call = request({ socketPath: join(folder, ADMIN_SOCKET), method, path }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve([response.statusCode, JSON.parse(text).errcode]))
      })
      call.on('error', reject)
      call.end(body)
    })
  expect(await ask('GET', '/break_glass', '')).toEqual([404, 'M_UNRECOGNIZED'])
  expect(await ask('POST', '/release', '{}')).toEqual([404, 'M_UNRECOGNIZED'])
  expect(await ask('POST', '/break_glass', '{')).toEqual([400, 'M_NOT_JSON'])
  expect(await ask('POST', '/break_glass', '[]')).toEqual([400, 'M_BAD_JSON'])
  expect(await ask('POST', '/break_glass', '{"user_id":"@mallory:chappe.test"}')).toEqual([400, 'M_MISSING_PARAM'])
  expect(await ask('POST', '/break_glass', JSON.stringify({ user_id: '@a:b', reason: 'x'.repeat(1001) }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(await ask('POST', '/break_glass', JSON.stringify({ user_id: '@a:b', reason: 'x', case_id: '1' }))).toEqual([400, 'M_INVALID_PARAM'])
  expect(await ask('POST', '/bootstrap', JSON.stringify({ display_name: 'x'.repeat(20_000) }))).toEqual([413, 'M_TOO_LARGE'])
})

test('a socket that a killed server left behind is replaced, one that is used is not', async () => {
  const path = join(folder, 'other.sock')
  writeFileSync(path, '')
  await using _first = await chappe.server.openAdminSocket(path)
  await expect(chappe.server.openAdminSocket(path)).rejects.toThrow('another server listens')
})
