// What the security officer learns without having asked: a stolen token, and an owner who says that it was somebody else.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { logIn, personWith, readsOf, refusal, stateOf } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const OPEN = { is_exercise: false, handled_by: null, handled_at_ms: null, case_id: null }

const chappe = await serverOfThisFile(buildServer)
let sam: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
})

const alerts = async (query = ''): Promise<Json> => (await sam.get(`/_chappe/desk/v1/alerts${query}`)).body

test('Alice’s refresh token was stolen and is used twice; Carol says that it was not her: Sam sees both, newest first', async () => {
  expect((await sam.get('/_chappe/desk/v1/alerts')).body).toEqual({ alerts: [] })
  const alice = await chappe.person('alice')
  const stolen = (await logIn(chappe.url, 'alice', { device_id: 'PHONE', refresh_token: true })).body.refresh_token
  const renew = () => request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: stolen } })
  const { access_token: token } = (await renew()).body
  await request(chappe.url, 'GET', '/_matrix/client/v3/account/whoami', { token })
  expect(refusal(await renew())).toEqual([401, 'M_UNKNOWN_TOKEN'])
  const carol = await chappe.person('carol')
  expect((await carol.post('/_chappe/client/v1/not_me')).status).toBe(200)
  expect(await stateOf(chappe, carol)).toBe('contained')

  const listed = await alerts()
  expect(listed.alerts).toEqual([
    { alert_id: expect.any(Number), at_ms: expect.any(Number), kind: 'takeover_reported', user_id: carol.userId, device_id: '', detail: {}, ...OPEN },
    { alert_id: expect.any(Number), at_ms: expect.any(Number), kind: 'refresh_token_reused', user_id: alice.userId, device_id: 'PHONE', detail: { client: '' }, ...OPEN },
  ])
  const first = await alerts('?limit=1')
  expect([first.alerts.length, first.alerts[0].kind]).toEqual([1, 'takeover_reported'])
  expect((await alerts(`?limit=1&from=${first.next}`)).alerts[0].kind).toBe('refresh_token_reused')
  expect(await readsOf(chappe, 'listDeskAlerts')).toBe(3)

  // Who is on duty hears of it in their own client too.
  const told = async (): Promise<string[]> => {
    const { rooms } = await sam.sync()
    const [roomId] = [...Object.keys(rooms.invite ?? {}), ...Object.keys(rooms.join ?? {})]
    if (roomId === undefined) return []
    await sam.join(roomId)
    const { chunk } = (await sam.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)).body
    return chunk.filter((each: Json) => each.type === 'm.room.message').map((each: Json) => each.content.body)
  }
  await vi.waitFor(async () => expect((await told()).join()).toContain('@carol:chappe.test says that somebody else is in their account'), { timeout: 10_000 })
})
