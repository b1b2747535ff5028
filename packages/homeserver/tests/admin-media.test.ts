// Administrators put files into quarantine, let them out and delete them, through the paths that existing tools call.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { expectUnknown, idOf, pathOf, read, upload } from './_media.ts'

const chappe = await serverOfThisFile(buildServer)
let ada: Person
let bob: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await chappe.person('bob')
})

const ADMIN = '/_synapse/admin/v1'
const outcomes = (target: string) =>
  chappe.database.query('SELECT operation, outcome FROM admin_action WHERE target = $1 ORDER BY action_nid', [target])

test('Ada puts a file into quarantine, twice, and lets it out; both stand in the audit', async () => {
  const mxc = await upload(bob, 'one file')
  for (let time = 0; time < 2; time += 1) {
    const answer = await ada.post(`/_synapse/admin/v1/media/quarantine/chappe.test/${idOf(mxc)}`)
    expect([answer.status, answer.body]).toEqual([200, {}])
    await expectUnknown(bob, mxc)
  }
  expect((await ada.post(`/_synapse/admin/v1/media/unquarantine/chappe.test/${idOf(mxc)}`)).body).toEqual({})
  expect(await read(bob, mxc)).toBe(200)
  expect(await outcomes(`chappe.test ${idOf(mxc)}`)).toEqual([
    { operation: 'adminQuarantineMedia', outcome: 'done' },
    { operation: 'adminQuarantineMedia', outcome: 'done' },
    { operation: 'adminUnquarantineMedia', outcome: 'done' },
  ])
})

test('all that a room carries, and all that somebody has uploaded', async () => {
  const roomId = await bob.createRoom()
  const [sent, other] = [await upload(bob, 'sent'), await upload(bob, 'kept')]
  await bob.send(roomId, 'm.room.message', { msgtype: 'm.file', body: 'x', url: sent })
  const ofRoom = `/_synapse/admin/v1/room/${encodeURIComponent(roomId)}/media/quarantine`
  expect((await ada.post(ofRoom)).body).toEqual({ num_quarantined: 1 })
  expect((await ada.post(ofRoom)).body).toEqual({ num_quarantined: 0 })
  expect([await read(bob, sent), await read(bob, other)]).toEqual([404, 200])
  const carol = await chappe.person('carol')
  const hers = [await upload(carol, 'her first'), await upload(carol, 'her second')]
  const answer = await ada.post(`/_synapse/admin/v1/user/${encodeURIComponent(carol.userId)}/media/quarantine`)
  expect(answer.body).toEqual({ num_quarantined: 2 })
  for (const mxc of hers) await expectUnknown(carol, mxc)
  const nowhere = await ada.post('/_synapse/admin/v1/room/!nowhere:chappe.test/media/quarantine')
  expect([nowhere.status, nowhere.body]).toEqual([200, { num_quarantined: 0 }])
})

test('a file is deleted once', async () => {
  const mxc = await upload(bob, 'to be deleted')
  const remove = () => ada.delete(`/_synapse/admin/v1/media/${pathOf(mxc)}`)
  expect((await remove()).body).toEqual({ deleted_media: [idOf(mxc)], total: 1 })
  await expectUnknown(bob, mxc)
  expect(refusal(await remove())).toEqual([404, 'M_NOT_FOUND'])
})

test('Bob may do none of it, and files of other servers are not here', async () => {
  const mxc = await upload(bob, 'safe')
  const calls = (person: Person, file: string) => [
    person.post(`${ADMIN}/media/quarantine/${file}`),
    person.post(`${ADMIN}/media/unquarantine/${file}`),
    person.delete(`${ADMIN}/media/${file}`),
  ]
  const all = [
    ...calls(bob, pathOf(mxc)),
    bob.post(`${ADMIN}/room/!a:chappe.test/media/quarantine`),
    bob.post(`${ADMIN}/user/${encodeURIComponent(ada.userId)}/media/quarantine`),
  ]
  for (const each of await Promise.all(all)) expect(refusal(each)).toEqual([403, 'M_FORBIDDEN'])
  expect(await read(bob, mxc)).toBe(200)
  const elsewhere = calls(ada, `elsewhere.test/${idOf(mxc)}`)
  for (const each of await Promise.all(elsewhere)) expect(refusal(each)).toEqual([404, 'M_NOT_FOUND'])
})
