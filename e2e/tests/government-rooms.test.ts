// Rooms of a government server in a stock client: a private room, a direct message and a forum, and the words that people
// are shown where something is refused.
import pg from 'pg'
import { expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import { startStockPerson } from '../src/stock-person.ts'

const SECRET = 'a secret for this test'
const DAY = 24 * 60 * 60 * 1000

/** Makes an account as the operator does, in the Ministry of the Interior; gives back its first device, as JSON. */
async function makeAccount(server: RunningServer, database: pg.Client, username: string, type: 'agent' | 'external'): Promise<string> {
  const device = await makeAccountByHand(server.url, SECRET, username)
  await database.query(
    `UPDATE account SET account_type = $2, organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'interior') WHERE user_id = $1`,
    [`@${username}:localhost`, type],
  )
  // Opening a forum asks for a passkey, which the stock client leaves to a browser: it was touched before.
  await database.query(
    'INSERT INTO step_up (device_nid, touched_at_ms) SELECT device_nid, $2 FROM device JOIN account USING (user_nid) WHERE user_id = $1',
    [`@${username}:localhost`, Number.MAX_SAFE_INTEGER],
  )
  return device
}

test('Alice makes a private room, a direct message and a forum; what may not be is refused in plain words', { timeout: 5 * 60_000 }, async () => {
  await using server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
  const database = new pg.Client({ connectionString: server.databaseUrl() })
  await database.connect()
  const [alice, bob, eve] = [startStockPerson('Alice'), startStockPerson('Bob'), startStockPerson('Eve')]
  try {
    await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Interior', 0)`)
    for (const [person, username, type] of [[alice, 'alice', 'agent'], [bob, 'bob', 'agent'], [eve, 'eve', 'external']] as const) {
      const device = await makeAccount(server, database, username, type)
      await person.does('resume', { baseUrl: server.url, device })
    }

    const talk = await alice.does('createDirectMessage', { other: '@bob:localhost' })
    await bob.does('invited', { roomId: talk })
    await bob.does('join', { roomId: talk })
    await alice.does('send', { roomId: talk, text: 'soup?' })
    expect(await bob.does('read', { roomId: talk, text: 'soup?' })).toBe('true')
    expect(await bob.does('tryPlain', { roomId: talk, text: 'yes' })).toBe(
      'M_FORBIDDEN: This message is not encrypted, and here everything that is said has to be. Use an app that encrypts',
    )

    const room = await alice.does('createRoom', { options: JSON.stringify({ preset: 'private_chat', name: 'Lunch' }) })
    await alice.does('send', { roomId: room, text: 'encrypted though nobody asked for it' })
    expect(await alice.does('read', { roomId: room, text: 'encrypted though nobody asked for it' })).toBe('true')
    expect(await alice.does('tryInvite', { roomId: room, other: '@eve:localhost' })).toBe(
      'M_FORBIDDEN: That person is an external, and this room is not open to externals. An admin of the room can open it to them, for good',
    )
    expect(await alice.does('tryState', { roomId: room, type: 'm.room.history_visibility', content: '{"history_visibility":"world_readable"}' })).toBe(
      'M_FORBIDDEN: World-readable history is not allowed here',
    )
    expect(await alice.does('tryState', { roomId: room, type: 'm.room.encryption', content: '{"algorithm":"none"}' })).toMatch(/^M_FORBIDDEN: That is no encryption that is known here/)
    expect(await eve.does('tryCreateRoom', { options: '{}' })).toBe('M_FORBIDDEN: Your kind of account does not have that here')

    const declaration = { organisation: 'interior', owners: ['@alice:localhost', '@bob:localhost'], purpose: 'Questions about leave', review_at_ms: Date.now() + 90 * DAY }
    const forum = (change: object) => JSON.stringify({
      preset: 'public_chat',
      visibility: 'public',
      name: 'Leave',
      power_level_content_override: { users: { '@bob:localhost': 100 } },
      initial_state: [{ type: 'org.chappe.room.forum', state_key: '', content: { ...declaration, ...change } }],
    })
    expect(await alice.does('tryCreateRoom', { options: forum({ owners: ['@alice:localhost'] }) })).toBe(
      'M_FORBIDDEN: A forum has two owners or more (at most 20): agents who are its admins',
    )
    const leave = await alice.does('createRoom', { options: forum({}) })
    await bob.does('join', { roomId: leave })
    await bob.does('send', { roomId: leave, text: 'how many days?' })
    expect(await alice.does('read', { roomId: leave, text: 'how many days?' })).toBe('false')
    await alice.does('leave', { roomId: room })
  } finally {
    await database.end()
    await Promise.all([alice, bob, eve].map((person) => person.kill()))
  }
})
