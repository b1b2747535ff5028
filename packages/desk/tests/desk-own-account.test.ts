// Nobody decides at the desk what is about themselves, and a role that only reads widens no other one.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { intoOrganisation, of, personWith, REASON, refusal, stateOf, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let sue: Person
let tom: Person
let caseId: number
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  sue = await personWith(chappe, 'sue', 'security_officer')
  tom = await personWith(chappe, 'tom', 'security_officer')
  caseId = (await sam.post(`${V1}/cases`, { title: 'One of us' })).body.case_id
})

const OWN = [403, 'M_FORBIDDEN', 'That is your own account']
const decide = (who: Person, requestId: number, how: string) => who.post(`${V1}/requests/${requestId}/${how}`, REASON)

describe('what Sam asks about Sue', () => {
  const questions: [string, () => Promise<number>][] = [
    ['what she was shown', async () => (await sam.post(of(sue, 'evidence'), REASON)).body.request_id],
    ['the same, as a search', async () => (await sam.post(`${V1}/ledger_searches`, { ...REASON, kind: 'account', value: sue.userId, case_id: caseId })).body.request_id],
    ['who has looked at her', async () => (await sam.post(`${V1}/ledger_searches`, { ...REASON, kind: 'person', value: sue.userId, case_id: caseId })).body.request_id],
    ['a report on her', async () => (await sam.post(`${V1}/exposure_reports`, { ...REASON, subject: { kind: 'account', user_id: sue.userId }, case_id: caseId })).body.request_id],
    ['a report on one of her sessions', async () => (await sam.post(`${V1}/exposure_reports`, { ...REASON, subject: { kind: 'session', user_id: sue.userId, device_id: sue.deviceId }, case_id: caseId })).body.request_id],
  ]
  test.each(questions)('%s: she neither agrees nor refuses, nor breaks the glass; somebody else does', async (_, ask) => {
    const waits = async (who: Person): Promise<number> => (await who.get(`${V1}/overview`)).body.requests.waiting
    const before = [await waits(sue), await waits(tom)]
    const requestId = await ask()
    expect(requestId).toEqual(expect.any(Number))
    expect([await waits(sue), await waits(tom)]).toEqual([before[0], (before[1] ?? 0) + 1])
    const seenBy = async (who: Person): Promise<boolean> => (await who.get(`${V1}/requests`)).body.requests.find((each: { request_id: number }) => each.request_id === requestId).is_about_you
    expect([await seenBy(sue), await seenBy(tom)]).toEqual([true, false])
    for (const how of ['approve', 'refuse', 'break_glass']) {
      const answer = await decide(sue, requestId, how)
      expect([how, ...refusal(answer), answer.body.error]).toEqual([how, ...OWN])
    }
    expect(await tried(chappe, `request ${requestId}`)).toEqual([
      ['approveDeskRequest', sue.userId, 'M_FORBIDDEN'],
      ['refuseDeskRequest', sue.userId, 'M_FORBIDDEN'],
      ['breakGlass', sue.userId, 'M_FORBIDDEN'],
    ])
    expect((await decide(tom, requestId, 'approve')).status).toBe(200)
  })

  test('that her name stands in an announcement keeps her from nothing', async () => {
    const texts = { title_fr: sue.userId, title_en: sue.userId, body_fr: 'x', body_en: 'x' }
    await sam.post(`${V1}/announcements`, { ...REASON, ...texts, severity: 'info', audience: { kind: 'everybody', names: [] }, must_acknowledge: false })
    const [{ request_id: requestId, operation }] = (await sue.get(`${V1}/requests`)).body.requests
    expect(operation).toBe('publishAnnouncement')
    expect((await decide(sue, requestId, 'refuse')).status).toBe(200)
  })
})

test('Sue asks the record neither what she was shown herself, nor who has looked at her', async () => {
  for (const kind of ['account', 'person']) {
    const answer = await sue.post(`${V1}/ledger_searches`, { ...REASON, kind, value: sue.userId, case_id: caseId })
    expect([...refusal(answer), answer.body.error]).toEqual(OWN)
  }
  expect(await tried(chappe, `person ${sue.userId}`)).toContainEqual(['askLedgerSearch', sue.userId, 'M_FORBIDDEN'])
})

test('an alert and a report about Sue are looked at by somebody else', async () => {
  await sue.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code', reason: 'somebody called' })
  const alice = await chappe.person('alice')
  await alice.post(`/_matrix/client/v3/users/${encodeURIComponent(sue.userId)}/report`, { reason: 'she asks for codes' })
  const [{ alert_id: alertId }] = (await sam.get(`${V1}/alerts`)).body.alerts
  const reports: { report_id: number }[] = (await sam.get(`${V1}/reports`)).body.reports
  expect(reports.length).toBe(2)
  const decisions: [string, object][] = [[`${V1}/alerts/${alertId}/decide`, {}], ...reports.flatMap(({ report_id: id }): [string, object][] => [[`${V1}/reports/${id}/decide`, { state: 'taken' }], [`${V1}/reports/${id}/decide`, { state: 'done' }]])]
  for (const [path, more] of decisions) {
    const answer = await sue.post(path, { ...REASON, ...more })
    expect([...refusal(answer), answer.body.error]).toEqual(OWN)
  }
  expect((await sam.get(`${V1}/alerts?state=open`)).body.alerts.length).toBe(1)
  expect((await sam.get(`${V1}/reports?state=open`)).body.reports.length).toBe(2)
  for (const [path, more] of decisions) expect((await tom.post(path, { ...REASON, ...more })).status).toBe(200)
})

test('an organisation admin stops nobody of the organisation who has a wider role, and helps them as anybody else', async () => {
  const otto = await personWith(chappe, 'otto', 'organisation_admin')
  const olive = await personWith(chappe, 'olive', 'security_officer')
  await intoOrganisation(chappe, 'culture', otto, olive)
  for (const act of ['suspend', 'close', `devices/${olive.deviceId}/end_session`, `devices/${olive.deviceId}/contain`]) {
    const answer = await otto.post(of(olive, act), REASON)
    expect([...refusal(answer), answer.body.error]).toEqual([403, 'M_FORBIDDEN', 'Your role does not let you do that to this account'])
  }
  expect(await stateOf(chappe, olive)).toBe('active')
  expect((await olive.get(`${V1}/me`)).status).toBe(200)
  expect((await otto.put(of(olive, 'job'), { ...REASON, title: 'Officer', service: '', phone: '', place: '' })).status).toBe(200)
})

describe('an organisation admin who is an auditor besides', () => {
  test('reads of everybody, and acts on the own organisation alone', async () => {
    const olga = await personWith(chappe, 'olga', 'organisation_admin', 'auditor')
    const [own, other] = [await chappe.person('own'), await chappe.person('other')]
    await intoOrganisation(chappe, 'finance', olga, own)
    await intoOrganisation(chappe, 'justice', other)
    expect((await olga.get(of(other))).body).toMatchObject({ user_id: other.userId, state: 'active' })
    const job = { title: 'Minister', service: '', phone: '', place: '' }
    const answers = [
      await olga.post(of(other, 'suspend'), REASON),
      await olga.post(of(other, 'close'), REASON),
      await olga.post(of(other, `devices/${other.deviceId}/end_session`), REASON),
      await olga.post(of(other, `devices/${other.deviceId}/contain`), REASON),
      await olga.post(of(other, `devices/${other.deviceId}/approve`), REASON),
      await olga.request('PUT', of(other, 'job'), { body: { ...REASON, ...job } }),
      await olga.post(of(other, 'recover'), REASON),
    ]
    for (const answer of answers) expect(refusal(answer)).toEqual([404, 'M_NOT_FOUND'])
    expect(await stateOf(chappe, other)).toBe('active')
    expect((await other.get('/_matrix/client/v3/account/whoami')).status).toBe(200)
    expect((await olga.post(of(own, 'suspend'), REASON)).body).toEqual({ state: 'suspended' })
  })

  test('who is a security officer besides stops anybody, and approves devices of the own organisation alone', async () => {
    const petra = await personWith(chappe, 'petra', 'organisation_admin', 'security_officer')
    const other = await chappe.person('nora', { deviceId: 'PHONE' })
    await intoOrganisation(chappe, 'health', petra)
    await intoOrganisation(chappe, 'justice', other)
    await chappe.database.query('UPDATE device SET on_probation_since_ms = 4711 WHERE device_id = $2 AND user_nid = (SELECT user_nid FROM account WHERE user_id = $1)', [other.userId, 'PHONE'])
    expect(refusal(await petra.post(of(other, 'devices/PHONE/approve'), REASON))).toEqual([404, 'M_NOT_FOUND'])
    expect((await petra.post(of(other, 'suspend'), REASON)).body).toEqual({ state: 'suspended' })
  })
})
