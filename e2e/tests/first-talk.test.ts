// The first talk: two people with stock clients sign up, talk encrypted and in the open, the server is killed in
// between, and one of them comes back on a new device with nothing but the recovery key.
import { expect, test } from 'vitest'
import { overhear } from '../src/overheard.ts'
import { startServerProcess } from '../src/running-server.ts'
import { startStockPerson } from '../src/stock-person.ts'

test('Alice and Bob talk, encrypted and in the open, through kill -9 and a lost device', { timeout: 8 * 60_000 }, async () => {
  const server = await startServerProcess()
  const alice = startStockPerson('Alice')
  const bob = startStockPerson('Bob')
  const people = [alice, bob]
  try {
    await using heard = await overhear(server)
    const baseUrl = heard.url
    await alice.does('register', { baseUrl, username: 'alice' })
    const bobId = await bob.does('register', { baseUrl, username: 'bob' })
    const recoveryKey = await alice.does('makeBackup')
    await bob.does('makeBackup')

    const dm = await alice.does('createDirectMessage', { other: bobId })
    await bob.does('invited', { roomId: dm })
    await bob.does('join', { roomId: dm })
    await alice.does('send', { roomId: dm, text: 'Bonjour Bob' })
    expect(await bob.does('read', { roomId: dm, text: 'Bonjour Bob' })).toBe('true')
    await bob.does('send', { roomId: dm, text: 'Bonjour Alice' })
    expect(await alice.does('read', { roomId: dm, text: 'Bonjour Alice' })).toBe('true')

    const open = await alice.does('createOpenRoom', { name: 'Canteen' })
    expect(await bob.does('findOpenRoom', { name: 'canteen' })).toBe(open)
    await bob.does('join', { roomId: open })
    await bob.does('send', { roomId: open, text: 'What is for lunch?' })
    expect(await alice.does('read', { roomId: open, text: 'What is for lunch?' })).toBe('false')

    await server.kill()
    await server.start()

    await alice.does('send', { roomId: dm, text: 'Still there?' })
    await bob.does('read', { roomId: dm, text: 'Still there?' })
    await bob.does('send', { roomId: open, text: 'Soup.' })
    await alice.does('read', { roomId: open, text: 'Soup.' })
    // Her own messages' key, and Bob's.
    await alice.does('backedUp', { keys: '2' })

    await alice.kill()
    const again = startStockPerson('Alice on a new device')
    people.push(again)
    await again.does('login', { baseUrl, username: 'alice' })
    await again.does('restoreBackup', { recoveryKey })
    expect(await again.lists('readAll', { roomId: dm })).toEqual(['Bonjour Bob', 'Bonjour Alice', 'Still there?'])
    expect(await again.lists('readAll', { roomId: open })).toEqual(['What is for lunch?', 'Soup.'])
    await bob.does('send', { roomId: dm, text: 'Welcome back' })
    expect(await again.does('read', { roomId: dm, text: 'Welcome back' })).toBe('true')
  } finally {
    await Promise.all(people.map((person) => person.kill()))
    await server[Symbol.asyncDispose]()
  }
})
