// Tokens of directories: an operator makes one for an organisation, its directory works with it, and it ends.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { intoOrganisation, personWith, REASON, refusal, tried, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let oona: Person
beforeAll(async () => {
  oona = await personWith(chappe, 'oona', 'operator')
  for (const organisation of ['finance', 'justice']) await intoOrganisation(chappe, organisation)
})

const TOKENS = `${V1}/organisations/finance/directory_tokens`
const make = (name: string, at = TOKENS) => oona.post(at, { ...REASON, name })
const users = (token: string): Promise<HttpAnswer> => request(chappe.url, 'GET', '/_chappe/scim/v2/Users', { token })

test('Oona makes a token, told this once; the directory works with it until she ends it', async () => {
  const made = (await make('Keycloak')).body
  expect(made).toEqual({ name: 'Keycloak', token: expect.stringMatching(/^chappe_scim_[\w-]{43}$/) })
  expect((await users(made.token)).status).toBe(200)
  const listed = await oona.get(TOKENS)
  expect(listed.body).toEqual({ tokens: [{ name: 'Keycloak', created_at_ms: expect.any(Number) }] })
  expect(JSON.stringify(listed.body)).not.toContain(made.token)
  expect(refusal(await make('Keycloak'))).toEqual([400, 'M_BAD_STATE'])
  // Of another organisation there is none of that name, and the same name may be used there.
  const justice = TOKENS.replace('finance', 'justice')
  expect(refusal(await oona.post(`${justice}/Keycloak/end`, REASON))).toEqual([404, 'M_NOT_FOUND'])
  const other = (await make('Keycloak', justice)).body.token
  expect((await oona.post(`${TOKENS}/Keycloak/end`, REASON)).body).toEqual({})
  expect([(await users(made.token)).status, (await users(other)).status]).toEqual([401, 200])
  expect(refusal(await oona.post(`${TOKENS}/Keycloak/end`, REASON))).toEqual([404, 'M_NOT_FOUND'])
  expect((await oona.get(TOKENS)).body).toEqual({ tokens: [] })
  expect(await tried(chappe, 'finance Keycloak')).toEqual([
    ['createDirectoryToken', oona.userId, 'done'],
    ['createDirectoryToken', oona.userId, 'M_BAD_STATE'],
    ['endDirectoryToken', oona.userId, 'done'],
    ['endDirectoryToken', oona.userId, 'M_NOT_FOUND'],
  ])
})

test('an organisation has twenty at most, each with a name', async () => {
  for (let number = 0; number < 20; number += 1) expect((await make(`directory ${number}`)).status).toBe(200)
  expect(refusal(await make('one more'))).toEqual([403, 'M_RESOURCE_LIMIT_EXCEEDED'])
  expect(refusal(await make(''))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await make('x', TOKENS.replace('finance', 'nothing')))).toEqual([404, 'M_NOT_FOUND'])
})
