// Tokens that are bound to a key: whoever has copied one has nothing.
import { createHash } from 'node:crypto'
import { Agent, request as httpRequest } from 'node:http'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './_accounts.ts'
import type { ProofKey } from './_oauth.ts'
import { METADATA, attempt, browserOf, consentOf, decide, exchange, makeKey, refresh, register, signIn } from './_oauth.ts'

let chappe: TestServer<Server>
let alice: ProofKey
let token: string
let tokens: Json & { clientId: string }
const WHOAMI = '/_matrix/client/v3/account/whoami'
const BASE = 'http://localhost:8008'
const TOKEN_URL = `${BASE}/oauth2/token`

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  await chappe.person('alice')
  alice = makeKey(() => chappe.clock.now())
  tokens = await signIn(chappe, 'alice', 'BOUND00001', { key: alice })
  token = tokens.access_token
})
afterAll(async () => chappe[Symbol.asyncDispose]())

/** Calls as Alice's application does, or with another proof. */
function call(method: string, path: string, proof: string, { scheme = 'DPoP', body }: { scheme?: string; body?: unknown } = {}) {
  return request(chappe.url, method, path, { headers: { authorization: `${scheme} ${token}`, dpop: proof }, body })
}
const proofFor = (method: string, path: string, more: Json = {}): string =>
  alice.prove(method, `${BASE}${path.split('?')[0]}`, { token, ...more })

test('Alice signs in with a key, and her token is good with a proof of it', async () => {
  expect(tokens.token_type).toBe('DPoP')
  const { status, body } = await call('GET', WHOAMI, proofFor('GET', WHOAMI))
  expect([status, body.device_id]).toEqual([200, 'BOUND00001'])
})

test('a key of Ed25519 will do as well', async () => {
  const key = makeKey(() => chappe.clock.now(), 'EdDSA')
  const signed = await signIn(chappe, 'alice', 'EDWARDS001', { key })
  const headers = { authorization: `DPoP ${signed.access_token}`, dpop: key.prove('GET', `${BASE}${WHOAMI}`, { token: signed.access_token }) }
  expect((await request(chappe.url, 'GET', WHOAMI, { headers })).status).toBe(200)
})

describe('the token alone', () => {
  test('is good neither as a bearer token nor in the query', async () => {
    for (const path of [WHOAMI, '/_matrix/client/v3/sync', '/_matrix/client/v1/media/config']) {
      const bearer = await request(chappe.url, 'GET', path, { token })
      expect([path, ...refusal(bearer), bearer.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'M_UNAUTHORIZED',
        'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA"',
      ])
      expect(refusal(await request(chappe.url, 'GET', `${path}?access_token=${token}`))).toEqual([401, 'M_UNAUTHORIZED'])
      expect(refusal(await request(chappe.url, 'GET', path, { headers: { authorization: `DPoP ${token}` } }))).toEqual([401, 'M_UNAUTHORIZED'])
    }
  })

  test('is not good with a proof that is shown as a bearer token', async () => {
    expect(refusal(await call('GET', WHOAMI, proofFor('GET', WHOAMI), { scheme: 'Bearer' }))).toEqual([401, 'M_UNAUTHORIZED'])
  })

  test('nor is a bearer token good as a bound one', async () => {
    const bob = await chappe.person('bob')
    const headers = { authorization: `DPoP ${bob.token}`, dpop: alice.prove('GET', `${BASE}${WHOAMI}`, { token: bob.token }) }
    expect(refusal(await request(chappe.url, 'GET', WHOAMI, { headers }))).toEqual([401, 'M_UNAUTHORIZED'])
  })
})

describe('a proof is not good', () => {
  const other = (): ProofKey => makeKey(() => chappe.clock.now())
  const now = (): number => Math.floor(chappe.clock.now() / 1000)
  const { kty, crv, d } = { kty: 'EC', crv: 'P-256', d: 'AAAA' }
  test.each<[string, () => string]>([
    ['of another key', () => other().prove('GET', `${BASE}${WHOAMI}`, { token })],
    ['for another method', () => proofFor('POST', WHOAMI)],
    ['for another path', () => proofFor('GET', '/_matrix/client/v3/sync')],
    ['for another server', () => alice.prove('GET', `https://evil.example${WHOAMI}`, { token })],
    ['for another token', () => alice.prove('GET', `${BASE}${WHOAMI}`, { token: 'another' })],
    ['for no token', () => alice.prove('GET', `${BASE}${WHOAMI}`)],
    ['that is old', () => proofFor('GET', WHOAMI, { claims: { iat: now() - 61 } })],
    ['of tomorrow', () => proofFor('GET', WHOAMI, { claims: { iat: now() + 60 } })],
    ['without a number of its own', () => proofFor('GET', WHOAMI, { claims: { jti: '' } })],
    ['without a time', () => proofFor('GET', WHOAMI, { claims: { iat: undefined } })],
    ['of another type', () => proofFor('GET', WHOAMI, { head: { typ: 'JWT' } })],
    ['that nobody signed', () => proofFor('GET', WHOAMI, { head: { alg: 'none' } })],
    ['signed with a secret', () => proofFor('GET', WHOAMI, { head: { alg: 'HS256' } })],
    ['that shows the private key', () => proofFor('GET', WHOAMI, { head: { jwk: { kty, crv, d } } })],
    ['with another key than its own in it', () => proofFor('GET', WHOAMI, { head: { jwk: jwkOf(other()) } })],
    ['with something it asks us to understand', () => proofFor('GET', WHOAMI, { head: { crit: ['exp'] } })],
    ['that was changed', () => `${proofFor('GET', WHOAMI).slice(0, -4)}AAAA`],
    ['that is none', () => 'a.b.c'],
    ['without end', () => 'a'.repeat(5_000)],
  ])('%s', async (_what, make) => {
    expect(refusal(await call('GET', WHOAMI, make()))).toEqual([401, 'M_UNAUTHORIZED'])
  })

  test('a second time', async () => {
    const proof = proofFor('GET', WHOAMI)
    expect((await call('GET', WHOAMI, proof)).status).toBe(200)
    expect(refusal(await call('GET', WHOAMI, proof))).toEqual([401, 'M_UNAUTHORIZED'])
  })
})

test('the query of a request does not count, and its method and path do on the fast lane too', async () => {
  const path = '/_matrix/client/v3/sync?timeout=0'
  expect((await call('GET', path, proofFor('GET', path))).status).toBe(200)
  expect(refusal(await call('GET', path, proofFor('POST', path)))).toEqual([401, 'M_UNAUTHORIZED'])
})

test('a connection over which Alice has just spoken gives nothing away', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const over = (headers: Record<string, string>): Promise<number> => statusOver(agent, `${chappe.url}${WHOAMI}`, headers)
  const authorization = `DPoP ${token}`
  expect(await over({ authorization, dpop: proofFor('GET', WHOAMI) })).toBe(200)
  expect(await over({ authorization })).toBe(401)
  expect(await over({ authorization, dpop: makeKey(() => chappe.clock.now()).prove('GET', `${BASE}${WHOAMI}`, { token }) })).toBe(401)
  expect(await over({ authorization, dpop: proofFor('GET', WHOAMI) })).toBe(200)
  agent.destroy()
})

test('a stolen token that is replayed elsewhere is good in none of 10,000 attempts', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const thief = makeKey(() => chappe.clock.now())
  const seen = proofFor('GET', WHOAMI)
  expect((await call('GET', WHOAMI, seen)).status).toBe(200)
  const authorizations = [`DPoP ${token}`, `Bearer ${token}`]
  const own = thief.prove('GET', `${BASE}${WHOAMI}`, { token })
  const paths = [WHOAMI, '/_matrix/client/v3/sync?timeout=0', '/_matrix/client/v3/joined_rooms', '/_matrix/client/v1/media/config']
  let good = 0
  const attempts = Array.from({ length: 10_000 }, (_, index) => ({
    url: `${chappe.url}${paths[index % paths.length]}`,
    headers: {
      authorization: authorizations[index % 2] ?? '',
      // What was seen on the wire, a proof of the thief's own, one with parts of both, or none.
      ...(index % 7 === 0 ? {} : { dpop: index % 3 === 0 ? seen : index % 3 === 1 ? own : mix(seen, own) }),
    },
  }))
  const workers = Array.from({ length: 4 }, async () => {
    for (let next = attempts.pop(); next !== undefined; next = attempts.pop()) {
      if ((await statusOver(agent, next.url, next.headers)) !== 401) good += 1
    }
  })
  await Promise.all(workers)
  agent.destroy()
  expect(good).toBe(0)
}, 600_000)

describe('refresh tokens', () => {
  test('are bound too: to the key, whoever has copied them', async () => {
    const key = makeKey(() => chappe.clock.now())
    const first = await signIn(chappe, 'alice', 'BOUND00002', { key })
    const thief = makeKey(() => chappe.clock.now())
    for (const headers of [{}, { dpop: thief.prove('POST', TOKEN_URL) }]) {
      const stolen = await refresh(chappe.url, first.clientId, first.refresh_token, headers)
      expect([stolen.status, stolen.body.error]).toEqual([400, 'invalid_grant'])
    }
    const bad = await refresh(chappe.url, first.clientId, first.refresh_token, { dpop: key.prove('GET', TOKEN_URL) })
    expect([bad.status, bad.body.error]).toEqual([400, 'invalid_dpop_proof'])
    const good = await refresh(chappe.url, first.clientId, first.refresh_token, { dpop: key.prove('POST', TOKEN_URL) })
    expect([good.status, good.body.token_type]).toEqual([200, 'DPoP'])
    const next: string = good.body.access_token
    const headers = { authorization: `DPoP ${next}`, dpop: key.prove('GET', `${BASE}${WHOAMI}`, { token: next }) }
    expect((await request(chappe.url, 'GET', WHOAMI, { headers })).status).toBe(200)
  })
})

describe('an application that says that its tokens are bound', () => {
  test('gets none without a proof', async () => {
    const { client_id: clientId } = (await register(chappe, { ...METADATA, dpop_bound_access_tokens: true })).body
    const begun = attempt(clientId, 'HELD000001')
    const browser = await browserOf(chappe, 'alice')
    const redirected = await decide(browser, await consentOf(browser, begun.path))
    const bare = await exchange(chappe.url, begun, redirected)
    expect([bare.status, bare.body.error]).toEqual([400, 'invalid_dpop_proof'])
    const proved = await exchange(chappe.url, begun, redirected, { dpop: alice.prove('POST', TOKEN_URL) })
    expect([proved.status, proved.body.token_type]).toEqual([200, 'DPoP'])
  })

  test('and all of ours do: they need not register', async () => {
    const begun = attempt('org.chappe.cli', 'COMMAND001', { redirect_uri: 'http://127.0.0.1:4711/signed-in' })
    const browser = await browserOf(chappe, 'alice')
    const redirected = await decide(browser, await consentOf(browser, begun.path))
    expect(redirected.origin).toBe('http://127.0.0.1:4711')
    const form = { grant_type: 'authorization_code', client_id: 'org.chappe.cli', code: redirected.searchParams.get('code') ?? '', redirect_uri: 'http://127.0.0.1:4711/signed-in', code_verifier: begun.verifier }
    const send = (headers: Record<string, string>) =>
      request(chappe.url, 'POST', '/oauth2/token', { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, raw: new URLSearchParams(form).toString() })
    expect((await send({})).body.error).toBe('invalid_dpop_proof')
    expect((await send({ dpop: alice.prove('POST', TOKEN_URL) })).body.token_type).toBe('DPoP')
  })

  test('a code that was asked for by one key is good for that key only', async () => {
    const { client_id: clientId } = (await register(chappe)).body
    const jkt = createHash('sha256').update(canonical(jwkOf(alice))).digest('base64url')
    const begun = attempt(clientId, 'KEYCODE001', { dpop_jkt: jkt })
    const browser = await browserOf(chappe, 'alice')
    const redirected = await decide(browser, await consentOf(browser, begun.path))
    const thief = makeKey(() => chappe.clock.now())
    expect((await exchange(chappe.url, begun, redirected, { dpop: thief.prove('POST', TOKEN_URL) })).body.error).toBe('invalid_grant')
    expect((await exchange(chappe.url, begun, redirected)).body.error).toBe('invalid_grant')
    expect((await exchange(chappe.url, begun, redirected, { dpop: alice.prove('POST', TOKEN_URL) })).status).toBe(200)
  })
})

/** Head and body of one proof with the signature of another. */
function mix(one: string, other: string): string {
  return `${one.split('.').slice(0, 2).join('.')}.${other.split('.')[2]}`
}

function jwkOf(key: ProofKey): Json {
  const [head = ''] = key.prove('GET', BASE).split('.')
  return JSON.parse(Buffer.from(head, 'base64url').toString()).jwk
}

/** RFC 7638: the members that count, in order. */
function canonical({ crv, kty, x, y }: Json): string {
  return JSON.stringify({ crv, kty, x, y })
}

function statusOver(agent: Agent, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end()
  })
}
