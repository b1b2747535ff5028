// What a room looks like must not depend on whether it stayed in memory or was read anew.
import { buildServer } from '@chappe/server'
import type { Json } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { edit, react, reply, roomPath } from './_relations.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const FILTER = JSON.stringify({
  room: { timeline: { limit: 20, lazy_load_members: true }, state: { lazy_load_members: true } },
  presence: { types: [] },
})

/** What Alice sees on a first sync, without how old it is and without the order of state. */
async function firstSight(): Promise<Json> {
  const { body } = await alice.get(`/_matrix/client/v3/sync?filter=${encodeURIComponent(FILTER)}`)
  return JSON.parse(JSON.stringify(body.rooms, (key, value: Json) => {
    if (key === 'age') return undefined
    if (key !== 'state') return value
    return { events: value.events.toSorted((a: Json, b: Json) => (a.event_id < b.event_id ? -1 : 1)) }
  }))
}

test('Alice sees the same of her rooms after a restart, whatever was said in them and done to it', async () => {
  const busy = await alice.createRoom({ preset: 'public_chat', name: 'Busy' })
  const quiet = await alice.createRoom({ preset: 'public_chat', room_version: '1' })
  await bob.join(busy)
  await bob.join(quiet)
  const soup = await bob.send(busy, 'm.room.message', { msgtype: 'm.text', body: 'soup? 🍲 "\\\n' }, 'a b\n"c"')
  await alice.send(busy, 'org.example.a b\n"', { type: 'm.room.message', sender: '@x', depth: 1 }, 'it’s 🍲')
  for (const topic of ['eating', 'cooking']) await alice.put(`${roomPath(busy)}/state/m.room.topic`, { topic })
  await alice.put(`${roomPath(busy)}/state/org.example.key/${encodeURIComponent('a "key"\n 🍲')}`, { state_key: 'x' })
  await edit(bob, busy, soup, 'stew?')
  await react(alice, busy, soup, '👍')
  await reply(alice, busy, soup)
  const wrong = await bob.say(busy, 'wrong')
  await alice.put(`${roomPath(busy)}/redact/${encodeURIComponent(wrong)}/r`, { reason: 'no "soup"' })
  for (const name of ['One', 'Two']) await alice.put(`${roomPath(busy)}/state/m.room.name`, { name })
  const later = `${roomPath(busy)}/send/m.room.message/later?org.matrix.msc4140.delay=60000`
  const { delay_id: delayId } = (await alice.put(later, { msgtype: 'm.text', body: 'sent by the server' })).body
  await request(chappe.url, 'POST', `/_matrix/client/unstable/org.matrix.msc4140/delayed_events/${String(delayId)}/send`)
  await bob.say(quiet, 'nothing')
  for (let index = 0; index < 15; index += 1) await bob.say(busy, `more ${index}`)

  const before = await firstSight()
  expect(JSON.stringify(before)).toContain(`"org.matrix.msc4140.delay_id":"${String(delayId)}"`)
  expect(Object.keys(before.join).toSorted()).toEqual([busy, quiet].toSorted())
  await chappe.restart()
  expect(await firstSight()).toEqual(before)
  // And what comes next follows from what was read.
  await bob.say(busy, 'after')
  await bob.say(quiet, 'after')
  expect((await firstSight()).join[quiet].timeline.events.at(-1).content.body).toBe('after')
})
