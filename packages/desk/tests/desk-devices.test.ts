// The admin of an organisation approves a new device of somebody who has no other one at hand.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, of, personWith, REASON, refusal, tried } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let olga: Person
beforeAll(async () => {
  olga = await personWith(chappe, 'olga', 'organisation_admin')
  await intoOrganisation(chappe, 'finance', olga)
})

/** A device of somebody, on probation as after a second sign-in on a government server. */
async function putOnProbation({ userId, deviceId }: Person): Promise<void> {
  await chappe.database.query(
    'UPDATE device SET on_probation_since_ms = 4711 WHERE device_id = $2 AND user_nid = (SELECT user_nid FROM account WHERE user_id = $1)',
    [userId, deviceId],
  )
  chappe.clock.advance(11_000)
}

const waitsSince = async (person: Person): Promise<unknown> => (await olga.get(of(person))).body.devices[0].on_probation_since_ms
const approve = (by: Person, { userId, deviceId }: { userId: string; deviceId: string }) => by.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(userId)}/devices/${deviceId}/approve`, REASON)

async function told(person: Person): Promise<string> {
  const { rooms } = await person.sync()
  const [roomId = ''] = Object.keys(rooms.invite)
  await person.join(roomId)
  const { chunk } = (await person.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)).body
  return chunk.find((each: Json) => each.type === 'm.room.message').content.body
}

test('Olga approves Emma’s new device, once, on record; Emma is told', async () => {
  const emma = await chappe.person('emma', { deviceId: 'PHONE' })
  await intoOrganisation(chappe, 'finance', emma)
  await putOnProbation(emma)
  expect(await waitsSince(emma)).toBe(4711)
  expect((await approve(olga, emma)).status).toBe(200)
  expect(await waitsSince(emma)).toBeNull()
  expect(await told(emma)).toContain('The admin of your organisation has approved a device of your account: PHONE.')
  expect(refusal(await approve(olga, emma))).toEqual([404, 'M_NOT_FOUND'])
  expect(await tried(chappe, emma.userId)).toEqual([
    ['approveDeskDevice', olga.userId, 'done'],
    ['approveDeskDevice', olga.userId, 'M_NOT_FOUND'],
  ])
})

test('nobody of another organisation, nor without one; nor does anybody approve their own', async () => {
  const erik = await chappe.person('erik', { deviceId: 'TABLET' })
  const oscar = await personWith(chappe, 'oscar', 'organisation_admin')
  await putOnProbation(erik)
  expect(refusal(await approve(olga, erik))).toEqual([404, 'M_NOT_FOUND'])
  await intoOrganisation(chappe, 'justice', erik)
  expect(refusal(await approve(olga, erik))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await approve(oscar, erik))).toEqual([404, 'M_NOT_FOUND'])
  await putOnProbation(olga)
  expect(refusal(await approve(olga, olga))).toEqual([403, 'M_FORBIDDEN'])
  const sam = await personWith(chappe, 'sam', 'security_officer')
  expect((await sam.get(of(erik))).body.devices[0].on_probation_since_ms).toBe(4711)
  expect(refusal(await approve(sam, erik))).toEqual([403, 'M_FORBIDDEN'])
})
