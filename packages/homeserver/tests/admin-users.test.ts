// Administration of accounts through the paths that existing tools call.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { logIn, madeByOperator, refusal, whoami } from './_accounts.ts'
import { anotherDevice, readsOf } from './_keys.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)
let ada: Person
let bob: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await madeByOperator(chappe, 'bob')
})

const V1 = '/_synapse/admin/v1'
const V2 = '/_synapse/admin/v2'

describe('accounts', () => {
  test('the list pages, finds by a part of the name, and leaves closed accounts out', async () => {
    for (const name of ['list-1', 'list-2', 'list-3']) await ada.put(`${V2}/users/@${name}:chappe.test`, { password: 'a long password' })
    await ada.post(`${V1}/deactivate/@list-3:chappe.test`)
    const first = await ada.get(`${V2}/users?name=list-&limit=1`)
    expect(first.body).toMatchObject({ users: [{ name: '@list-1:chappe.test', admin: false, deactivated: false }], total: 2, next_token: '1' })
    const second = await ada.get(`${V2}/users?name=list-&limit=1&from=1`)
    expect([second.body.users[0].name, second.body.next_token]).toEqual(['@list-2:chappe.test', undefined])
    expect((await ada.get(`${V2}/users?name=list-&deactivated=true`)).body.total).toBe(3)
    expect((await ada.get(`${V2}/users?admins=true`)).body.users.map((each: { name: string }) => each.name)).toEqual([ada.userId])
    expect((await ada.get(`${V2}/users?name=%25`)).body.total).toBe(0)
    expect((await readsOf(chappe, 'adminListUsers')).map((row) => row['count'])).toEqual([1, 1, 3, 1, 0])
  })

  test('an account is made, seen, changed, closed and stays closed', async () => {
    const path = `${V2}/users/@carol:chappe.test`
    expect(refusal(await ada.get(path))).toEqual([404, 'M_NOT_FOUND'])
    const made = await ada.put(path, { password: 'a long password', displayname: 'Carol', admin: false })
    expect(made.body).toMatchObject({ name: '@carol:chappe.test', displayname: 'Carol', admin: false, locked: false })
    expect((await logIn(chappe.url, 'carol', { password: 'a long password' })).status).toBe(200)
    const changed = await ada.put(path, { locked: true, displayname: 'Caroline', password: 'another password' })
    expect(changed.body).toMatchObject({ displayname: 'Caroline', locked: true })
    expect(refusal(await logIn(chappe.url, 'carol', { password: 'another password' }))).toEqual([401, 'M_USER_LOCKED'])
    expect((await ada.put(path, { deactivated: true })).body.deactivated).toBe(true)
    expect(refusal(await ada.put(path, { deactivated: false }))).toEqual([403, 'M_USER_DEACTIVATED'])
    expect(refusal(await ada.put(`${V2}/users/@x:elsewhere.test`, {}))).toEqual([400, 'M_INVALID_USERNAME'])
  })

  test('a password is reset: the old one and every device are gone', async () => {
    const dora = await madeByOperator(chappe, 'dora')
    expect((await ada.post(`${V1}/reset_password/${dora.userId}`, { new_password: 'a new password' })).body).toEqual({})
    expect(refusal(await whoami(chappe.url, dora.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await logIn(chappe.url, 'dora'))).toEqual([403, 'M_FORBIDDEN'])
    const again = await logIn(chappe.url, 'dora', { password: 'a new password' })
    expect(again.status).toBe(200)
    await ada.post(`${V1}/reset_password/${dora.userId}`, { new_password: 'yet another one', logout_devices: false })
    expect((await whoami(chappe.url, again.body.access_token)).status).toBe(200)
  })

  test('an account that is closed leaves its rooms and declines its invitations', async () => {
    const hans = await madeByOperator(chappe, 'hans')
    const [joined, invited] = [await bob.createRoom({ preset: 'public_chat' }), await bob.createRoom({})]
    await hans.join(joined)
    await bob.invite(invited, hans.userId)
    expect((await ada.post(`${V1}/deactivate/${hans.userId}`, { erase: true })).body).toEqual({ id_server_unbind_result: 'success' })
    for (const roomId of [joined, invited]) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.member/${encodeURIComponent(hans.userId)}`
      await vi.waitFor(async () => expect((await bob.get(path)).body.membership).toBe('leave'), { timeout: 10_000 })
    }
  })

  test('an administrator makes another and cannot unmake herself; it holds from the next call on', async () => {
    const path = `${V1}/users/${encodeURIComponent(bob.userId)}/admin`
    expect((await ada.get(path)).body).toEqual({ admin: false })
    await ada.put(path, { admin: true })
    expect((await bob.get(path)).body).toEqual({ admin: true })
    await ada.put(path, { admin: false })
    expect(refusal(await bob.get(path))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await ada.put(`${V1}/users/${ada.userId}/admin`, { admin: false }))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await ada.put(`${V2}/users/${ada.userId}`, { admin: false }))).toEqual([400, 'M_INVALID_PARAM'])
  })

  test('suspending by the old path, and whois', async () => {
    const answer = await ada.put(`${V1}/suspend/${bob.userId}`, { suspend: true })
    expect(answer.body).toEqual({ [`user_${bob.userId}_suspended`]: true })
    expect(refusal(await bob.post('/_matrix/client/v3/createRoom'))).toEqual([403, 'M_USER_SUSPENDED'])
    await ada.put(`${V1}/suspend/${bob.userId}`, { suspend: false })
    expect(Object.keys((await ada.get(`${V1}/whois/${bob.userId}`)).body.devices)).toEqual([bob.deviceId])
  })

  test('rooms somebody is in, names that are free, the version', async () => {
    const ida = await madeByOperator(chappe, 'ida')
    const roomId = await ida.createRoom({})
    expect((await ada.get(`${V1}/users/${ida.userId}/joined_rooms`)).body).toEqual({ joined_rooms: [roomId], total: 1 })
    expect((await ada.get(`${V1}/username_available?username=nobody-yet`)).body).toEqual({ available: true })
    expect(refusal(await ada.get(`${V1}/username_available?username=bob`))).toEqual([400, 'M_USER_IN_USE'])
    expect((await ada.get(`${V1}/server_version`)).body.server_version).toMatch(/^\d+\.\d+\.\d+/)
  })

  test('signing in as somebody else is possible here, and stands in the audit', async () => {
    const { body } = await ada.post(`${V1}/users/${bob.userId}/login`)
    expect((await whoami(chappe.url, body.access_token)).body.user_id).toBe(bob.userId)
    const rows = await chappe.database.query("SELECT target, outcome FROM admin_action WHERE operation = 'adminLoginAsUser'")
    expect(rows).toEqual([{ target: bob.userId, outcome: 'done' }])
  })
})

describe('devices', () => {
  test('they are listed, renamed and ended, one or several', async () => {
    const emil = await madeByOperator(chappe, 'emil')
    const phone = await anotherDevice(chappe, emil, 'PHONE')
    await anotherDevice(chappe, emil, 'TABLET')
    const list = `${V2}/users/${emil.userId}/devices`
    const path = `${V2}/users/${emil.userId}/devices/PHONE`
    expect((await ada.get(list)).body).toMatchObject({ total: 3 })
    await ada.put(path, { display_name: 'His phone' })
    expect((await ada.get(path)).body).toMatchObject({ device_id: 'PHONE', display_name: 'His phone', user_id: emil.userId })
    expect((await ada.delete(path)).body).toEqual({})
    expect(refusal(await whoami(chappe.url, phone.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await ada.get(path))).toEqual([404, 'M_NOT_FOUND'])
    expect((await ada.post(`${V2}/users/${emil.userId}/delete_devices`, { devices: ['TABLET', 'NONE'] })).body).toEqual({})
    expect((await ada.get(list)).body.devices.map((each: { device_id: string }) => each.device_id)).toEqual([emil.deviceId])
  })
})

describe('limits of their own', () => {
  test('Fritz may send without end, also after a restart, until it is taken away', async () => {
    await using strict = await startTestServer(buildServer, { rateLimits: true })
    const olga = await madeByOperator(strict, 'olga', { admin: true })
    const fritz = await madeByOperator(strict, 'fritz')
    const path = `${V1}/users/${fritz.userId}/override_ratelimit`
    const roomId = await fritz.createRoom({})
    // All at once: time passes, and refills his bucket.
    const burst = () => Promise.all(Array.from({ length: 150 }, () => fritz.say(roomId, 'again')))
    await expect(burst()).rejects.toThrow('429')
    expect((await olga.get(path)).body).toEqual({})
    expect((await olga.post(path, { messages_per_second: 0, burst_count: 0 })).body).toEqual({ messages_per_second: 0, burst_count: 0 })
    await burst()
    await strict.restart()
    await burst()
    expect((await olga.get(path)).body).toEqual({ messages_per_second: 0, burst_count: 0 })
    await olga.delete(path)
    await expect(burst()).rejects.toThrow('429')
  })
})

describe('a government server', () => {
  test('its administrators have accounts in hand, but no content and nobody’s name', async () => {
    await using ministry = await startTestServer(buildServer, { profile: 'government' })
    const olga = await madeByOperator(ministry, 'olga', { admin: true })
    const petra = await madeByOperator(ministry, 'petra')
    const roomId = await petra.createRoom({ name: 'Budget' })
    const room = encodeURIComponent(roomId)
    expect((await olga.get(`${V2}/users`)).body.total).toBe(2)
    expect((await olga.get(`${V1}/rooms`)).body.total_rooms).toBe(1)
    for (const answer of [
      await olga.get(`${V1}/rooms/${room}/state`),
      await olga.post(`${V1}/users/${petra.userId}/login`),
      await olga.post(`${V1}/rooms/${room}/make_room_admin`),
    ]) {
      expect(refusal(answer)).toEqual([404, 'M_UNRECOGNIZED'])
    }
  })
})

test('a contained administrator does nothing, nor one who was unmade', async () => {
  const greta = await madeByOperator(chappe, 'greta', { admin: true })
  const second = createPerson(() => chappe.url, (await logIn(chappe.url, 'greta')).body)
  await chappe.server.homeserver.ports.contain(greta.userId)
  for (const each of [greta, second]) expect(refusal(await each.get(`${V2}/users`))).toEqual([401, 'M_USER_LOCKED'])
  expect(refusal(await request(chappe.url, 'GET', `${V2}/users`))).toEqual([401, 'M_MISSING_TOKEN'])
})
