// Transaction ids: one device, one path, one event; told to the device that chose it and to nobody else.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { byPassword, logIn } from './_accounts.ts'
import { edit, getRelations, reply, roomPath } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const text = (body: string) => ({ msgtype: 'm.text', body })

async function sharedRoom(): Promise<string> {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  return roomId
}

const redact = async (roomId: string, eventId: string, txnId: string): Promise<string> =>
  (await alice.put(`${roomPath(roomId)}/redact/${encodeURIComponent(eventId)}/${txnId}`, {})).body.event_id

test('one id in two rooms, of two types, of two people or for two redactions is as many events, also after a restart', async () => {
  const [here, there] = [await sharedRoom(), await sharedRoom()]
  const targets = [await alice.say(here, 'one'), await alice.say(here, 'two')]
  const all = async (): Promise<string[]> => [
    await alice.send(here, 'm.room.message', text('a'), 'same'),
    await alice.send(there, 'm.room.message', text('b'), 'same'),
    await alice.send(here, 'org.example.a', text('c'), 'b same'),
    await alice.send(here, 'org.example.a b', text('c'), 'same'),
    await bob.send(here, 'm.room.message', text('d'), 'same'),
    await redact(here, targets[0] ?? '', 'same'),
    await redact(here, targets[1] ?? '', 'same'),
  ]
  const first = await all()
  expect(new Set(first).size).toBe(7)
  expect(await all()).toEqual(first)
  await chappe.restart()
  expect(await all()).toEqual(first)
  for (const target of targets) {
    expect((await bob.get(`${roomPath(here)}/event/${encodeURIComponent(target)}`)).body.content).toEqual({})
  }
})

test('two devices of one person may choose the same id, and each is told of its own only', async () => {
  const roomId = await sharedRoom()
  const phone = createPerson(() => chappe.url, (await logIn(chappe.url, alice.userId)).body)
  const root = await alice.send(roomId, 'm.room.message', text('root'), 'mine')
  const other = await phone.send(roomId, 'm.room.message', text('other'), 'mine')
  expect(other).not.toBe(root)
  const answer = await reply(alice, roomId, root)
  const edited = await edit(alice, roomId, answer, 'edited')
  const transactionsOf = async (person: Person): Promise<Json> => {
    const event = (await person.get(`${roomPath(roomId)}/event/${encodeURIComponent(root)}`)).body
    const latest = event.unsigned['m.relations']['m.thread'].latest_event
    const [related] = (await getRelations(person, roomId, root)).chunk
    const replaced = latest.unsigned['m.relations']['m.replace']
    expect([latest.event_id, related.event_id, replaced.event_id]).toEqual([answer, answer, edited])
    const timeline = (await person.sync()).rooms.join[roomId].timeline.events
    const inSync = timeline.filter((each: Json) => [root, other].includes(each.event_id))
    return [event, latest, related, replaced, ...inSync].map((each) => each.unsigned.transaction_id !== undefined)
  }
  expect(await transactionsOf(alice)).toEqual([true, true, true, true, true, false])
  expect(await transactionsOf(phone)).toEqual([false, false, false, false, false, true])
  expect(await transactionsOf(bob)).toEqual([false, false, false, false, false, false])
})

test('a transaction outlives the token it was sent with', async () => {
  const roomId = await sharedRoom()
  const signedIn = (await request(chappe.url, 'POST', '/_matrix/client/v3/login', { body: { ...byPassword(alice.userId), refresh_token: true } })).body
  const before = createPerson(() => chappe.url, signedIn)
  const eventId = await before.send(roomId, 'm.room.message', text('once'), 'kept')
  const refreshed = await request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: signedIn.refresh_token } })
  const after = createPerson(() => chappe.url, { ...signedIn, access_token: refreshed.body.access_token })
  expect(await after.send(roomId, 'm.room.message', text('once'), 'kept')).toBe(eventId)
  const event = (await after.get(`${roomPath(roomId)}/event/${encodeURIComponent(eventId)}`)).body
  expect(event.unsigned.transaction_id).toBe('kept')
})
