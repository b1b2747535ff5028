// A file in an encrypted room, between stock clients: the server never sees the key, and nobody outside the room the file.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { overhear } from '../src/overheard.ts'
import { startServerProcess } from '../src/running-server.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import { startStockPerson } from '../src/stock-person.ts'

const SECRET = 'a secret for this test'

// In the matrix profile a file is for everybody who is signed in and knows its id, as it is with every homeserver.
test.each([
  ['government', '404'],
  ['matrix', '200'],
] as const)('Alice sends Bob a file, %s profile', { timeout: 5 * 60_000 }, async (profile, answerToEve) => {
  await using server = await startServerProcess([`--profile=${profile}`, `--registration_shared_secret=${SECRET}`])
  const [alice, bob, eve] = [startStockPerson('Alice'), startStockPerson('Bob'), startStockPerson('Eve')]
  try {
    await using heard = await overhear(server)
    const baseUrl = heard.url
    for (const [person, username] of [[alice, 'alice'], [bob, 'bob'], [eve, 'eve']] as const) {
      const device = await makeAccountByHand(baseUrl, SECRET, username)
      await person.does('resume', { baseUrl, device })
    }
    const roomId = await alice.does('createDirectMessage', { other: '@bob:localhost' })
    await bob.does('invited', { roomId })
    await bob.does('join', { roomId })

    const bytes = randomBytes(300_000).toString('base64')
    const url = await alice.does('sendFile', { roomId, name: 'plans.pdf', base64: bytes })
    expect(await bob.does('readFile', { roomId, name: 'plans.pdf' })).toBe(bytes)
    const answer = randomBytes(1000).toString('base64')
    await bob.does('sendFile', { roomId, name: 'answer.pdf', base64: answer })
    expect(await alice.does('readFile', { roomId, name: 'answer.pdf' })).toBe(answer)

    expect(await eve.does('tryFile', { url })).toBe(answerToEve)
    expect(await eve.does('tryFile', { url: 'mxc://localhost/no-such-file' })).toBe('404')
    const anonymous = await fetch(new URL(`/_matrix/media/v3/download/${url.slice('mxc://'.length)}`, baseUrl))
    expect(anonymous.status).toBe(404)
  } finally {
    await Promise.all([alice, bob, eve].map((person) => person.kill()))
  }
})
