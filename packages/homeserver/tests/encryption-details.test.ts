// What encrypting clients lean on beside keys: their secrets in account data, and what they hand to each other.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { byPassword } from './_accounts.ts'
import { anotherDevice, crossSigningKeys, deviceKeys, oneTimeKeys } from './_keys.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

test('Alice sets secret storage up on her phone and finds it, as she wrote it, on a device that signs in later', async () => {
  const alice = await chappe.person('alice')
  const entries: Record<string, Json> = {
    'm.secret_storage.default_key': { key: 'k1' },
    'm.secret_storage.key.k1': { name: 'main', algorithm: 'm.secret_storage.v1.aes-hmac-sha2', iv: 'aXY=', mac: 'bWFj' },
    'm.cross_signing.master': { encrypted: { k1: { iv: 'aXY=', ciphertext: 'Yw==', mac: 'bWFj' } } },
    'm.megolm_backup.v1': { encrypted: { k1: { iv: 'aXY=', ciphertext: 'Yw==', mac: 'bWFj' } } },
    'm.key_backup': { enabled: true },
    'org.matrix.msc3814': { encrypted: { k1: { iv: 'aXY=', ciphertext: 'Yw==', mac: 'bWFj' } } },
  }
  for (const [type, content] of Object.entries(entries)) {
    expect((await alice.put(`/_matrix/client/v3/user/${alice.userId}/account_data/${type}`, content)).status).toBe(200)
  }
  const later = await anotherDevice(chappe, alice, 'LATER')
  const events: Json[] = (await later.sync()).account_data.events
  for (const [type, content] of Object.entries(entries)) {
    expect(events.find((event) => event.type === type)?.content).toEqual(content)
  }
})

test('Bob shares the history of a room with Carol: a file and a message to her device are all it needs', async () => {
  const bob = await chappe.person('bob')
  const carol = await chappe.person('carol')
  const roomId = await bob.createRoom({ preset: 'private_chat' })
  await bob.invite(roomId, carol.userId)
  await carol.join(roomId)
  const bundle = new TextEncoder().encode('an encrypted bundle of keys')
  const uploaded = await bob.request('POST', '/_matrix/media/v3/upload', { raw: bundle, headers: { 'content-type': 'application/octet-stream' } })
  const url: string = uploaded.body.content_uri
  const content = { algorithm: 'm.olm.v1.curve25519-aes-sha2', ciphertext: { bundle: url }, room_id: roomId }
  await bob.put('/_matrix/client/v3/sendToDevice/m.room.encrypted/bundle', { messages: { [carol.userId]: { '*': content } } })
  const [message] = (await carol.sync()).to_device.events
  expect(message).toEqual({ type: 'm.room.encrypted', sender: bob.userId, content })
  const file = await carol.get(`/_matrix/client/v1/media/download/${url.slice('mxc://'.length)}`)
  expect([file.status, Buffer.from(file.bytes).toString()]).toEqual([200, 'an encrypted bundle of keys'])
})

test('whom Dan meets is told as changed, whom he parts from as left, in his sync', async () => {
  const dan = await chappe.person('dan')
  const erin = await chappe.person('erin')
  await erin.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(erin) })
  await dan.sync()
  const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }
  const roomId = await dan.createRoom({ preset: 'public_chat', initial_state: [encryption] })
  await dan.syncOn()
  await erin.join(roomId)
  expect((await dan.syncOn()).device_lists.changed).toContain(erin.userId)
  await erin.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  expect((await dan.syncOn()).device_lists).toMatchObject({ left: [erin.userId] })
})

test('who leaves an encrypted room parts from those with whom they share no other', async () => {
  const [ida, jack, kim, leo] = await Promise.all(['ida', 'jack', 'kim', 'leo'].map((name) => chappe.person(name)))
  if (ida === undefined || jack === undefined || kim === undefined || leo === undefined) throw new Error('nobody')
  const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }
  const roomId = await ida.createRoom({ preset: 'public_chat', initial_state: [encryption] })
  const other = await ida.createRoom({ preset: 'public_chat' })
  for (const who of [jack, kim, leo]) await who.join(roomId)
  for (const who of [jack, kim]) await who.join(other)
  // Jack listens, so that his rooms are in memory; of Kim and Leo the database knows.
  await jack.sync()
  await ida.sync()
  await ida.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  expect((await ida.syncOn()).device_lists).toEqual({ changed: [], left: [leo.userId] })
  expect((await jack.syncOn()).device_lists).toBeUndefined()
  await ida.post(`/_matrix/client/v3/rooms/${encodeURIComponent(other)}/leave`)
  expect((await jack.syncOn()).device_lists).toBeUndefined()
})

test('Fritz loses his keys and makes new ones: his password is asked for once, and everybody hears of it', async () => {
  const fritz = await chappe.person('fritz')
  const greta = await chappe.person('greta')
  const roomId = await fritz.createRoom({ preset: 'public_chat' })
  await greta.join(roomId)
  const publish = (body: Json) => fritz.post('/_matrix/client/v3/keys/device_signing/upload', body)
  expect((await publish(crossSigningKeys(fritz).upload)).status).toBe(200)
  await greta.sync()
  const { upload } = crossSigningKeys(fritz)
  const asked = await publish(upload)
  expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
  expect((await publish({ ...upload, auth: byPassword(fritz.userId, 'a guess', asked.body.session) })).status).toBe(401)
  expect((await publish({ ...upload, auth: byPassword(fritz.userId, undefined, asked.body.session) })).status).toBe(200)
  expect((await greta.syncOn()).device_lists.changed).toEqual([fritz.userId])
})

test('every sync of Hugo says what keys are left, also when nothing is, and says when his fallback key was used', async () => {
  const hugo = await chappe.person('hugo')
  const ines = await chappe.person('ines')
  const first = await hugo.sync()
  expect([first.device_one_time_keys_count, first.device_unused_fallback_key_types]).toEqual([{ signed_curve25519: 0 }, []])
  await hugo.post('/_matrix/client/v3/keys/upload', {
    device_keys: deviceKeys(hugo),
    one_time_keys: oneTimeKeys(hugo, ['A']),
    fallback_keys: oneTimeKeys(hugo, ['F']),
  })
  const counts = async () => {
    const answer = await hugo.syncOn()
    return [answer.device_one_time_keys_count.signed_curve25519, answer.device_unused_fallback_key_types]
  }
  const claim = { one_time_keys: { [hugo.userId]: { [hugo.deviceId]: 'signed_curve25519' } } }
  expect(await counts()).toEqual([1, ['signed_curve25519']])
  await ines.post('/_matrix/client/v3/keys/claim', claim)
  expect(await counts()).toEqual([0, ['signed_curve25519']])
  await ines.post('/_matrix/client/v3/keys/claim', claim)
  expect(await counts()).toEqual([0, []])
})
