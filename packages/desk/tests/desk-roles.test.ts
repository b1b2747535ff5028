// Every endpoint of the desk by everybody: agents and each role. Who lacks the role is refused, and on record where they
// have another; who has it gets as far as the thing named, which there is not.
import type { AnyEndpoint } from '@chappe/contract'
import { allEndpoints } from '@chappe/contract'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Role } from './_desk.ts'
import { intoOrganisation, of, personWith, REASON, refusal, ROLES, stateOf, tried } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let chappe: TestServer<Server>
let people: Map<Role | 'agent', Person>

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  people = new Map([['agent', await chappe.person('agent')]])
  for (const role of ROLES) people.set(role, await personWith(chappe, role.replace('_', '-'), role))
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const PARAMS: Readonly<Record<string, string>> = {
  userId: '@nobody:chappe.test',
  deviceId: 'NONE',
  roomId: '!nowhere:chappe.test',
  organisationId: 'nothing',
  blockId: '4711',
  requestId: '4711',
  caseId: '4711',
  reportId: '4711',
  checkId: '4711',
  alertId: '4711',
  drillId: '4711',
  announcementId: '4711',
  actionId: '4711',
  tokenName: 'none',
  recoveryId: 'none',
  domain: 'nowhere.example',
}

const ANNOUNCEMENT = { severity: 'info', audience: { kind: 'everybody', names: [] }, title_fr: 'x', title_en: 'x', body_fr: 'x', body_en: 'x', must_acknowledge: false }
const ORGANISATION = { organisation_id: 'new', name: 'New', account_type: 'agent', enrolment: 'open' }

const BOTH = { fr: 'a', en: 'a' }
const NOTIFICATION = {
  nature: BOTH, person_categories: BOTH, persons: 1, record_categories: BOTH, records: 1, contact_name: '', contact_mail: '', contact_phone: '',
  consequences: BOTH, measures_taken: BOTH, measures_proposed: BOTH, delay: BOTH,
}
/** What follows from a report: what the authority and people are told, what was claimed, what has leaked. */
const CONSEQUENCES = { revision: 0, phase: 'draft', reference: '', fields: NOTIFICATION, consequences: BOTH, measures: BOTH, contact: 'Delphine', text: '1 room', events: ['$none'] }

function call(endpoint: AnyEndpoint, who: Person | undefined): Promise<HttpAnswer> {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(PARAMS[name] ?? ''))
  const body = {
    ...REASON, title: 'a case', body: 'a note', roles: [], service: '', phone: '', place: '', state: 'done', aware_at_ms: null, network: '192.0.2.0/24',
    subject: { kind: 'account', user_id: '@nobody:chappe.test' }, ...ORGANISATION, ...ANNOUNCEMENT, ...CONSEQUENCES,
    ...(endpoint.operation === 'askLedgerSearch' ? { kind: 'person', value: '@nobody:chappe.test', case_id: 4711 } : {}),
  }
  return request(chappe.url, endpoint.method, path, { token: who?.token, ...(endpoint.method === 'GET' ? {} : { body }) })
}

const endpoints = allEndpoints.filter((each) => each.path.startsWith('/_chappe/desk/')).map((each) => [each.operation, each] as const)

test('every endpoint of the desk says for whom it is', () => {
  expect(endpoints.length).toBeGreaterThan(25)
  expect(endpoints.filter(([, { roles = [], auth }]) => roles.length === 0 || auth !== 'token')).toEqual([])
})

describe.each(endpoints)('%s', (operation, endpoint) => {
  test('needs a token, and more than that', async () => {
    expect(refusal(await call(endpoint, undefined))).toEqual([401, 'M_MISSING_TOKEN'])
    expect(refusal(await call(endpoint, people.get('agent')))).toEqual([403, 'M_FORBIDDEN'])
  })

  test.each(ROLES)('by %s', async (role) => {
    const before = await count(operation)
    const answer = await call(endpoint, people.get(role))
    if (endpoint.roles?.includes(role) !== true) {
      expect([...refusal(answer), answer.body.error]).toEqual([403, 'M_FORBIDDEN', 'Your role does not let you do that'])
      expect(await count(operation)).toBe(before + 1)
    } else {
      expect([200, 404]).toContain(answer.status)
      // Whoever may is on record with each act, and in the ledger with each reading.
      expect(await count(operation)).toBe(endpoint.method === 'GET' ? before : before + 1)
    }
  })
})

async function count(operation: string): Promise<number> {
  const rows = await chappe.database.query('SELECT count(*)::int AS n FROM desk_action WHERE operation = $1 AND outcome IS NOT NULL', [operation])
  return Number(rows[0]?.['n'])
}

describe('an organisation admin', () => {
  test('sees and stops people of the own organisation, and nobody else is there', async () => {
    const [own, other] = [await chappe.person('own'), await chappe.person('other')]
    const admin = await personWith(chappe, 'olga', 'organisation_admin')
    await intoOrganisation(chappe, 'finance', own, admin)
    await intoOrganisation(chappe, 'justice', other)
    const listed = (await admin.get('/_chappe/desk/v1/accounts')).body
    expect(listed.accounts.map((each: { user_id: string }) => each.user_id)).toEqual([admin.userId, own.userId])
    expect((await admin.get(of(own))).status).toBe(200)
    for (const answer of [await admin.get(of(other)), await admin.post(of(other, 'suspend'), REASON), await admin.post(of(other, 'close'), REASON)]) {
      expect(refusal(answer)).toEqual([404, 'M_NOT_FOUND'])
    }
    expect(await stateOf(chappe, other)).toBe('active')
    expect(await tried(chappe, other.userId)).toEqual([
      ['suspendAccount', admin.userId, 'M_NOT_FOUND'],
      ['closeDeskAccount', admin.userId, 'M_NOT_FOUND'],
    ])
    expect((await admin.post(of(own, 'suspend'), REASON)).body).toEqual({ state: 'suspended' })
  })

  test('of no organisation sees nobody', async () => {
    const admin = await personWith(chappe, 'oscar', 'organisation_admin')
    expect((await admin.get('/_chappe/desk/v1/accounts')).body).toEqual({ accounts: [], total: 0 })
    expect(refusal(await admin.get(of(people.get('agent') ?? admin)))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('is not told whom the security desk watches, nor can find it out by asking for them', async () => {
    const admin = await personWith(chappe, 'otto', 'organisation_admin')
    const watched = await chappe.person('wanda')
    await intoOrganisation(chappe, 'health', admin, watched)
    await people.get('security_officer')?.post(of(watched, 'watch'), REASON)
    expect(await stateOf(chappe, watched)).toBe('watched')
    expect((await admin.get(of(watched))).body.state).toBe('active')
    expect((await admin.get('/_chappe/desk/v1/accounts?state=watched')).body.total).toBe(0)
    expect((await admin.get('/_chappe/desk/v1/accounts?state=active')).body.total).toBe(2)
  })
})
