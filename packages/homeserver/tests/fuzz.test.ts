// A hundred thousand requests made from the contract that no client would send: nothing fails, nothing hangs, what is
// refused leaves nothing behind, and Alice goes on as if nothing had been.
// `CHAPPE_FUZZ_SEED` repeats another run's chance, `CHAPPE_FUZZ_REQUESTS` says how many for each profile.
import { connect } from 'node:net'
import { allEndpoints } from '@chappe/contract'
import type { AnyEndpoint } from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, RawConnections, TestServer } from '@chappe/testkit'
import { createPerson, openRawConnections, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeByOperator, refusal, whoami } from './_accounts.ts'
import { haveTouched } from './_ministry.ts'
import type { Attack, FuzzCase } from './_fuzz/cases.ts'
import { chanceCase, guestCase, oddCases, refusedCases } from './_fuzz/cases.ts'
import { countRows, runCases } from './_fuzz/run.ts'
import { chanceOf } from './_fuzz/values.ts'
import { guardCall } from './_guard.ts'
import type { Scene } from './_guard.ts'
import { furnish, SECRET } from './_scene.ts'

const SEED = Number(process.env['CHAPPE_FUZZ_SEED'] ?? 1)
const REQUESTS = Number(process.env['CHAPPE_FUZZ_REQUESTS'] ?? 51_000)
/** Requests between two looks at Alice. */
const ROUND = 3000
const LIMIT_MS = 300_000

/** Calls that end the session they are made with: somebody else makes them. */
/** Stops the account of its caller for good. */
const STOPPING = 'reportTakeover'
const ENDING = new Set(['logout', 'logout_all', 'deactivateAccount', 'deleteDevice', 'deleteDevices', 'endDevices', 'changePassword'])
/** How often calls that hash a password may be made by chance: each is meant to take a while. */
const HASHING_MAX = 20
const hashes = ({ rate }: AnyEndpoint): boolean => rate === 'login' || rate === 'registration'

/** Longer than those who follow the stream gather before they write: search does for a second. */
const GATHERED_MS = 1500

describe.each(['matrix', 'government'] as const)('%s', (profile) => {
  let chappe: TestServer<Server>
  let connections: RawConnections
  let alice: Person
  let eve: Person
  let mallory: Person
  /** Makes the rooms, so that Mallory is in few of them: whatever she is called has to be told to each. */
  let oscar: Person
  let trent: Person
  let walter: Person
  let scene: Scene
  let sent = 0
  let newcomers = 0
  let startedAtMs = 0
  /** What the chance rounds had refused: sent once more, it must not leave a trace. */
  const refusedBefore: FuzzCase[] = []

  beforeAll(async () => {
    chappe = await startTestServer(buildServer, { profile })
    alice = await madeByOperator(chappe, 'alice')
    const bob = await madeByOperator(chappe, 'bob')
    eve = await madeByOperator(chappe, 'eve')
    mallory = await madeByOperator(chappe, 'mallory')
    oscar = await madeByOperator(chappe, 'oscar')
    trent = await madeByOperator(chappe, 'trent')
    walter = await madeByOperator(chappe, 'walter')
    await madeByOperator(chappe, 'carol')
    await haveTouched(chappe, alice, bob, mallory, oscar)
    scene = await furnish({ alice, bob, callerId: alice.userId })
    startedAtMs = performance.now()
    connections = openRawConnections(chappe.url)
  })
  afterAll(async () => {
    connections[Symbol.dispose]()
    await chappe[Symbol.asyncDispose]()
  })

  /** Who calls: what ends sessions is called by those who have nothing else to do. */
  function callerOf({ operation }: AnyEndpoint, other: Person): Person {
    if (operation === STOPPING) return walter
    return ENDING.has(operation) ? trent : other
  }

  async function send(cases: readonly FuzzCase[], secret?: string): Promise<FuzzCase[]> {
    const { faults, refused } = await runCases(connections, cases, secret)
    sent += cases.length
    expect(faults, `seed ${SEED}: CHAPPE_FUZZ_SEED=${SEED} repeats it`).toEqual([])
    return refused
  }

  /** What must stay as it was when nothing was done. */
  async function whatIs(): Promise<unknown> {
    const { next_batch: _, ...view } = await alice.sync()
    // Alice's look is in the ledger itself.
    const { ledger_block: __, ...rows } = await countRows(chappe.database)
    return { rows, view: withoutAge(view) }
  }

  test('what has one thing wrong is refused by the code that fits, and leaves nothing behind', async () => {
    const cases = allEndpoints.flatMap((endpoint) => [...refusedCases({ endpoint, scene, token: alice.token })])
    await alice.sync()
    await expectQuiet()
    const before = await whatIs()
    const refused = await send(cases)
    expect(refused).toHaveLength(cases.length)
    expect(await whatIs()).toEqual(before)
  }, LIMIT_MS)

  test('the lane of syncs and messages refuses as the framework does', async () => {
    const inLane = allEndpoints.filter(({ rate, body }) => (rate === 'sync' || rate === 'message') && body !== 'raw')
    const cases = inLane.flatMap((endpoint) => [...refusedCases({ endpoint, scene, token: alice.token })])
    const read = async (asked: readonly FuzzCase[]): Promise<string[]> => {
      const answers: string[] = []
      await connections.sendAll(
        asked.map((each) => each.request),
        (at, answer) => (answers[at] = `${answer?.status} ${answer?.body.toString('utf8')}`),
      )
      return answers
    }
    // With a slash at its end a path is left to the framework.
    const withSlash = cases.map((each) => ({ ...each, request: { ...each.request, target: each.request.target.replace(/(?=\?|$)/, '/') } }))
    expect(await read(withSlash)).toEqual(await read(cases))
  }, LIMIT_MS)

  test('a session that ended is refused on the connection that spoke for it', async () => {
    using connection = openRawConnections(chappe.url, 1)
    const statuses: (number | undefined)[] = []
    const ask = (method: string, path: string, token: string): Promise<void> =>
      connection.sendAll([{ method, target: `/_matrix/client/v3${path}`, token }], (_, answer) => statuses.push(answer?.status))
    const { token } = await madeByOperator(chappe, 'trent-alone')
    await ask('GET', '/sync', token)
    await ask('GET', '/account/whoami', token)
    await ask('POST', '/logout', token)
    await ask('GET', '/account/whoami', token)
    await ask('GET', '/sync', token)
    expect(statuses).toEqual([200, 200, 200, 401, 401])
  })

  test('a body too large is refused before it is read', async () => {
    const endpoints = allEndpoints.filter(({ body }) => body !== undefined && body !== 'raw')
    for (const endpoint of endpoints) {
      const { path } = guardCall(endpoint, scene)
      const head = `${endpoint.method} ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${alice.token}\r\n`
      const answer = await sendText(chappe.url, `${head}Content-Length: 90000000\r\n\r\n{"a": `)
      expect(answer, endpoint.operation).toMatch(/^HTTP\/1\.1 413 [^]*"M_TOO_LARGE"/)
    }
  }, LIMIT_MS)

  test('what is no HTTP gets one answer, and the next one is served', async () => {
    const authorization = `Host: a\r\nAuthorization: Bearer ${alice.token}\r\n`
    for (const text of [
      'nonsense\r\n\r\n',
      `GET /_matrix/client/v3/sync HTTP/9.9\r\n${authorization}\r\n`,
      `GET /_matrix/client/v3/ sync HTTP/1.1\r\n${authorization}\r\n`,
      `PUT /_matrix/client/v3/a HTTP/1.1\r\n${authorization}Content-Length: -1\r\n\r\n`,
      `PUT /_matrix/client/v3/a HTTP/1.1\r\n${authorization}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
      `PUT /_matrix/client/v3/a HTTP/1.1\r\n${authorization}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
      `GET /_matrix/client/versions HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    ]) {
      expect(await sendText(chappe.url, text), text.slice(0, 60)).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect((await whoami(chappe.url, alice.token)).status).toBe(200)
  })

  test('whatever a stranger puts where, Alice is not seen and loses nothing', async () => {
    const endpoints = allEndpoints.filter((endpoint) => !hashes(endpoint) && endpoint.operation !== 'createRoom')
    const before = await whatAliceHas()
    for (const endpoint of endpoints) {
      const { token, userId } = callerOf(endpoint, eve)
      const attack = { endpoint, scene: { ...scene, callerId: userId }, token }
      refusedBefore.push(...(await send([...oddCases(attack)], SECRET)))
    }
    expect(await whatAliceHas()).toEqual(before)
  }, LIMIT_MS)

  test('a guest gets as far as guests do, and whatever is put where there, Alice is not seen and loses nothing', async () => {
    const asGuest = () => request(chappe.url, 'POST', '/_matrix/client/v3/register?kind=guest', { body: {} })
    if (profile === 'government') {
      expect(refusal(await asGuest())).toEqual([403, 'M_FORBIDDEN'])
      return
    }
    const open = { type: 'm.room.guest_access', state_key: '', content: { guest_access: 'can_join' } }
    const hall = await oscar.createRoom({ preset: 'public_chat', initial_state: [open] })
    const said = await oscar.say(hall, 'welcome')
    const guest = createPerson(() => chappe.url, (await asGuest()).body)
    await guest.join(hall)
    const before = await whatAliceHas()
    const chance = chanceOf(SEED)
    for (const place of [scene, { ...scene, roomId: hall, eventId: said }]) {
      const attackOf = (endpoint: AnyEndpoint): Attack => ({ endpoint, scene: { ...place, callerId: guest.userId }, token: guest.token })
      const [closed, theirs] = [allEndpoints.filter(({ auth }) => auth === 'token'), allEndpoints.filter((each) => each.auth === 'guest' && !hashes(each) && !ENDING.has(each.operation) && each.operation !== STOPPING)]
      await send(closed.map((endpoint) => guestCase(attackOf(endpoint))))
      await send(theirs.flatMap((endpoint) => [...oddCases(attackOf(endpoint))]), SECRET)
      await send(Array.from({ length: 1000 }, () => chanceCase(attackOf(chance.pick(theirs)), chance)), SECRET)
    }
    expect(await whatAliceHas()).toEqual(before)
    expect((await whoami(chappe.url, guest.token)).body.is_guest).toBe(true)
    await expectService()
  }, LIMIT_MS)

  test(`odd and senseless requests break nothing, seed ${SEED}`, async () => {
    const chance = chanceOf(SEED)
    const endpoints = allEndpoints.filter((endpoint) => !hashes(endpoint))
    for (let round = 0; sent < REQUESTS * 0.7; round += 1) {
      const named = await furnish({ alice: mallory, bob: alice, callerId: mallory.userId, aliasName: `fuzz-${round}` })
      trent = await signedIn(trent)
      const attackOf = (endpoint: AnyEndpoint): Attack => {
        const { operation } = endpoint
        const { token, userId } = callerOf(endpoint, operation === 'createRoom' ? oscar : mallory)
        return { endpoint, scene: { ...named, callerId: userId }, token }
      }
      const odd = round === 0 ? endpoints.flatMap((endpoint) => [...oddCases(attackOf(endpoint))]) : []
      const few = round === 0 ? allEndpoints.filter(hashes) : []
      const byChance = [
        ...few.flatMap((endpoint) => Array.from({ length: HASHING_MAX }, () => chanceCase(attackOf(endpoint), chance))),
        ...Array.from({ length: ROUND }, () => chanceCase(attackOf(chance.pick(endpoints)), chance)),
      ]
      for (const cases of inRounds([...odd, ...byChance])) {
        refusedBefore.push(...(await send(cases)))
        await expectService()
      }
    }
  }, LIMIT_MS)

  test('what was refused leaves nothing behind when it is refused again', async () => {
    await expectQuiet()
    let compared = 0
    for (const cases of inRounds(refusedBefore, 1000)) {
      if (sent >= REQUESTS && compared > 0) break
      const before = await countRows(chappe.database)
      const refused = await send(cases)
      if (refused.length < cases.length) continue
      expect(await countRows(chappe.database)).toEqual(before)
      compared += 1
    }
    expect(compared).toBeGreaterThan(0)
    expect(sent).toBeGreaterThanOrEqual(REQUESTS)
    console.log(`${profile}: ${sent} requests in ${Math.round((performance.now() - startedAtMs) / 1000)} s, seed ${SEED}`)
  }, LIMIT_MS)

  test('and Alice has everything she had, from the beginning and after a restart', async () => {
    connections[Symbol.dispose]()
    const before = await whatAliceHas()
    await chappe.restart()
    expect(await whatAliceHas()).toEqual(before)
  }, LIMIT_MS)

  /** The rooms Alice is in, what she can read in her own, and what is hers alone. (Anybody may send to her devices.) */
  async function whatAliceHas(): Promise<unknown> {
    const { rooms, account_data } = await alice.sync()
    const messages = await alice.get(`/_matrix/client/v3/rooms/${encodeURIComponent(scene.roomId)}/messages?dir=b&limit=100`)
    const devices = await alice.get('/_matrix/client/v3/devices')
    const backup = await alice.get('/_matrix/client/v3/room_keys/version')
    expect([messages.status, devices.status, backup.status]).toEqual([200, 200, 200])
    const names = devices.body.devices.map((each: { device_id: string }) => each.device_id)
    return [Object.keys(rooms.join).toSorted(), withoutAge(messages.body.chunk), names, backup.body, account_data]
  }

  /** Alice is served as always, whatever Mallory did in their common room. */
  async function expectService(): Promise<void> {
    const said = await alice.say(scene.roomId, 'still here')
    expect(said).toMatch(/^\$/)
    const { rooms } = await alice.syncOn()
    expect(rooms.join[scene.roomId].timeline.events.map((event: { event_id: string }) => event.event_id)).toContain(said)
  }

  /** Waits until nothing is written any more: a new name is told to each room of its bearer, after the answer. */
  async function expectQuiet(): Promise<void> {
    let before: Awaited<ReturnType<typeof countRows>> | undefined
    await expect
      .poll(
        async () => {
          const now = await countRows(chappe.database)
          const changed = Object.keys(now).filter((table) => now[table] !== before?.[table])
          before = now
          return changed
        },
        { timeout: 60_000, interval: GATHERED_MS },
      )
      .toEqual([])
  }

  async function signedIn(person: Person): Promise<Person> {
    if ((await whoami(chappe.url, person.token)).status === 200) return person
    // Whoever said that it was somebody else is stopped, and where there are no passwords nobody comes back by one.
    newcomers += 1
    return madeByOperator(chappe, `trent-${newcomers}`)
  }
})

function* inRounds(cases: readonly FuzzCase[], size = ROUND): Generator<FuzzCase[]> {
  for (let at = 0; at < cases.length; at += size) yield cases.slice(at, at + size)
}

/** Sends bytes on a connection of their own and gives back what came until it ended or held its breath. */
async function sendText(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.write(text)
  return new Promise((resolve) => {
    let answer = ''
    const done = (): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(10_000, done)
    socket.on('error', done)
    socket.on('close', done)
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
      if (/\r\n\r\n.*\}$/s.test(answer)) done()
    })
  })
}

/** Events without how old they are, which is all that time may change in them. */
function withoutAge(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'age' || key === 'last_active_ago' ? undefined : inner)))
}
