// Devices: seeing them, naming them, ending them.
import { buildServer } from '@chappe/server'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test, vi } from 'vitest'
import { byPassword, logIn, refusal, whoami } from './_accounts.ts'

const DEVICES = '/_matrix/client/v3/devices'

// Every story hashes passwords, which is meant to take a while.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const chappe = await serverOfThisFile(buildServer)

describe('seeing and naming', () => {
  test('Alice sees her two devices and when they were last heard of', async () => {
    const alice = await chappe.person('alice', { deviceId: 'LAPTOP' })
    await logIn(chappe.url, 'alice', { device_id: 'PHONE', initial_device_display_name: 'Phone' })
    const answer = await alice.get(DEVICES)
    expect(answer.body).toEqual({
      devices: [
        { device_id: 'LAPTOP', last_seen_ip: '127.0.0.1', last_seen_ts: expect.any(Number) },
        { device_id: 'PHONE', display_name: 'Phone', last_seen_ip: '127.0.0.1', last_seen_ts: expect.any(Number) },
      ],
    })
  })

  test('a device is noted as seen once a minute', async () => {
    const bob = await chappe.person('bob', { deviceId: 'BOB' })
    const seen = async (): Promise<number> => (await bob.get(`${DEVICES}/BOB`)).body.last_seen_ts
    const first = await seen()
    chappe.clock.advance(30_000)
    expect(await seen()).toBe(first)
    chappe.clock.advance(31_000)
    expect(await seen()).toBeGreaterThanOrEqual(first + 61_000)
  })

  test('what was seen last is stored when the server stops', async () => {
    const carla = await chappe.person('carla', { deviceId: 'CARLA' })
    await whoami(chappe.url, carla.token)
    await chappe.restart()
    const rows = await chappe.database.query("SELECT last_seen_ip FROM device WHERE device_id = 'CARLA'")
    expect(rows).toEqual([{ last_seen_ip: '127.0.0.1' }])
  })

  test('Dario renames his phone; an empty change changes nothing', async () => {
    const dario = await chappe.person('dario', { deviceId: 'PHONE' })
    expect((await dario.put('/_matrix/client/v3/devices/PHONE', { display_name: 'Old phone' })).body).toEqual({})
    expect((await dario.put(`${DEVICES}/PHONE`, {})).status).toBe(200)
    expect((await dario.get(`${DEVICES}/PHONE`)).body.display_name).toBe('Old phone')
    expect(refusal(await dario.put(`${DEVICES}/PHONE`, { display_name: 'x'.repeat(256) }))).toEqual([400, 'M_BAD_JSON'])
  })

  test("unknown devices and other people's are not found", async () => {
    const eve = await chappe.person('eve')
    await chappe.person('frank', { deviceId: 'FRANK' })
    for (const deviceId of ['NONE', 'FRANK']) {
      expect(refusal(await eve.get(`${DEVICES}/${deviceId}`))).toEqual([404, 'M_NOT_FOUND'])
      expect(refusal(await eve.put(`${DEVICES}/${deviceId}`, { display_name: 'Mine' }))).toEqual([404, 'M_NOT_FOUND'])
      expect(refusal(await eve.put(`${DEVICES}/${deviceId}`, {}))).toEqual([404, 'M_NOT_FOUND'])
    }
  })

  test('nobody sees devices without a token', async () => {
    expect(refusal(await request(chappe.url, 'GET', DEVICES))).toEqual([401, 'M_MISSING_TOKEN'])
    expect(refusal(await request(chappe.url, 'DELETE', `${DEVICES}/X`, { body: {} }))).toEqual([401, 'M_MISSING_TOKEN'])
  })
})

describe('ending', () => {
  test('Gita ends her lost phone with her password; doing it again is no error', async () => {
    const gita = await chappe.person('gita')
    const phone = await logIn(chappe.url, 'gita', { device_id: 'PHONE' })
    expect((await whoami(chappe.url, phone.body.access_token)).status).toBe(200)
    const asked = await gita.delete('/_matrix/client/v3/devices/PHONE', {})
    expect([asked.status, asked.body.flows]).toEqual([401, [{ stages: ['m.login.password'] }]])
    expect((await whoami(chappe.url, phone.body.access_token)).status).toBe(200)
    const done = await gita.delete(`${DEVICES}/PHONE`, { auth: byPassword('gita', undefined, asked.body.session) })
    expect([done.status, done.body]).toEqual([200, {}])
    expect(refusal(await whoami(chappe.url, phone.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect((await gita.delete(`${DEVICES}/PHONE`, { auth: byPassword('gita') })).status).toBe(200)
  })

  test('a session that was opened for one device does not end another', async () => {
    const hana = await chappe.person('hana')
    await logIn(chappe.url, 'hana', { device_id: 'ONE' })
    await logIn(chappe.url, 'hana', { device_id: 'TWO' })
    const asked = await hana.delete(`${DEVICES}/ONE`, {})
    const other = await hana.delete(`${DEVICES}/TWO`, { auth: byPassword('hana', undefined, asked.body.session) })
    expect([other.status, other.body.session === asked.body.session]).toEqual([401, false])
    expect((await hana.get(`${DEVICES}/TWO`)).status).toBe(200)
  })

  test("Mallory's password ends none of Igor's devices", async () => {
    const igor = await chappe.person('igor', { deviceId: 'IGOR' })
    const mallory = await chappe.person('mallory')
    // Without a fault to see: there is no such device of hers, and her own password is right.
    expect((await mallory.delete(`${DEVICES}/IGOR`, { auth: byPassword('mallory') })).status).toBe(200)
    expect(refusal(await mallory.delete(`${DEVICES}/IGOR`, { auth: byPassword('igor') }))).toEqual([401, 'M_FORBIDDEN'])
    expect((await whoami(chappe.url, igor.token)).status).toBe(200)
  })

  test('Jana ends several at once; the list is remembered', async () => {
    const jana = await chappe.person('jana', { deviceId: 'LAPTOP' })
    const tokens: string[] = []
    for (const id of ['A', 'B', 'C']) tokens.push((await logIn(chappe.url, 'jana', { device_id: id })).body.access_token)
    const path = '/_matrix/client/v3/delete_devices'
    expect(refusal(await jana.post(path, {}))).toEqual([400, 'M_MISSING_PARAM'])
    const asked = await jana.post(path, { devices: ['A', 'B', 'NONE'] })
    expect(asked.status).toBe(401)
    expect((await jana.post(path, { auth: byPassword('jana', undefined, asked.body.session) })).status).toBe(200)
    const statuses: number[] = []
    for (const token of tokens) statuses.push((await whoami(chappe.url, token)).status)
    expect(statuses).toEqual([401, 401, 200])
  })

  test('Kai logs out on one device, then everywhere', async () => {
    const kai = await chappe.person('kai')
    const phone = await logIn(chappe.url, 'kai', { refresh_token: true })
    const tablet = await logIn(chappe.url, 'kai')
    expect((await kai.post('/_matrix/client/v3/logout')).body).toEqual({})
    expect(refusal(await whoami(chappe.url, kai.token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await kai.post('/_matrix/client/v3/logout'))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    const token = tablet.body.access_token
    const { devices } = (await request(chappe.url, 'GET', DEVICES, { token })).body
    expect(devices.length).toBe(2)
    expect((await request(chappe.url, 'POST', '/_matrix/client/v3/logout/all', { token, body: {} })).status).toBe(200)
    expect(refusal(await whoami(chappe.url, token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect(refusal(await whoami(chappe.url, phone.body.access_token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
    expect((await logIn(chappe.url, 'kai')).status).toBe(200)
  })

  test('a guest can leave', async () => {
    const guest = await request(chappe.url, 'POST', '/_matrix/client/v3/register?kind=guest', { body: {} })
    const token = guest.body.access_token
    expect((await request(chappe.url, 'POST', '/_matrix/client/v3/logout', { token, body: {} })).status).toBe(200)
    expect(refusal(await whoami(chappe.url, token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  })

  test('ending, refreshing and using a device all at once never locks up', async () => {
    const lea = await chappe.person('lea')
    for (let round = 0; round < 5; round += 1) {
      const phone = await logIn(chappe.url, 'lea', { device_id: 'PHONE', refresh_token: true })
      const answers = await Promise.all([
        request(chappe.url, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: phone.body.refresh_token } }),
        whoami(chappe.url, phone.body.access_token),
        lea.delete(`${DEVICES}/PHONE`, { auth: byPassword('lea') }),
        logIn(chappe.url, 'lea', { device_id: 'PHONE' }),
        lea.get(DEVICES),
      ])
      expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    }
  })
})
