// A stock client signs in through OAuth 2.0: it registers itself, its user walks the server's pages, it talks, its token
// expires and is refreshed by the client itself, and it signs out.
import pg from 'pg'
import { expect, test } from 'vitest'
import { startServerProcess } from '../src/running-server.ts'
import { startStockPerson } from '../src/stock-person.ts'

test('Alice signs in with matrix-js-sdk through OAuth 2.0, and talks on when her token has expired', { timeout: 5 * 60_000 }, async () => {
  const server = await startServerProcess()
  const first = startStockPerson('Alice at her desk')
  const alice = startStockPerson('Alice, through OAuth')
  const bob = startStockPerson('Bob')
  try {
    const baseUrl = server.url
    await first.does('register', { baseUrl, username: 'alice' })
    const bobId = await bob.does('register', { baseUrl, username: 'bob' })
    await alice.does('loginThroughOAuth', { baseUrl, username: 'alice' })

    const room = await alice.does('createDirectMessage', { other: bobId })
    await bob.does('invited', { roomId: room })
    await bob.does('join', { roomId: room })
    await alice.does('send', { roomId: room, text: 'Signed in by a page' })
    expect(await bob.does('read', { roomId: room, text: 'Signed in by a page' })).toBe('true')

    // Five minutes later: what the process remembers of tokens goes with it, and those of the table have expired.
    const expired = await alice.does('accessToken')
    await expireTokens(server.databaseUrl())
    await server.kill()
    await server.start()
    await alice.does('send', { roomId: room, text: 'Still here' })
    expect(await bob.does('read', { roomId: room, text: 'Still here' })).toBe('true')
    const fresh = await alice.does('accessToken')
    expect(fresh).not.toBe(expired)

    await alice.does('logout')
    expect(await bob.does('tryToken', { token: fresh })).toBe('401')
  } finally {
    await Promise.all([first, alice, bob].map((person) => person.kill()))
    await server[Symbol.asyncDispose]()
  }
})

async function expireTokens(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('UPDATE access_token SET expires_at_ms = 1 WHERE expires_at_ms IS NOT NULL')
  await client.end()
}
