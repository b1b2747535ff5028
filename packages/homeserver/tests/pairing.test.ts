// One code lets a device in: of the account's own, for which a passkey was touched there. Whoever relays a code, steals one or
// lures somebody into reading one gets nothing, and the desk hears of it. docs/decisions/0102
import { acceptPairing, beginPairing, endPairing, joinPairing, lookAtPairing, openPairing, readPairing } from '@chappe/contract'
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { Authenticator, HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import type { SigningKey } from './_keys.ts'
import { crossSigningKeys, deviceKeys, signingKey } from './_keys.ts'
import { startMinistry } from './_ministry.ts'
import type { Enrolled } from './_web.ts'
import { enrolled, secondDevice, touch } from './_web.ts'

let ministry: TestServer<Server>
beforeAll(async () => {
  ministry = await startMinistry()
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const SERVER = 'chappe.test'
const PROOF = 'p'.repeat(43)

/** Somebody with a laptop that is in and a phone that waits, both with keys. */
interface Owner extends Enrolled {
  laptop: Device
  phone: Device
  master: string
}

interface Device {
  person: Person
  key: SigningKey
}

let tokens = 0
const newToken = (): string => `token${(tokens += 1)}`.padEnd(43, '-')
const call = (device: Device, { path }: { path: string }, body: Json = {}): Promise<HttpAnswer> => device.person.post(path, body)
const read = (device: Device, token: string, server = SERVER): Promise<HttpAnswer> => call(device, readPairing, { token, server_name: server })
const reasonOf = ({ status, body }: HttpAnswer): [number, string] => [status, body['org.chappe.pairing_refused']]
const waits = async (device: Device): Promise<boolean> => (await device.person.get('/_matrix/client/v3/room_keys/version')).status === 403

async function withKeys(person: Person): Promise<Device> {
  const key = signingKey()
  const { status } = await person.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(person, key) })
  if (status !== 200) throw new Error(`no keys: ${status}`)
  return { person, key }
}

async function owner(name: string): Promise<Owner> {
  const owned = await enrolled(ministry, name)
  const identity = crossSigningKeys(owned.person)
  await touch(ministry, owned.person, owned.passkey)
  const { status } = await owned.person.post('/_matrix/client/v3/keys/device_signing/upload', identity.upload)
  if (status !== 200) throw new Error(`no identity: ${status}`)
  return { ...owned, laptop: await withKeys(owned.person), phone: await withKeys(await secondDevice(ministry, owned, 'Chappe · Firefox · Android')), master: identity.master.publicKey }
}

/** A device that waits asks for a code; `by`: whose passkey is touched there. */
async function show({ phone, passkey, master }: Owner, { by = passkey, device = phone, token = newToken(), more = {} }: { by?: Authenticator; device?: Device; token?: string; more?: Json } = {}): Promise<{ token: string; answer: HttpAnswer }> {
  const { options } = (await call(device, beginPairing)).body
  const answer = await call(device, openPairing, { token, credential: by.get(options), device_key: device.key.publicKey, master_key: master, proof: PROOF, ...more })
  return { token, answer }
}

/** The laptop shows a code. */
async function showOnLaptop({ laptop, master }: Owner): Promise<{ token: string; answer: HttpAnswer }> {
  const token = newToken()
  return { token, answer: await call(laptop, openPairing, { token, device_key: laptop.key.publicKey, master_key: master, proof: PROOF }) }
}

/** What the desk has of an account, and the alerts that came since the last look. */
async function alertsOf({ person }: Enrolled): Promise<Json[]> {
  const rows = await ministry.database.query(
    `DELETE FROM alert USING account WHERE account.user_nid = alert.user_nid AND user_id = $1 AND kind = 'pairing_refused' RETURNING device_id, detail`,
    [person.userId],
  )
  return rows.map((row) => ({ device: row['device_id'], ...JSON.parse(String(row['detail'])) }))
}

describe('Alice', () => {
  let alice: Owner
  beforeAll(async () => {
    alice = await owner('alice')
  })

  test('touches her passkey on the phone, reads its code with the laptop, sees who asks, and lets it in with one touch, once', async () => {
    const { laptop, phone, master } = alice
    ministry.clock.advance(60_000)
    const { token, answer } = await show(alice)
    expect([answer.status, answer.body]).toEqual([200, { expires_in_ms: 300_000 }])
    expect((await call(phone, lookAtPairing, { token })).body).toEqual({ state: 'open' })
    const asking = await read(laptop, token)
    expect([asking.status, asking.body]).toEqual([
      200,
      {
        device_id: phone.person.deviceId,
        display_name: 'Chappe · Firefox · Android',
        last_seen_ip: expect.stringMatching(/127\.0\.0\.1|::1/),
        waits_since_ms: expect.any(Number),
        touched_at_ms: expect.any(Number),
        device_key: phone.key.publicKey,
        master_key: master,
        proof: PROOF,
      },
    ])
    // Reading alone lets nothing in, and the phone hears that it was read.
    expect([await waits(phone), (await call(phone, lookAtPairing, { token })).body.state]).toEqual([true, 'met'])
    ministry.clock.advance(4.5 * 60_000)
    const asked = await call(laptop, acceptPairing, { token })
    expect([...refusal(asked), asked.body['org.chappe.step_up'].act]).toEqual([403, 'M_FORBIDDEN', 'approve_device'])
    await touch(ministry, laptop.person, alice.passkey)
    expect((await call(laptop, acceptPairing, { token })).body).toEqual({ device_id: phone.person.deviceId })
    expect([await waits(phone), (await call(phone, lookAtPairing, { token })).body.state]).toEqual([false, 'accepted'])
    expect(await alertsOf(alice)).toEqual([])
    expect(reasonOf(await call(laptop, acceptPairing, { token }))).toEqual([403, 'used'])
    expect(reasonOf(await read(laptop, token))).toEqual([403, 'used'])
    expect((await alertsOf(alice)).map(({ reason }) => reason)).toEqual(['used', 'used'])
    // Who is in shows no code as one that waits.
    expect(reasonOf(await call(phone, beginPairing))).toEqual([403, 'side'])
  })

  test('reads the code of her laptop with the new tablet, which says its own keys under it, and the laptop lets it in', async () => {
    const { laptop, master, passkey } = alice
    const tablet = await withKeys(await secondDevice(ministry, alice, 'Tablet'))
    const shown = await showOnLaptop(alice)
    expect(shown.answer.status).toBe(200)
    const join = (): Promise<HttpAnswer> => call(tablet, joinPairing, { token: shown.token, server_name: SERVER, proof: 'q'.repeat(43) })
    // Not before its owner has touched a passkey on it.
    expect(reasonOf(await join())).toEqual([403, 'untouched'])
    const own = await show(alice, { device: tablet })
    expect((await join()).body).toMatchObject({ device_id: laptop.person.deviceId, device_key: laptop.key.publicKey, master_key: master, proof: PROOF })
    const seen = (await call(laptop, lookAtPairing, { token: shown.token })).body
    expect(seen).toMatchObject({ state: 'met', other: { display_name: 'Tablet', device_key: tablet.key.publicKey, proof: 'q'.repeat(43) } })
    expect(await waits(tablet)).toBe(true)
    await touch(ministry, laptop.person, passkey)
    expect((await call(laptop, acceptPairing, { token: shown.token })).body).toEqual({ device_id: tablet.person.deviceId })
    expect(await waits(tablet)).toBe(false)
    expect(reasonOf(await read(laptop, own.token))).toEqual([403, 'used'])
    await alertsOf(alice)
  })

  test('draws another code, and the one before is over; so is one that is closed, and one after five minutes', async () => {
    const device = await withKeys(await secondDevice(ministry, alice, 'Second phone'))
    const [first, second] = [await show(alice, { device }), await show(alice, { device })]
    expect(reasonOf(await read(alice.laptop, first.token))).toEqual([403, 'old'])
    expect((await call(device, endPairing, { token: second.token, reason: 'closed' })).status).toBe(200)
    expect((await call(device, endPairing, { token: second.token, reason: 'denied' })).status).toBe(200)
    expect((await call(device, lookAtPairing, { token: second.token })).body).toEqual({ state: 'ended', reason: 'closed' })
    expect(reasonOf(await read(alice.laptop, second.token))).toEqual([403, 'old'])
    const third = await show(alice, { device })
    await read(alice.laptop, third.token)
    ministry.clock.advance(5 * 60_000)
    await touch(ministry, alice.laptop.person, alice.passkey)
    expect(reasonOf(await call(alice.laptop, acceptPairing, { token: third.token }))).toEqual([403, 'old'])
    expect((await call(device, lookAtPairing, { token: third.token })).body.state).toBe('over')
    expect(reasonOf(await read(alice.laptop, third.token))).toEqual([403, 'old'])
    expect((await alertsOf(alice)).map(({ reason }) => reason)).toEqual(['old', 'old', 'old', 'old'])
    expect(await waits(device)).toBe(true)
  })
})

describe('Mallory, an agent like any other, lures Bob: she', () => {
  let bob: Owner
  let mallory: Owner
  beforeAll(async () => {
    bob = await owner('bob')
    mallory = await owner('mallory')
  })

  test('has him read the code of her own phone: it is refused, over for her too, and on record of both', async () => {
    const { token } = await show(mallory)
    expect(reasonOf(await read(bob.laptop, token))).toEqual([403, 'account'])
    expect(await alertsOf(bob)).toEqual([{ device: bob.person.deviceId, reason: 'account', code_of: mallory.person.userId, ip: expect.any(String) }])
    expect(await alertsOf(mallory)).toEqual([{ device: '', reason: 'read_by_other', read_by: bob.person.userId, ip: expect.any(String) }])
    expect((await call(mallory.phone, lookAtPairing, { token })).body).toEqual({ state: 'ended', reason: 'read_by_other' })
    await touch(ministry, bob.laptop.person, bob.passkey)
    expect(reasonOf(await call(bob.laptop, acceptPairing, { token }))).toEqual([403, 'account'])
    expect([await waits(mallory.phone), await waits(bob.phone)]).toEqual([true, true])
    await Promise.all([alertsOf(bob), alertsOf(mallory)])
  })

  test('has signed a device in to his account without his passkey: it has no code to show him, whatever she touches', async () => {
    // Talked out of him, or bought: everything but what his passkey signs on that very device.
    const stolen = await withKeys(await secondDevice(ministry, bob, 'Bob’s phone (really)'))
    const theirs: Owner = { ...bob, phone: stolen }
    const open = (credential?: string): Promise<HttpAnswer> =>
      call(stolen, openPairing, { token: newToken(), device_key: stolen.key.publicKey, master_key: bob.master, proof: PROOF, ...(credential === undefined ? {} : { credential }) })
    expect(reasonOf(await open())).toEqual([403, 'passkey'])
    expect(reasonOf((await show(theirs, { by: mallory.passkey })).answer)).toEqual([403, 'passkey'])
    // What Bob signs elsewhere for something else is good for nothing here: for a step-up of hers, or for his own phone.
    const stepUp = (await stolen.person.post('/_chappe/client/v1/step_up/begin')).body.options
    expect(reasonOf(await open(bob.passkey.get(stepUp)))).toEqual([403, 'passkey'])
    const forHis = (await call(bob.phone, beginPairing)).body.options
    expect(reasonOf(await open(bob.passkey.get(forHis)))).toEqual([403, 'passkey'])
    // A page of hers that has him touch his passkey has it signed for her address.
    const options = (await call(stolen, beginPairing)).body.options
    expect(reasonOf(await open(bob.passkey.get(options, { origin: 'https://chappe.example.org' })))).toEqual([403, 'passkey'])
    expect((await alertsOf(bob)).map(({ reason, device }) => [reason, device])).toEqual(Array.from({ length: 5 }, () => ['passkey', stolen.person.deviceId]))
    expect(await waits(stolen)).toBe(true)
    // A code that she made up opens nothing.
    expect(reasonOf(await read(bob.laptop, newToken()))).toEqual([403, 'unknown'])
    await alertsOf(bob)
  })

  test('photographs the code of his phone, and that of his laptop: neither lets her device in', async () => {
    const stolen = await withKeys(await secondDevice(ministry, bob, 'Another phone'))
    const onPhone = await show(bob)
    // Her own account reads it, and it is over.
    expect(reasonOf(await read(mallory.laptop, onPhone.token))).toEqual([403, 'account'])
    expect(reasonOf(await read(bob.laptop, onPhone.token))).toEqual([403, 'old'])
    // Her device in his account neither shows his code as its own nor reads it.
    const again = await show(bob)
    expect(reasonOf(await call(stolen, openPairing, { token: again.token, device_key: stolen.key.publicKey, master_key: bob.master, proof: PROOF, credential: mallory.passkey.get((await call(stolen, beginPairing)).body.options) }))).toEqual([403, 'passkey'])
    expect((await read(stolen, again.token)).body['org.chappe.on_probation']).toBe(true)
    await touch(ministry, bob.laptop.person, bob.passkey)
    const onLaptop = await showOnLaptop(bob)
    expect(reasonOf(await call(stolen, joinPairing, { token: onLaptop.token, server_name: SERVER, proof: PROOF }))).toEqual([403, 'untouched'])
    expect(reasonOf(await call(mallory.phone, joinPairing, { token: onLaptop.token, server_name: SERVER, proof: PROOF }))).toEqual([403, 'account'])
    for (const what of [lookAtPairing, endPairing, acceptPairing]) {
      expect((await call(stolen, what, { token: again.token, ...(what === endPairing ? { reason: 'closed' } : {}) })).status).toBe(what === acceptPairing ? 403 : 404)
    }
    expect(await waits(stolen)).toBe(true)
    // His own phone goes on meanwhile.
    expect((await read(bob.laptop, again.token)).status).toBe(200)
    await Promise.all([alertsOf(bob), alertsOf(mallory)])
  })

  test('stands between Bob and Carol, who both have a new phone: the code of each is refused by the laptop of the other', async () => {
    const carol = await owner('carol')
    const [ofBob, ofCarol] = [await show(bob), await show(carol)]
    expect([reasonOf(await read(carol.laptop, ofBob.token)), reasonOf(await read(bob.laptop, ofCarol.token))]).toEqual([[403, 'account'], [403, 'account']])
    for (const each of [bob, carol]) expect((await alertsOf(each)).map(({ reason }) => String(reason)).toSorted((a, b) => a.localeCompare(b))).toEqual(['account', 'read_by_other'])
    expect([await waits(bob.phone), await waits(carol.phone)]).toEqual([true, true])
    const own = await show(carol)
    expect((await read(carol.laptop, own.token)).body.device_id).toBe(carol.phone.person.deviceId)
  })
})

describe('a code', () => {
  let dora: Owner
  beforeAll(async () => {
    dora = await owner('dora')
  })

  test('of another server, or with a letter changed, is refused and on record', async () => {
    const { token } = await show(dora)
    expect(reasonOf(await read(dora.laptop, token, 'chappe.example.org'))).toEqual([403, 'server'])
    expect(reasonOf(await read(dora.laptop, `x${token.slice(1)}`))).toEqual([403, 'unknown'])
    expect((await alertsOf(dora)).map(({ reason }) => reason)).toEqual(['server', 'unknown'])
    expect(refusal(await read(dora.laptop, 'short'))).toEqual([400, 'M_BAD_JSON'])
    expect((await read(dora.laptop, token)).status).toBe(200)
  })

  test('is for the keys that its device had: with others, or for an identity that is not the account’s, it is refused', async () => {
    expect(reasonOf((await show(dora, { more: { device_key: signingKey().publicKey } })).answer)).toEqual([403, 'keys'])
    expect(reasonOf((await show(dora, { more: { master_key: signingKey().publicKey } })).answer)).toEqual([403, 'keys'])
    const { token } = await show(dora)
    expect((await read(dora.laptop, token)).status).toBe(200)
    const { status } = await dora.phone.person.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(dora.phone.person, signingKey()) })
    expect(status).toBe(200)
    await touch(ministry, dora.laptop.person, dora.passkey)
    expect(reasonOf(await call(dora.laptop, acceptPairing, { token }))).toEqual([403, 'keys'])
    expect(await waits(dora.phone)).toBe(true)
    // What the laptop sees under the code, and the server cannot, goes on record too.
    expect((await call(dora.laptop, endPairing, { token, reason: 'keys' })).status).toBe(200)
    expect((await alertsOf(dora)).map(({ reason }) => reason)).toEqual(['keys', 'keys', 'keys', 'keys'])
  })

  test('is read by one device: a second one of hers finds it used, and two that are alike find no use for it', async () => {
    const eve = await owner('eve')
    const tablet = await withKeys(await secondDevice(ministry, eve, 'Tablet'))
    await touch(ministry, eve.laptop.person, eve.passkey)
    await eve.person.post(`/_chappe/client/v1/devices/${tablet.person.deviceId}/approve`, { mark: tablet.person.deviceId.slice(-4) })
    const { token } = await show(eve)
    const answers = await Promise.all([read(tablet, token), read(eve.laptop, token)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403])
    expect(reasonOf(answers.find(({ status }) => status === 403) ?? answers[0])).toEqual([403, 'used'])
    expect((await alertsOf(eve)).map(({ reason }) => reason)).toEqual(['used'])
    const onLaptop = await showOnLaptop(eve)
    expect(reasonOf(await read(tablet, onLaptop.token))).toEqual([403, 'side'])
    expect(await alertsOf(eve)).toEqual([])
  })

  test('is let in once, by whichever of two presses comes first', async () => {
    const fay = await owner('fay')
    const { token } = await show(fay)
    await read(fay.laptop, token)
    await touch(ministry, fay.laptop.person, fay.passkey)
    const answers = await Promise.all([call(fay.laptop, acceptPairing, { token }), call(fay.laptop, acceptPairing, { token })])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403])
    expect(await waits(fay.phone)).toBe(false)
  })

  test('is of no use to somebody whose device was signed out meanwhile, and nothing is left of it after a day', async () => {
    const gil = await owner('gil')
    const { token } = await show(gil)
    await touch(ministry, gil.laptop.person, gil.passkey)
    await gil.person.post('/_chappe/client/v1/devices/end', { device_ids: [gil.phone.person.deviceId] })
    expect(reasonOf(await read(gil.laptop, token))).toEqual([403, 'unknown'])
    ministry.clock.advance(25 * 60 * 60_000)
    await touch(ministry, gil.laptop.person, gil.passkey)
    await showOnLaptop(gil)
    expect(await ministry.database.query('SELECT count(*)::int AS count FROM device_pairing')).toEqual([{ count: 1 }])
  })
})

test('in the matrix profile, where no device waits, a stolen password gets no code to show', async () => {
  await using open = await startTestServer(buildServer)
  const hana = await open.person('hana')
  const answer = await hana.post(beginPairing.path)
  expect(reasonOf(answer)).toEqual([403, 'side'])
})
