// Suspending and locking accounts, and looking at where they were seen.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { createPerson, request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, madeByOperator, refusal, whoami } from './_accounts.ts'
import { deviceKeys, readsOf } from './_keys.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)
let ada: Person
let bob: Person
beforeAll(async () => {
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await chappe.person('bob')
})

const suspendPath = (userId: string) => `/_matrix/client/v1/admin/suspend/${encodeURIComponent(userId)}`
const lockPath = (userId: string) => `/_matrix/client/v1/admin/lock/${encodeURIComponent(userId)}`

describe('a suspended account', () => {
  test('Carol is suspended: she reads, leaves and takes her own words back, and nothing else', async () => {
    const carol = await chappe.person('carol')
    const room = await bob.createRoom({ preset: 'public_chat' })
    const other = await bob.createRoom({ preset: 'public_chat' })
    await carol.join(room)
    const hers = await carol.say(room, 'mine')
    const his = await bob.say(room, 'his')
    expect((await ada.put(suspendPath(carol.userId), { suspended: true })).body).toEqual({ suspended: true })
    expect((await ada.get(suspendPath(carol.userId))).body).toEqual({ suspended: true })
    const inRoom = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`
    const refused = [
      await carol.put(`${inRoom}/send/m.room.message/x1`, { msgtype: 'm.text', body: 'no' }),
      await carol.post(`/_matrix/client/v3/join/${encodeURIComponent(other)}`),
      await carol.post('/_matrix/client/v3/createRoom'),
      await carol.post(`${inRoom}/invite`, { user_id: bob.userId }),
      await carol.put(`/_matrix/client/v3/profile/${carol.userId}/displayname`, { displayname: 'C' }),
      await carol.put(`${inRoom}/redact/${encodeURIComponent(his)}/x2`),
      await carol.put(`${inRoom}/typing/${carol.userId}`, { typing: true, timeout: 1000 }),
    ]
    for (const each of refused) expect(refusal(each)).toEqual([403, 'M_USER_SUSPENDED'])
    const allowed = [
      await carol.get('/_matrix/client/v3/sync'),
      await carol.get(`${inRoom}/messages?dir=b`),
      await carol.put(`${inRoom}/redact/${encodeURIComponent(hers)}/x3`),
      await carol.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(carol) }),
      await carol.post(`${inRoom}/leave`),
      await logIn(chappe.url, 'carol'),
    ]
    for (const each of allowed) expect([each.status, each.body.errcode]).toEqual([200, undefined])
  })

  test('a session made while suspended is suspended too; after the end everything is as before', async () => {
    const dan = await chappe.person('dan')
    await ada.put(suspendPath(dan.userId), { suspended: true })
    const second = createPerson(() => chappe.url, (await logIn(chappe.url, 'dan')).body)
    expect(refusal(await second.post('/_matrix/client/v3/createRoom'))).toEqual([403, 'M_USER_SUSPENDED'])
    await chappe.restart()
    expect(refusal(await dan.post('/_matrix/client/v3/createRoom'))).toEqual([403, 'M_USER_SUSPENDED'])
    await ada.put(suspendPath(dan.userId), { suspended: false })
    expect((await dan.post('/_matrix/client/v3/createRoom')).status).toBe(200)
  })
})

describe('a locked account', () => {
  test('Erin is locked: 401 with soft_logout everywhere, but she can sign out; unlocked, her tokens are good again', async () => {
    const erin = await chappe.person('erin')
    const phone = createPerson(() => chappe.url, (await logIn(chappe.url, 'erin')).body)
    expect((await ada.get(lockPath(erin.userId))).body).toEqual({ locked: false })
    expect((await ada.put(lockPath(erin.userId), { locked: true })).body).toEqual({ locked: true })
    expect((await ada.get(lockPath(erin.userId))).body).toEqual({ locked: true })
    const answer = await erin.get('/_matrix/client/v3/sync')
    expect([...refusal(answer), answer.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
    expect(refusal(await logIn(chappe.url, 'erin'))).toEqual([401, 'M_USER_LOCKED'])
    expect((await phone.post('/_matrix/client/v3/logout')).status).toBe(200)
    await ada.put(lockPath(erin.userId), { locked: false })
    expect((await whoami(chappe.url, erin.token)).status).toBe(200)
    expect(refusal(await whoami(chappe.url, phone.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('a refresh token of a locked account is refused softly and is good once it is unlocked', async () => {
    await chappe.person('fred')
    const { body } = await logIn(chappe.url, 'fred', { refresh_token: true })
    await ada.put(lockPath('@fred:chappe.test'), { locked: true })
    const refresh = () => request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: body.refresh_token } })
    expect(refusal(await refresh())).toEqual([401, 'M_USER_LOCKED'])
    await ada.put(lockPath('@fred:chappe.test'), { locked: false })
    expect((await refresh()).status).toBe(200)
  })
})

describe('who may', () => {
  test.each([
    ['suspend', suspendPath, { suspended: true }],
    ['lock', lockPath, { locked: true }],
  ])('%s: administrators, on others, who exist', async (_what, path, body) => {
    const gus = await chappe.person(`gus-${Object.keys(body)[0]}`)
    const hugo = await madeByOperator(chappe, `hugo-${Object.keys(body)[0]}`, { admin: true })
    expect(refusal(await bob.put(path(gus.userId), body))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await bob.get(path('@nobody:chappe.test')))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await ada.put(path(ada.userId), body))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await ada.get(path(hugo.userId)))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await ada.put(path('@nobody:chappe.test'), body))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ada.put(path('@bob:elsewhere.test'), body))).toEqual([400, 'M_INVALID_PARAM'])
    await gus.post('/_matrix/client/v3/account/deactivate', { auth: byPassword(gus.userId) })
    expect(refusal(await ada.get(path(gus.userId)))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('the capability is told to administrators alone', async () => {
    const of = async (person: Person) => (await person.get('/_matrix/client/v3/capabilities')).body.capabilities
    expect((await of(ada))['m.account_moderation']).toEqual({ suspend: true, lock: true })
    expect(Object.keys(await of(bob))).not.toContain('m.account_moderation')
  })
})

describe('whois', () => {
  const path = (userId: string) => `/_matrix/client/v3/admin/whois/${encodeURIComponent(userId)}`

  test('Bob looks at his own devices, the administrator at anybody, which the ledger has; nobody else does', async () => {
    const own = await bob.get(path(bob.userId))
    expect(own.body.user_id).toBe(bob.userId)
    expect(own.body.devices[bob.deviceId].sessions[0].connections[0]).toMatchObject({ ip: expect.any(String) })
    expect(await readsOf(chappe, 'getWhoIs')).toEqual([])
    expect((await ada.get(path(bob.userId))).body).toEqual(own.body)
    expect((await readsOf(chappe, 'getWhoIs')).map((row) => row['subject'])).toEqual([bob.userId])
    expect(refusal(await bob.get(path(ada.userId)))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await ada.get(path('@nobody:chappe.test')))).toEqual([404, 'M_NOT_FOUND'])
  })
})

test('every act stands in the audit before it is done, with how it ended; what is nobody’s right leaves no row', async () => {
  const rows = async () =>
    chappe.database.query("SELECT operation, target, outcome FROM admin_action WHERE target LIKE '@iris%' ORDER BY action_nid")
  await chappe.person('iris')
  await bob.put(lockPath('@iris:chappe.test'), { locked: true })
  expect(await rows()).toEqual([])
  await ada.put(lockPath('@iris:chappe.test'), { locked: true })
  await ada.put(lockPath('@iris-not-there:chappe.test'), { locked: true })
  expect(await rows()).toEqual([
    { operation: 'setAdminLockUser', target: '@iris:chappe.test', outcome: 'done' },
    { operation: 'setAdminLockUser', target: '@iris-not-there:chappe.test', outcome: 'M_NOT_FOUND' },
  ])
})

test('no row, no act: where the audit cannot be written, nothing is done', async () => {
  const jane = await chappe.person('jane')
  await chappe.database.query('ALTER TABLE admin_action RENAME TO hidden_away')
  const answer = await ada.put(lockPath(jane.userId), { locked: true })
  await chappe.database.query('ALTER TABLE hidden_away RENAME TO admin_action')
  expect(answer.status).toBe(500)
  expect((await whoami(chappe.url, jane.token)).status).toBe(200)
})
