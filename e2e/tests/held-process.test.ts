// A process is held in the middle of sending a file to Mallory, whose client reads none of it. What the kernel had taken is
// hers; what the process had still to hand over, its event loop would hand over as it goes on, before any of its own code
// runs. Mallory is contained meanwhile, and nothing more may come.
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { createPerson, request } from '@chappe/testkit'
import type { Person } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import type { Process } from '../src/installation.ts'
import { startInstallation } from '../src/installation.ts'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function signUp(url: string, username: string): Promise<Person> {
  const body = { auth: { type: 'm.login.dummy' }, username, password: 'a password for the test' }
  return createPerson(() => url, (await request(url, 'POST', '/_matrix/client/v3/register', { body })).body)
}

/** A download whose client reads nothing until it is told to. */
async function beginDownload({ server }: Process, token: string, path: string): Promise<{ socket: Socket; received: () => number }> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let received = 0
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => void (received += chunk.length))
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  return { socket, received: () => received }
}

/** Waits until a figure has stood still for a while, and gives it back. */
async function settled(figure: () => number): Promise<number> {
  for (;;) {
    const before = figure()
    await pause(1_500)
    if (figure() === before) return before
  }
}

test('Mallory is contained while the process that sends her a file is held still: she gets what the kernel had, and no byte more', { timeout: 300_000 }, async () => {
  await using installation = await startInstallation()
  const [writer, reader] = installation.processes
  if (writer === undefined || reader === undefined) throw new Error('there are too few processes')
  const [olga, mallory] = [await signUp(writer.server.url, 'olga'), await signUp(writer.server.url, 'mallory')]
  await installation.database.query("INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, 'security_officer', 0 FROM account WHERE user_id = $1", [olga.userId])
  const file: string = (await mallory.request('POST', '/_matrix/media/v3/upload', { raw: Buffer.alloc(64 * 1024 * 1024, 'x') })).body.content_uri
  const path = `/_matrix/client/v1/media/download/${file.slice('mxc://'.length)}`
  const downloads = await Promise.all(Array.from({ length: 5 }, () => beginDownload(reader, mallory.token, path)))
  // Until the kernels have taken all they have room for, and the process waits to hand over the rest of a piece.
  await settled(() => reader.servedSince(0).length)

  reader.server.signal('SIGSTOP')
  const contained = await olga.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(mallory.userId)}/contain`, { reason: 'a lost telephone' })
  expect([contained.status, contained.body.state]).toEqual([200, 'contained'])
  for (const { socket } of downloads) socket.resume()
  const hers = await settled(() => downloads.reduce((sum, { received }) => sum + received(), 0))
  reader.server.signal('SIGCONT')
  expect(await settled(() => downloads.reduce((sum, { received }) => sum + received(), 0)) - hers, 'bytes after the answer').toBe(0)

  // Whoever looks after the processes starts it again, and she is refused there as everywhere.
  await vi.waitFor(() => expect(reader.server.isRunning()).toBe(false), 30_000)
  await reader.server.start()
  await vi.waitFor(async () => {
    const refused = await request(reader.server.url, 'GET', path, { token: mallory.token })
    expect([refused.status, refused.body.errcode]).toEqual([401, 'M_USER_LOCKED'])
  }, 30_000)
  for (const { socket } of downloads) socket.destroy()
})
