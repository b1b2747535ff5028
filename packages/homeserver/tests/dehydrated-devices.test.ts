// Devices that exist in their owner's secret storage only.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { byPassword, logIn, refusal } from './_accounts.ts'
import { deviceKeys, oneTimeKeys, readsOf } from './_keys.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

const PATH = '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device'
const events = (person: Person, deviceId: string, batch?: string) =>
  person.post(`${PATH}/${deviceId}/events`, batch === undefined ? {} : { next_batch: batch })

function upload(person: Person, deviceId: string): Json {
  const device = { ...person, deviceId }
  return {
    device_id: deviceId,
    device_data: { algorithm: 'org.matrix.msc3814.v2', device_pickle: `pickle of ${deviceId}` },
    initial_device_display_name: 'Dehydrated device',
    device_keys: { ...deviceKeys(device), dehydrated: true },
    one_time_keys: oneTimeKeys(device, ['D1', 'D2']),
    fallback_keys: oneTimeKeys(device, ['F']),
  }
}

const devicesOf = async (asker: Person, person: Person): Promise<string[]> => {
  const { body } = await asker.post('/_matrix/client/v3/keys/query', { device_keys: { [person.userId]: [] } })
  return Object.keys(body.device_keys[person.userId] ?? {}).toSorted()
}

let sent = 0
const send = (from: Person, to: Person, deviceId: string, body: object) =>
  from.put(`/_matrix/client/v3/sendToDevice/m.room.encrypted/${(sent += 1)}`, { messages: { [to.userId]: { [deviceId]: body } } })

test('Alice dehydrates a device: others see it and claim its keys; in her own list it does not stand', async () => {
  const alice = await chappe.person('alice')
  const bob = await chappe.person('bob')
  expect(refusal(await alice.get(PATH))).toEqual([404, 'M_NOT_FOUND'])
  expect((await alice.put(PATH, upload(alice, 'DRY1'))).body).toEqual({ device_id: 'DRY1' })
  expect((await alice.get(PATH)).body).toEqual({ device_id: 'DRY1', device_data: upload(alice, 'DRY1').device_data })
  const query = await bob.post('/_matrix/client/v3/keys/query', { device_keys: { [alice.userId]: [] } })
  expect(query.body.device_keys[alice.userId].DRY1).toMatchObject({ dehydrated: true, unsigned: { device_display_name: 'Dehydrated device' } })
  const claimed = await bob.post('/_matrix/client/v3/keys/claim', { one_time_keys: { [alice.userId]: { DRY1: 'signed_curve25519' } } })
  expect(Object.keys(claimed.body.one_time_keys[alice.userId].DRY1)).toEqual(['signed_curve25519:D1'])
  const mine = await alice.get('/_matrix/client/v3/devices')
  expect(mine.body.devices.map((each: { device_id: string }) => each.device_id)).toEqual([alice.deviceId])
  expect(refusal(await alice.get('/_matrix/client/v3/devices/DRY1'))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await alice.put('/_matrix/client/v3/devices/DRY1', { display_name: 'x' }))).toEqual([404, 'M_NOT_FOUND'])
})

test('what was sent to it is read from a new device, in order, page by page, again if need be, and goes with it', async () => {
  const carol = await chappe.person('carol')
  const dan = await chappe.person('dan')
  await carol.put(PATH, upload(carol, 'DRY2'))
  for (let index = 0; index < 103; index += 1) await send(dan, carol, 'DRY2', { index })
  await send(dan, carol, '*', { index: 'all' })
  const fresh = createPerson(() => chappe.url, (await logIn(chappe.url, 'carol')).body)
  const first = await events(fresh, 'DRY2')
  const second = await events(fresh, 'DRY2', first.body.next_batch)
  const third = await events(fresh, 'DRY2', second.body.next_batch)
  const seen = [...first.body.events, ...second.body.events].map((event: Json) => event.content.index)
  expect(seen).toEqual([...Array.from({ length: 103 }, (_, index) => index), 'all'])
  expect(third.body).toEqual({ events: [], next_batch: second.body.next_batch })
  expect((await readsOf(chappe, 'getDehydratedDeviceEvents')).map((row) => row['count'])).toEqual([100, 4])
  await chappe.restart()
  expect((await events(fresh, 'DRY2')).body.events.length).toBe(100)
  expect((await fresh.delete(PATH)).body).toEqual({ device_id: 'DRY2' })
  expect(refusal(await fresh.delete(PATH))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await events(fresh, 'DRY2'))).toEqual([404, 'M_NOT_FOUND'])
  expect(await devicesOf(dan, carol)).toEqual([])
  const left = await chappe.database.query("SELECT 1 FROM one_time_key_batch UNION ALL SELECT 1 FROM fallback_key UNION ALL SELECT 1 FROM device_key WHERE body LIKE '%DRY2%'")
  expect(left.length).toBe(2)
})

test('a second takes the place of the first, with all or nothing; those who share a room hear of it', async () => {
  const erin = await chappe.person('erin')
  const fritz = await chappe.person('fritz')
  const room = await erin.createRoom({ preset: 'public_chat' })
  await fritz.join(room)
  await fritz.sync()
  await erin.put(PATH, upload(erin, 'DRY3'))
  expect((await fritz.syncOn()).device_lists.changed).toEqual([erin.userId])
  const bad = { ...upload(erin, 'DRY4'), fallback_keys: { broken: 'x' } }
  expect(refusal(await erin.put(PATH, bad))).toEqual([400, 'M_INVALID_PARAM'])
  expect((await erin.get(PATH)).body.device_id).toBe('DRY3')
  await erin.put(PATH, upload(erin, 'DRY4'))
  expect(await devicesOf(fritz, erin)).toEqual(['DRY4'])
  await erin.put(PATH, upload(erin, 'DRY4'))
  expect(await devicesOf(fritz, erin)).toEqual(['DRY4'])
  expect((await fritz.syncOn()).device_lists.changed).toEqual([erin.userId])
})

test('it survives signing out everywhere and a new password, and ends with the account', async () => {
  const gus = await chappe.person('gus')
  const hugo = await chappe.person('hugo')
  await gus.put(PATH, upload(gus, 'DRY5'))
  await gus.post('/_matrix/client/v3/logout/all')
  expect(await devicesOf(hugo, gus)).toEqual(['DRY5'])
  const again = createPerson(() => chappe.url, (await logIn(chappe.url, 'gus')).body)
  expect((await again.get(PATH)).body.device_id).toBe('DRY5')
  await again.post('/_matrix/client/v3/account/password', { new_password: 'something new', auth: byPassword('gus') })
  expect(await devicesOf(hugo, gus)).toEqual(['DRY5'])
  const closing = { auth: byPassword('gus', 'something new') }
  expect((await again.post('/_matrix/client/v3/account/deactivate', closing)).status).toBe(200)
  expect(await devicesOf(hugo, gus)).toEqual([])
})

test("what is not one's own, not known or not a device is refused", async () => {
  const ines = await chappe.person('ines')
  const jo = await chappe.person('jo')
  await ines.put(PATH, upload(ines, 'DRY6'))
  expect(refusal(await jo.get(PATH))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await events(jo, 'DRY6'))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await events(ines, 'OTHER'))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await events(ines, 'DRY6', 'made up'))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await jo.put(PATH, upload(ines, 'DRY6')))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await jo.put(PATH, upload(jo, jo.deviceId)))).toEqual([400, 'M_INVALID_PARAM'])
  expect(refusal(await jo.put(PATH, { ...upload(jo, 'DRY7'), device_data: { large: 'x'.repeat(70_000) } }))).toEqual([413, 'M_TOO_LARGE'])
  expect(refusal(await request(chappe.url, 'GET', PATH))).toEqual([401, 'M_MISSING_TOKEN'])
})
