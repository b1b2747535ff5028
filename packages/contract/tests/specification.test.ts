// The contract against ../shared/spec/endpoints.json, read in place: nothing is missing, nothing is extra, and who may
// call and how often agrees.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { authDeviations, leftOut, namesOf, pending, reasonForOurs } from '../src/coverage.ts'
import type { EndpointAuth } from '../src/index.ts'
import { allEndpoints } from '../src/index.ts'

const shared = process.env.CHAPPE_SHARED ?? resolve(import.meta.dirname, '../../../../shared')
const file = join(shared, 'spec/endpoints.json')
const isPresent = existsSync(file)

/** One endpoint as the specification's data has it. */
interface Specified {
  api: string
  method: string
  path: string
  auth: 'access-token' | 'access-token (optional)' | 'appservice-token' | 'none'
  rateLimited: boolean
  guestAccess: boolean
}

const listed: Specified[] = isPresent ? JSON.parse(readFileSync(file, 'utf8')).endpoints : []
const specified = listed.filter(({ api }) => api === 'client-server')

/** Names of parameters are everybody's own. */
const keyOf = (name: string): string => name.replaceAll(/\{\w+\}/g, '{}')
const bySpecification = new Map(specified.map((each) => [keyOf(`${each.method} ${each.path}`), each]))
const byContract = new Map(allEndpoints.flatMap((each) => namesOf(each).map((name) => [keyOf(name), each])))

/** Every endpoint that both have. */
const both = [...byContract].flatMap(([key, endpoint]) => {
  const spec = bySpecification.get(key)
  return spec === undefined ? [] : [{ key, endpoint, spec }]
})

function authOf({ auth, guestAccess }: Specified): EndpointAuth {
  if (auth === 'none') return 'none'
  if (auth === 'access-token (optional)') return 'optional'
  return guestAccess ? 'guest' : 'token'
}

describe.skipIf(!isPresent)('the contract and ../shared/spec/endpoints.json', () => {
  test('every endpoint is in the contract, pending, or left out for a reason', () => {
    const missing = [...bySpecification.keys()].filter((key) => !byContract.has(key))
    const known = [...pending, ...Object.keys(leftOut)].map(keyOf)
    expect(missing.toSorted(), 'see packages/contract/src/coverage.ts').toEqual(known.toSorted())
    expect(Object.values(leftOut).filter((reason) => reason.length < 20)).toEqual([])
  })

  test('what is not in the specification is ours for a reason', () => {
    const extra = [...byContract].filter(([key]) => !bySpecification.has(key))
    const unexplained = extra.flatMap(([, endpoint]) => namesOf(endpoint)).filter((name) => {
      const path = name.slice(name.indexOf(' ') + 1)
      return !bySpecification.has(keyOf(name)) && reasonForOurs(path) === undefined
    })
    expect(unexplained, 'see packages/contract/src/coverage.ts').toEqual([])
  })

  test('tokens and guests are let in where the specification says so', () => {
    const deviating = both.filter(({ endpoint, spec }) => endpoint.auth !== authOf(spec))
    const found = deviating.map(({ endpoint }) => [endpoint.operation, endpoint.auth])
    const argued = Object.entries(authDeviations).map(([operation, { auth }]) => [operation, auth])
    expect(Object.fromEntries(found), 'see authDeviations in packages/contract/src/coverage.ts').toEqual(
      Object.fromEntries(argued),
    )
  })

  // The other way round nothing is wrong: a server may limit whatever it likes.
  test('what the specification limits draws from a bucket', () => {
    const unlimited = both.filter(({ endpoint, spec }) => spec.rateLimited && endpoint.rate === 'free')
    expect(unlimited.map(({ key }) => key)).toEqual([])
  })
})

test('an operation, a method and a path stand for one endpoint', () => {
  const operations = allEndpoints.map(({ operation }) => operation)
  expect(new Set(operations).size).toBe(operations.length)
  const names = allEndpoints.flatMap(namesOf).map(keyOf)
  expect(new Set(names).size).toBe(names.length)
})
