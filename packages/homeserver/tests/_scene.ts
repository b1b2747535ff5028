// A private room of Alice and Bob with everything in it that an endpoint can name.
import { allEndpoints } from '@chappe/contract'
import type { HttpAnswer, Person } from '@chappe/testkit'
import { expect } from 'vitest'
import type { Scene } from './_guard.ts'
import { guardCall } from './_guard.ts'
import { deviceKeys, oneTimeKeys } from './_keys.ts'

/** What nobody outside Alice's room may ever see, in no answer. */
export const SECRET = 'heron'

const must = async (answer: Promise<HttpAnswer>): Promise<HttpAnswer['body']> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
  return body
}

/** Makes the room and gives back what the calls name; `callerId` is who will make them. */
export async function furnish(people: { alice: Person; bob: Person; callerId: string; aliasName?: string; canteen?: object }): Promise<Scene> {
  const { alice, bob, callerId, aliasName = 'private-talk', canteen = { preset: 'public_chat' } } = people
  const roomId = await alice.createRoom({ preset: 'private_chat', name: `Operation ${SECRET}`, topic: SECRET })
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  const eventId = await bob.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: SECRET })
  const relation = { 'm.relates_to': { rel_type: 'm.thread', event_id: eventId } }
  await bob.send(roomId, 'm.room.encrypted', { ...relation, algorithm: 'm.megolm.v1.aes-sha2', ciphertext: SECRET })
  const roomAlias = `#${aliasName}:chappe.test`
  await must(alice.put(`/_matrix/client/v3/directory/room/${encodeURIComponent(roomAlias)}`, { room_id: roomId }))
  await alice.join(await bob.createRoom({ ...canteen, visibility: 'public', name: 'Canteen' }))
  await must(bob.put(`/_matrix/client/v3/profile/${bob.userId}/avatar_url`, { avatar_url: 'mxc://chappe.test/bob' }))
  await must(bob.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(bob), one_time_keys: oneTimeKeys(bob, ['A', 'B']) }))
  const upload = await must(bob.request('POST', '/_matrix/media/v3/upload', { raw: PICTURE, headers: { 'content-type': 'image/png' } }))
  const { version } = await must(alice.post('/_matrix/client/v3/room_keys/version', guardBody('postRoomKeysVersion')))
  await must(alice.put(`/_matrix/client/v3/room_keys/keys?version=${version}`, guardBody('putRoomKeys', roomId)))
  await must(alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/report`, { reason: 'guard' }))
  return {
    roomId,
    eventId,
    roomAlias,
    userId: alice.userId,
    deviceId: alice.deviceId,
    mediaId: String(upload.content_uri).split('/').at(-1) ?? '',
    version,
    since: (await alice.sync()).next_batch,
    callerId,
  }
}

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The body of an endpoint's call, for furnishing. */
function guardBody(operation: string, roomId = ''): unknown {
  const found = allEndpoints.find((each) => each.operation === operation)
  const nothing = { eventId: '', roomAlias: '', userId: '', deviceId: '', mediaId: '', version: '', since: '', callerId: '' }
  return found === undefined ? undefined : guardCall(found, { ...nothing, roomId }).body
}
