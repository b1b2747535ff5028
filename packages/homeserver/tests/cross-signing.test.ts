// Cross-signing: who vouches for whom, and who may see it.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anotherDevice, crossSigningKeys, deviceKeys, signed, signingKey } from './_keys.ts'

const KEYS = '/_matrix/client/v3/keys'

let chappe: TestServer<Server>
let mallories = 0
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const publish = (who: Person, body: object) => who.post(`${KEYS}/device_signing/upload`, body)
const addSignatures = async (who: Person, body: object): Promise<Json> => {
  const answer = await who.post(`${KEYS}/signatures/upload`, body)
  expect(answer.status).toBe(200)
  return answer.body.failures
}
const look = async (who: Person, at: Person): Promise<Json> =>
  (await who.post(`${KEYS}/query`, { device_keys: { [at.userId]: [] } })).body

/** Somebody with a published device and published cross-signing keys. */
async function vouched(name: string) {
  const person = await chappe.person(name)
  const deviceKey = signingKey()
  const device = deviceKeys(person, deviceKey)
  await person.post(`${KEYS}/upload`, { device_keys: device })
  const own = crossSigningKeys(person)
  expect((await publish(person, own.upload)).status).toBe(200)
  return { person, device, deviceKey, ...own }
}

test('Alice publishes her first keys without a password; all see two of them, only she the third', async () => {
  const alice = await chappe.person('alice')
  const bob = await chappe.person('bob')
  const { upload } = crossSigningKeys(alice)
  expect((await publish(alice, upload)).body).toEqual({})
  const hers = await look(alice, alice)
  expect(hers.master_keys).toEqual({ [alice.userId]: { ...upload.master_key, signatures: {} } })
  expect(hers.self_signing_keys).toEqual({ [alice.userId]: upload.self_signing_key })
  expect(hers.user_signing_keys).toEqual({ [alice.userId]: upload.user_signing_key })
  const his = await look(bob, alice)
  expect(his.master_keys).toEqual(hers.master_keys)
  expect(his.self_signing_keys).toEqual(hers.self_signing_keys)
  expect(his.user_signing_keys).toEqual({})
})

test('the same keys again need no password; other keys do, and without it the old ones stay', async () => {
  const { person: carol, upload } = await vouched('carol')
  expect((await publish(carol, upload)).status).toBe(200)
  const other = crossSigningKeys(carol).upload
  const refused = await publish(carol, other)
  expect([refused.status, refused.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
  expect((await look(carol, carol)).self_signing_keys).toEqual({ [carol.userId]: upload.self_signing_key })
  const auth = { type: 'm.login.password', identifier: { type: 'm.id.user', user: carol.userId }, session: refused.body.session }
  expect((await publish(carol, { ...other, auth: { ...auth, password: 'a guess' } })).status).not.toBe(200)
  expect((await publish(carol, { ...other, auth: { ...auth, password: PASSWORD } })).status).toBe(200)
  expect((await look(carol, carol)).self_signing_keys).toEqual({ [carol.userId]: other.self_signing_key })
})

test.each<[string, string, (upload: Json, person: Person) => object]>([
  ['M_MISSING_PARAM', 'no master key', ({ self_signing_key }) => ({ self_signing_key })],
  ['M_INVALID_SIGNATURE', 'a key that the master key did not sign', (upload) => ({
    ...upload,
    self_signing_key: { ...upload.self_signing_key, signatures: {} },
  })],
  ['M_INVALID_SIGNATURE', 'a key that was changed after it was signed', (upload) => ({
    ...upload,
    self_signing_key: { ...upload.self_signing_key, extra: true },
  })],
  ['M_INVALID_PARAM', 'a key of another user', (upload) => ({ master_key: { ...upload.master_key, user_id: '@alice:chappe.test' } })],
  ['M_INVALID_PARAM', 'a key for another use', (upload) => ({ master_key: { ...upload.master_key, usage: ['self_signing'] } })],
  ['M_INVALID_PARAM', 'a name that is not the key', (upload) => ({ master_key: { ...upload.master_key, keys: { 'ed25519:AAAA': 'BBBB' } } })],
  ['M_BAD_JSON', 'two keys in one', (upload) => ({ master_key: { ...upload.master_key, keys: { 'ed25519:A': 'A', 'ed25519:B': 'B' } } })],
])('%s: Mallory publishes %s', async (errcode, _, change) => {
  mallories += 1
  const mallory = await chappe.person(`mallory${mallories}`)
  const answer = await publish(mallory, change(crossSigningKeys(mallory).upload, mallory))
  expect([answer.status, answer.body.errcode]).toEqual([400, errcode])
  expect((await look(mallory, mallory)).master_keys).toEqual({})
})

test('a master key may not have the name of a device', async () => {
  const dora = await chappe.person('dora')
  const { upload, master } = crossSigningKeys(dora)
  await anotherDevice(chappe, dora, master.publicKey)
  const answer = await publish(dora, upload)
  expect([answer.status, answer.body.errcode]).toEqual([403, 'M_FORBIDDEN'])
})

test('Erin vouches for her device and her device for her; everybody sees both', async () => {
  const { person: erin, device, deviceKey, master, selfSigning, upload } = await vouched('erin')
  const bob = await chappe.person('bob2')
  const { signatures, ...bare } = device
  const byErin = signed(bare, erin.userId, `ed25519:${selfSigning.publicKey}`, selfSigning)
  const byDevice = signed(upload.master_key, erin.userId, `ed25519:${erin.deviceId}`, deviceKey)
  const failures = await addSignatures(erin, { [erin.userId]: { [erin.deviceId]: byErin, [master.publicKey]: byDevice } })
  expect(failures).toEqual({})
  for (const viewer of [erin, bob]) {
    const seen = await look(viewer, erin)
    const on = seen.device_keys[erin.userId][erin.deviceId].signatures[erin.userId]
    expect(on).toEqual({ ...signatures[erin.userId], ...byErin.signatures[erin.userId] })
    expect(seen.master_keys[erin.userId].signatures).toEqual(byDevice.signatures)
  }
})

test('Frank vouches for Grace: he sees it, she and others do not', async () => {
  const { person: frank, userSigning } = await vouched('frank')
  const { person: grace, master, upload } = await vouched('grace')
  const heidi = await chappe.person('heidi')
  const byFrank = signed(upload.master_key, frank.userId, `ed25519:${userSigning.publicKey}`, userSigning)
  expect(await addSignatures(frank, { [grace.userId]: { [master.publicKey]: byFrank } })).toEqual({})
  expect((await look(frank, grace)).master_keys[grace.userId].signatures).toEqual(byFrank.signatures)
  for (const viewer of [grace, heidi]) expect((await look(viewer, grace)).master_keys[grace.userId].signatures).toEqual({})
  // His other devices hear of it, though he and Grace share no room; Grace and Heidi hear nothing.
  const rows = await chappe.database.query('SELECT max(position) AS position FROM key_signature')
  const from = Number(rows[0]?.['position']) - 1
  const changed = async (who: Person) => (await who.get(`${KEYS}/changes?from=s1.0.${from}&to=s1.0.${from + 1}`)).body.changed
  expect(await changed(frank)).toEqual([grace.userId])
  expect(await changed(grace)).toEqual([])
  expect(await changed(heidi)).toEqual([])
})

test('what is not signed well is a failure of its own, and the rest is taken', async () => {
  const { person: ivan, device, master, selfSigning, upload } = await vouched('ivan')
  const { person: judy, device: judysDevice, master: judysMaster, upload: judysUpload } = await vouched('judy')
  const ssk = `ed25519:${selfSigning.publicKey}`
  const good = signed(device, ivan.userId, ssk, selfSigning)
  const failures = await addSignatures(ivan, {
    [ivan.userId]: {
      [ivan.deviceId]: good,
      'NO SUCH DEVICE': good,
      [master.publicKey]: signed(upload.master_key, ivan.userId, `ed25519:${ivan.deviceId}`, signingKey()),
    },
    [judy.userId]: {
      [judysMaster.publicKey]: signed(judysUpload.master_key, ivan.userId, ssk, selfSigning),
      [judy.deviceId]: signed(judysDevice, ivan.userId, ssk, selfSigning),
    },
    '@nobody:chappe.test': { KEY: { signatures: {} }, OTHER: { signatures: { '@nobody:chappe.test': 5 } } },
  })
  const codes = Object.entries(failures).flatMap(([userId, keys]: [string, Json]) =>
    Object.entries(keys).map(([key, error]: [string, Json]) => [userId, key, error.errcode]),
  )
  expect(codes).toEqual([
    [ivan.userId, 'NO SUCH DEVICE', 'M_NOT_FOUND'],
    [ivan.userId, master.publicKey, 'M_INVALID_SIGNATURE'],
    [judy.userId, judysMaster.publicKey, 'M_INVALID_SIGNATURE'],
    [judy.userId, judy.deviceId, 'M_NOT_FOUND'],
    ['@nobody:chappe.test', 'KEY', 'M_NOT_FOUND'],
    ['@nobody:chappe.test', 'OTHER', 'M_BAD_JSON'],
  ])
  const seen = await look(judy, ivan)
  expect(seen.device_keys[ivan.userId][ivan.deviceId].signatures).toEqual(good.signatures)
})

test('a signature over a changed key is refused', async () => {
  const { person: kim, device, selfSigning } = await vouched('kim')
  const changed = signed({ ...device, algorithms: [] }, kim.userId, `ed25519:${selfSigning.publicKey}`, selfSigning)
  const failures = await addSignatures(kim, { [kim.userId]: { [kim.deviceId]: changed } })
  expect(failures[kim.userId][kim.deviceId].errcode).toBe('M_INVALID_SIGNATURE')
})

test('a device with new keys loses the signatures on its old ones', async () => {
  const { person: lena, device, selfSigning } = await vouched('lena')
  const byLena = signed(device, lena.userId, `ed25519:${selfSigning.publicKey}`, selfSigning)
  expect(await addSignatures(lena, { [lena.userId]: { [lena.deviceId]: byLena } })).toEqual({})
  const renewed = deviceKeys(lena)
  await lena.post(`${KEYS}/upload`, { device_keys: renewed })
  expect((await look(lena, lena)).device_keys[lena.userId][lena.deviceId].signatures).toEqual(renewed.signatures)
})

test('two first uploads at once: one set is published whole, the other is not half there', async () => {
  const mike = await chappe.person('mike')
  const sets = [crossSigningKeys(mike).upload, crossSigningKeys(mike).upload]
  const answers = await Promise.all(sets.map((set) => publish(mike, set)))
  const winner = answers.findIndex((answer) => answer.status === 200)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  const seen = await look(mike, mike)
  expect(seen.self_signing_keys[mike.userId]).toEqual(sets[winner]?.self_signing_key)
  expect(seen.user_signing_keys[mike.userId]).toEqual(sets[winner]?.user_signing_key)
})
