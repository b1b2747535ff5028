// The operator sets up organisations and their domains; an organisation admin sees the own one.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, personWith, REASON, refusal, tried } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let oona: Person
beforeAll(async () => {
  oona = await personWith(chappe, 'oona', 'operator')
})

test('Oona makes the ministry of finance, names it anew, and gives it a domain', async () => {
  const made = await oona.post('/_chappe/desk/v1/organisations', { ...REASON, organisation_id: 'finance', name: 'Finance' })
  expect(made.body).toEqual({ organisation_id: 'finance', name: 'Finance', created_at_ms: expect.any(Number) })
  expect((await oona.post('/_chappe/desk/v1/organisations', { ...REASON, organisation_id: 'finance', name: 'Again' })).status).toBe(409)
  const renamed = await oona.post('/_chappe/desk/v1/organisations/finance/rename', { ...REASON, name: 'Ministry of Finance' })
  expect(renamed.body).toMatchObject({ organisation_id: 'finance', name: 'Ministry of Finance' })
  const rule = { account_type: 'agent', enrolment: 'open' }
  const set = await oona.put('/_chappe/desk/v1/organisations/finance/domains/finance.example', { ...REASON, ...rule })
  expect(set.body).toEqual({ domain: 'finance.example', ...rule })
  expect((await oona.get('/_chappe/desk/v1/organisations/finance/domains')).body).toEqual({ domains: [{ domain: 'finance.example', ...rule }] })
  expect(refusal(await oona.put('/_chappe/desk/v1/organisations/finance/domains/no%20domain', { ...REASON, ...rule }))).toEqual([400, 'M_INVALID_PARAM'])
  expect((await oona.post('/_chappe/desk/v1/organisations/finance/domains/finance.example/remove', REASON)).body).toEqual({})
  expect(refusal(await oona.post('/_chappe/desk/v1/organisations/finance/domains/finance.example/remove', REASON))).toEqual([404, 'M_NOT_FOUND'])
  expect(await tried(chappe, 'finance')).toEqual([
    ['createOrganisation', oona.userId, 'done'],
    ['createOrganisation', oona.userId, 'M_INVALID_PARAM'],
    ['renameOrganisation', oona.userId, 'done'],
  ])
})

test('Olga of finance sees finance, and that there is no other', async () => {
  await oona.post('/_chappe/desk/v1/organisations', { ...REASON, organisation_id: 'justice', name: 'Justice' })
  const olga = await personWith(chappe, 'olga', 'organisation_admin')
  await intoOrganisation(chappe, 'finance', olga)
  const ids = async (who: Person) => (await who.get('/_chappe/desk/v1/organisations')).body.organisations.map((each: { organisation_id: string }) => each.organisation_id)
  expect(await ids(olga)).toEqual(['finance'])
  expect(await ids(oona)).toEqual(['finance', 'justice'])
  expect((await olga.get('/_chappe/desk/v1/organisations/finance/domains')).body).toEqual({ domains: [] })
  expect(refusal(await olga.get('/_chappe/desk/v1/organisations/justice/domains'))).toEqual([404, 'M_NOT_FOUND'])
})
