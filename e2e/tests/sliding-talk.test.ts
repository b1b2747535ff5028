// Alice's stock client syncs by sliding sync, Bob's by plain sync: they talk encrypted both ways, also after a kill.
import { decodeBlock } from '@chappe/ledger'
import pg from 'pg'
import { expect, test } from 'vitest'
import { overhear } from '../src/overheard.ts'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import { startStockPerson } from '../src/stock-person.ts'

const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) }

/** By which operations anything was shown. */
async function operationsOf(server: RunningServer): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: server.databaseUrl() })
  await client.connect()
  try {
    const blocks = await client.query<{ body: Buffer }>('SELECT body FROM ledger_block')
    return new Set(blocks.rows.flatMap(({ body }) => [...decodeBlock(body, utf8)].map((row) => row.operation)))
  } finally {
    await client.end()
  }
}

test('Alice, who syncs by sliding sync, and Bob talk encrypted both ways', { timeout: 5 * 60_000 }, async () => {
  const server = await startServerProcess()
  const alice = startStockPerson('Alice')
  const bob = startStockPerson('Bob')
  try {
    await using heard = await overhear(server)
    const baseUrl = heard.url
    const aliceId = await alice.does('register', { baseUrl, username: 'alice', syncing: 'sliding' })
    const bobId = await bob.does('register', { baseUrl, username: 'bob' })

    const dm = await alice.does('createDirectMessage', { other: bobId })
    await bob.does('invited', { roomId: dm })
    await bob.does('join', { roomId: dm })
    await alice.does('send', { roomId: dm, text: 'Bonjour Bob' })
    expect(await bob.does('read', { roomId: dm, text: 'Bonjour Bob' })).toBe('true')
    await bob.does('send', { roomId: dm, text: 'Bonjour Alice' })
    expect(await alice.does('read', { roomId: dm, text: 'Bonjour Alice' })).toBe('true')

    const other = await bob.does('createDirectMessage', { other: aliceId })
    await alice.does('invited', { roomId: other })
    await alice.does('join', { roomId: other })
    await bob.does('send', { roomId: other, text: 'This way round' })
    expect(await alice.does('read', { roomId: other, text: 'This way round' })).toBe('true')

    const open = await bob.does('createOpenRoom', { name: 'Canteen' })
    await alice.does('join', { roomId: open })
    await bob.does('send', { roomId: open, text: 'Soup.' })
    expect(await alice.does('read', { roomId: open, text: 'Soup.' })).toBe('false')

    // The server forgets what it sent: the client is told so, and starts over.
    await server.kill()
    await server.start()
    await bob.does('send', { roomId: dm, text: 'Still there?' })
    expect(await alice.does('read', { roomId: dm, text: 'Still there?' })).toBe('true')
    await alice.does('send', { roomId: dm, text: 'Still here.' })
    expect(await bob.does('read', { roomId: dm, text: 'Still here.' })).toBe('true')
    expect([...(await operationsOf(server))]).toEqual(expect.arrayContaining(['simplifiedSlidingSync', 'sync']))
  } finally {
    await Promise.all([alice.kill(), bob.kill()])
    await server[Symbol.asyncDispose]()
  }
})
