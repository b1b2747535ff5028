// Delayed events, as calls use them: Alice's leaving is scheduled before she joins, and sent when nobody speaks for her.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { createPerson, request, startTestServer } from '@chappe/testkit'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn } from './_accounts.ts'

const UNSTABLE = '/_matrix/client/unstable/org.matrix.msc4140/delayed_events'
const MEMBER = 'org.matrix.msc3401.call.member'

let chappe: TestServer<Server>
let alice: Person
let bob: Person
let roomId: string
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  roomId = await alice.createRoom({ preset: 'public_chat', power_level_content_override: { events: { [MEMBER]: 0 } } })
  await bob.join(roomId)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const room = (rest: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`
const must = async (answer: Promise<HttpAnswer>): Promise<Json> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
  return body
}
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
const hangUp = async (key: string, delayMs = 10_000): Promise<string> =>
  (await must(alice.put(room(`state/${MEMBER}/${key}?org.matrix.msc4140.delay=${delayMs}`), {}))).delay_id
const membership = async (key: string): Promise<HttpAnswer> => bob.get(room(`state/${MEMBER}/${key}`))
const manage = (delayId: string, action: string, token?: string) => request(chappe.url, 'POST', `/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${delayId}/${action}`, { token })
const listOf = async (query = ''): Promise<Json> => must(alice.get(UNSTABLE + query))
/** Until an event is over, or the time is. */
const finalised = async (delayId: string): Promise<Json> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const body = await must(alice.get(`/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${delayId}`))
    if (body.finalised !== undefined) return body
    await pause(50)
  }
  throw new Error('it was never over')
}

describe('a delayed event', () => {
  test('is sent when its time has come, and not before', async () => {
    await alice.setState(roomId, MEMBER, 'in-time', { application: 'm.call' })
    const delayId = await hangUp('in-time')
    const { scheduled, delayed_events } = await listOf('?status=scheduled')
    expect(scheduled).toEqual(delayed_events)
    expect(scheduled).toMatchObject([{ delay_id: delayId, room_id: roomId, type: MEMBER, state_key: 'in-time', delay: 10_000, content: {} }])
    chappe.clock.advance(9_000)
    await pause(400)
    expect((await membership('in-time')).body).toEqual({ application: 'm.call' })
    chappe.clock.advance(1_500)
    const over = await finalised(delayId)
    expect(over).toMatchObject({ event_id: expect.any(String), delay_ms: 10_000, finalised: { event_id: over.event_id } })
    expect((await membership('in-time')).body).toEqual({})
    expect((await listOf('?status=finalised')).finalised).toMatchObject([{ outcome: 'send', reason: 'delay', event_id: over.event_id }])
  })

  test('is put off as long as somebody restarts it, with or without a token', async () => {
    const delayId = await hangUp('restarted')
    for (const token of [alice.token, undefined]) {
      chappe.clock.advance(8_000)
      expect((await manage(delayId, 'restart', token)).status).toBe(200)
    }
    await pause(400)
    expect((await must(alice.get(`${UNSTABLE}/${delayId}`))).finalised).toBeUndefined()
    chappe.clock.advance(10_500)
    expect((await finalised(delayId)).event_id).toBeDefined()
    expect([(await manage(delayId, 'restart')).status, (await manage(delayId, 'cancel')).status, (await manage(delayId, 'send')).status]).toEqual([409, 409, 200])
  })

  test('can be cancelled, and sent at once; asked for twice, the answer is the same', async () => {
    const [cancelled, sent] = [await hangUp('cancelled'), await hangUp('sent')]
    for (let times = 0; times < 2; times += 1) {
      await must(manage(cancelled, 'cancel'))
      await must(request(chappe.url, 'POST', `/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${sent}`, { body: { action: 'send' } }))
    }
    expect((await manage(cancelled, 'send')).body).toMatchObject({ errcode: 'M_UNKNOWN' })
    chappe.clock.advance(11_000)
    await pause(400)
    expect((await membership('cancelled')).status).toBe(404)
    expect((await membership('sent')).status).toBe(200)
    const ends = (await listOf('?status=finalised')).finalised.map((each: Json) => [each.delayed_event.delay_id, each.outcome, each.reason])
    expect(ends).toContainEqual([cancelled, 'cancel', 'action'])
    expect(ends).toContainEqual([sent, 'send', 'action'])
  })

  test('is scheduled once for one transaction, and sent once', async () => {
    const path = room('send/m.room.message/later?org.matrix.msc4140.delay=5000')
    const message = { msgtype: 'm.text', body: 'later' }
    const first = await must(alice.put(path, message))
    expect(await must(alice.put(path, message))).toEqual(first)
    chappe.clock.advance(6_000)
    const { event_id } = await finalised(first.delay_id)
    const { chunk } = await must(bob.get(room('messages?dir=b&limit=20')))
    expect(chunk.filter((event: Json) => event.content.body === 'later').map((event: Json) => event.event_id)).toEqual([event_id])
  })

  test('says its delay to whoever scheduled it, on each of their devices, and to nobody else', async () => {
    const laptop = createPerson(() => chappe.url, (await logIn(chappe.url, 'alice')).body)
    const spoken = await must(alice.put(room('send/m.room.message/told?org.matrix.msc4140.delay=5000'), { msgtype: 'm.text', body: 'told' }))
    const set = await hangUp('told', 5_000)
    chappe.clock.advance(6_000)
    for (const delayId of [spoken.delay_id, set]) {
      const { event_id } = await finalised(delayId)
      const unsignedFor = async (who: Person) => (await must(who.get(room(`event/${encodeURIComponent(event_id)}`)))).unsigned
      for (const device of [alice, laptop]) {
        const unsigned = await unsignedFor(device)
        expect([unsigned['org.matrix.msc4140.delay_id'], unsigned.transaction_id]).toEqual([delayId, undefined])
      }
      expect(Object.keys(await unsignedFor(bob))).not.toContain('org.matrix.msc4140.delay_id')
    }
  })

  test('carries the files that were named beside it', async () => {
    const { content_uri: uri } = await must(alice.request('POST', '/_matrix/media/v3/upload', { raw: Buffer.from('ciphertext') }))
    const named = `attach_media=${encodeURIComponent(uri)}&org.matrix.msc4140.delay=5000`
    const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x', device_id: 'A', sender_key: 'k', session_id: 's' }
    const { delay_id: delayId } = await must(alice.put(room(`send/m.room.encrypted/file?${named}`), content))
    const links = async () => (await chappe.database.query('SELECT position FROM media_acl WHERE media_id = $1', [uri.split('/').at(-1)])).length
    expect(await links()).toBe(0)
    chappe.clock.advance(6_000)
    expect((await finalised(delayId)).event_id).toBeDefined()
    expect(await links()).toBe(1)
  })

  test('survives a restart, however long it takes', async () => {
    const delayId = await hangUp('restart', 60_000)
    await chappe.server.close()
    chappe.clock.advance(120_000)
    await chappe.restart()
    expect((await finalised(delayId)).event_id).toBeDefined()
  })

  test('that was being sent when the server died is sent again as the same transaction', async () => {
    const { delay_id: delayId } = await must(alice.put(room('send/m.room.message/crash?org.matrix.msc4140.delay=5000'), { msgtype: 'm.text', body: 'crash' }))
    chappe.clock.advance(6_000)
    const { event_id } = await finalised(delayId)
    await chappe.server.close()
    await chappe.database.query("UPDATE delayed_event SET state = 'sending', finalised_at_ms = NULL, event_id = NULL WHERE delay_id = $1", [delayId])
    await chappe.restart()
    expect((await finalised(delayId)).event_id).toBe(event_id)
  })

  test('is judged when it is sent: who has left by then says nothing more', async () => {
    const carol = await chappe.person('carol')
    await carol.join(roomId)
    const { delay_id: delayId } = await must(carol.put(room('send/m.room.message/gone?org.matrix.msc4140.delay=5000'), { msgtype: 'm.text', body: 'gone' }))
    await must(carol.post(room('leave')))
    expect((await manage(delayId, 'send')).body.errcode).toBe('M_FORBIDDEN')
    chappe.clock.advance(6_000)
    for (;;) {
      const body = await must(carol.get(`${UNSTABLE}/${delayId}`))
      if (body.finalised === undefined) {
        await pause(50)
        continue
      }
      expect(body.error).toMatchObject({ errcode: 'M_FORBIDDEN' })
      return
    }
  })

  test('of a contained account is not sent', async () => {
    const mallory = await chappe.person('mallory')
    await mallory.join(roomId)
    await must(mallory.put(room('send/m.room.message/evil?org.matrix.msc4140.delay=5000'), { msgtype: 'm.text', body: 'evil' }))
    await chappe.server.homeserver.ports.contain(mallory.userId)
    chappe.clock.advance(6_000)
    for (;;) {
      const [row] = await chappe.database.query('SELECT state FROM delayed_event WHERE user_id = $1', [mallory.userId])
      if (row?.['state'] === 'cancelled') return
      await pause(50)
    }
  })

  test('redacts, where it is a redaction', async () => {
    const eventId = await alice.say(roomId, 'this message will self-destruct')
    const { delay_id: delayId } = await must(alice.put(room('send/m.room.redaction/r?org.matrix.msc4140.delay=5000'), { redacts: eventId }))
    chappe.clock.advance(6_000)
    await finalised(delayId)
    expect((await must(bob.get(room(`event/${encodeURIComponent(eventId)}`)))).content).toEqual({})
  })
})

describe('what is refused', () => {
  test('a delay that is too long, as the clients of today read it', async () => {
    const answer = await alice.put(room(`state/${MEMBER}/x?org.matrix.msc4140.delay=${25 * 3_600_000}`), {})
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { errcode: 'M_UNKNOWN', 'org.matrix.msc4140.errcode': 'M_MAX_DELAY_EXCEEDED', 'org.matrix.msc4140.max_delay': 24 * 3_600_000 },
    ])
    expect((await alice.put(room(`state/${MEMBER}/x?org.matrix.msc4140.delay=0`), {})).body.errcode).toBe('M_INVALID_PARAM')
  })

  test('what is unknown, what is no action, and what belongs to somebody else', async () => {
    const delayId = await hangUp('alone')
    const refusals = [await manage('made-up', 'restart'), await manage(delayId, 'explode'), await bob.get(`${UNSTABLE}/${delayId}`)]
    expect(refusals.map(({ status, body }) => [status, body.errcode])).toEqual([[404, 'M_NOT_FOUND'], [400, 'M_INVALID_PARAM'], [404, 'M_NOT_FOUND']])
    expect((await must(bob.get(UNSTABLE))).delayed_events).toEqual([])
    await must(manage(delayId, 'cancel'))
  })

  test('a stranger, and more than a hundred at once', async () => {
    const eve = await chappe.person('eve')
    expect((await eve.put(room('send/m.room.message/x?org.matrix.msc4140.delay=5000'), {})).body.errcode).toBe('M_FORBIDDEN')
    for (let index = 0; index < 100; index += 1) await must(bob.put(room(`send/m.room.message/many${index}?org.matrix.msc4140.delay=3600000`), {}))
    const answer = await bob.put(room('send/m.room.message/many?org.matrix.msc4140.delay=1000'), {})
    expect([answer.status, answer.body.errcode]).toEqual([429, 'M_LIMIT_EXCEEDED'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3000)
  })
})

describe('calls', () => {
  test('get credentials for TURN that its server can check, and the SFU from the configuration', async () => {
    const turn = { uris: ['turn:turn.example.org:3478?transport=udp'], secret: 'shared with coturn', ttlSeconds: 3600 }
    const calls = { turn, livekitServiceUrls: ['https://livekit.example.org/jwt'] }
    await using offering = await startTestServer(buildServer, { calls })
    const carol = await offering.person('carol')
    const { username, password, uris, ttl } = await must(carol.get('/_matrix/client/v3/voip/turnServer'))
    expect({ uris, ttl }).toEqual({ uris: turn.uris, ttl: 3600 })
    const [expiry, who] = [Number(username.split(':')[0]), username.slice(username.indexOf(':') + 1)]
    expect(who).toBe(carol.userId)
    expect(Math.abs(expiry - 3600 - offering.clock.now() / 1000)).toBeLessThan(60)
    expect(password).toBe(createHmac('sha1', turn.secret).update(username).digest('base64'))
    const foci = [{ type: 'livekit', livekit_service_url: 'https://livekit.example.org/jwt' }]
    expect((await must(request(offering.url, 'GET', '/.well-known/matrix/client')))['org.matrix.msc4143.rtc_foci']).toEqual(foci)
    expect(await must(carol.get('/_matrix/client/unstable/org.matrix.msc4143/rtc/transports'))).toEqual({ rtc_transports: foci })
  })

  test('find none where none is configured', async () => {
    expect(await must(alice.get('/_matrix/client/v3/voip/turnServer'))).toEqual({})
    expect((await alice.get('/_matrix/client/unstable/org.matrix.msc4143/rtc/transports')).body.errcode).toBe('M_NOT_FOUND')
    expect(await must(request(chappe.url, 'GET', '/.well-known/matrix/client'))).not.toHaveProperty(['org.matrix.msc4143.rtc_foci'])
  })

  test('and clients are told what is here', async () => {
    const { unstable_features } = await must(request(chappe.url, 'GET', '/_matrix/client/versions'))
    expect(unstable_features).toMatchObject({ 'org.matrix.msc4140': true, 'org.matrix.msc3881': true })
  })
})

describe('an account that may not speak', () => {
  test.each(['is_suspended', 'is_locked'])('by then (%s) is not spoken for', async (column) => {
    const delayId = await hangUp(column)
    await chappe.database.query(`UPDATE account SET ${column} = true WHERE user_id = $1`, [alice.userId])
    chappe.clock.advance(11_000)
    expect((await finalised(delayId)).finalised.error).toMatchObject({ errcode: 'M_FORBIDDEN' })
    await chappe.database.query(`UPDATE account SET ${column} = false WHERE user_id = $1`, [alice.userId])
    expect((await membership(column)).status).toBe(404)
  })
})
