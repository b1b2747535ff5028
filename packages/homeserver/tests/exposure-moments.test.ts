// What could have been read as of a moment, in rooms where a bridge brings in messages whose times it chooses.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bridge } from './_bridge.ts'
import { startBridge } from './_bridge.ts'

const MINUTE_MS = 60_000
const C3 = '/_matrix/client/v3'
const BOT = '@ircbot:chappe.test'

let bridge: Bridge
let chappe: TestServer<Server>
let alice: Person
let mallory: Person
beforeAll(async () => {
  bridge = await startBridge()
  chappe = await startTestServer(buildServer, { appservices: [bridge.file] })
  alice = await chappe.person('alice')
  mallory = await chappe.person('mallory')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
})

/** How many events of the room Mallory could have read as of a moment. */
async function readable(roomId: string, atMs: number): Promise<number> {
  const { accounts, exposure } = chappe.server.homeserver.ports
  const { organisationNid } = await accounts.get(mallory.userId)
  const { rooms } = await exposure.reachable({ userId: mallory.userId, accountType: 'agent', organisationNid, fromMs: atMs, toMs: atMs })
  const facts = await exposure.rooms(rooms.map(({ roomNid }) => roomNid))
  const nid = facts.find((each) => each.roomId === roomId)?.roomNid
  return rooms.find(({ roomNid }) => roomNid === nid)?.events ?? 0
}

test('a bridge that brings in old talk, and clocks that are wrong, move no moment', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await mallory.join(roomId)
  expect((await bridge.as(chappe.url, 'POST', `${C3}/join/${encodeURIComponent(roomId)}`, { user: BOT, body: {} })).status).toBe(200)
  let said = 0
  const bring = async (count: number, ts: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      said += 1
      const sent = await bridge.as(chappe.url, 'PUT', `${C3}/rooms/${encodeURIComponent(roomId)}/send/m.room.message/b${said}`, { user: BOT, body: { msgtype: 'm.text', body: `old ${said}` }, query: { ts: String(ts) } })
      expect(sent.status).toBe(200)
    }
  }
  const then: { atMs: number; events: number }[] = []
  for (const ts of [Date.UTC(1990, 1, 1), Date.UTC(2100, 1, 1), Date.UTC(1990, 1, 1), Date.UTC(2100, 1, 1)]) {
    await bring(20, ts)
    chappe.clock.advance(2 * MINUTE_MS)
    await alice.say(roomId, 'and this is now')
    chappe.clock.advance(1000)
    then.push({ atMs: chappe.clock.now(), events: await readable(roomId, chappe.clock.now()) })
    chappe.clock.advance(2 * MINUTE_MS)
  }
  expect(then.map(({ events }, index) => events - (then[index - 1]?.events ?? 0)).slice(1)).toEqual([21, 21, 21])
  // Marks are written behind the messages.
  await chappe.restart()
  expect(await Promise.all(then.map(({ atMs }) => readable(roomId, atMs)))).toEqual(then.map(({ events }) => events))
})
