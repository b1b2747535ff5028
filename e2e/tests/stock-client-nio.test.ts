// A stock client of another family: matrix-nio in Python, which speaks /r0, signs up, logs in on a second device, sends,
// and reads what Bob says with another client.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Json } from '@chappe/testkit'
import { createPerson, request, testWithProgram } from '@chappe/testkit'
import { expect } from 'vitest'
import { overhear } from '../src/overheard.ts'
import { startServerProcess } from '../src/running-server.ts'

const NIO = fileURLToPath(new URL('../src/nio_person.py', import.meta.url))

/** Debian's Python, which has Debian's packages: another one may come first in the PATH. */
const PYTHON = '/usr/bin/python3'

testWithProgram('matrix-nio', 'matrix-nio signs up, logs in, sends, and reads what Bob says', async () => {
  await using server = await startServerProcess()
  await using heard = await overhear(server)
  const child = spawn(PYTHON, [NIO, heard.url, 'nina', 'a password of hers'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const told = async (): Promise<Json> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`matrix-nio ended: ${complaints}`)
    return JSON.parse(line.value)
  }
  try {
    const first = await told()
    expect(first.user).toBe('@nina:localhost')
    const second = await told()
    expect(second).toMatchObject({ user: '@nina:localhost', rooms: [first.room], seen: [['@nina:localhost', 'Hello from nio']] })

    const body = { auth: { type: 'm.login.dummy' }, username: 'bob', password: 'a password of his' }
    const bob = createPerson(() => server.url, (await request(server.url, 'POST', '/_matrix/client/v3/register', { body })).body)
    await bob.join(first.room)
    await bob.say(first.room, 'Hello nio')
    const last = await told()
    expect(last.heard).toContainEqual(['@bob:localhost', 'Hello nio'])
    expect(last.paged.slice(0, 2)).toEqual(['Hello nio', 'Hello from nio'])
  } finally {
    child.kill()
  }
}, { timeoutMs: 90_000 })
