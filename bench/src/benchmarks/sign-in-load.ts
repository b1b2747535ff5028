// What the benchmarks of signing in share: the pages as a browser sends their forms, and the steps of OAuth 2.0.

import { createHash, randomBytes } from 'node:crypto'
import { request, type Agent } from 'node:http'
import type { Address } from '../http/request.ts'
import { createOutcome, type Outcome } from '../load/outcome.ts'

const REDIRECT_URI = 'https://bench.example/signed-in'

/** Signs in again and again, by so many at once. */
export async function runSignIns({ workers, durationMs }: { workers: number; durationMs: number }, work: () => Promise<void>): Promise<Outcome> {
  const outcome = createOutcome()
  const start = performance.now()
  await Promise.all(Array.from({ length: workers }, async () => {
    while (performance.now() - start < durationMs) {
      const begun = performance.now()
      try {
        await work()
        outcome.completed += 1
        outcome.latency.recordMs(performance.now() - begun)
      } catch (error) {
        outcome.errors += 1
        if (outcome.errorSamples.length < 3) outcome.errorSamples.push(String(error))
      }
    }
  }))
  outcome.elapsedMs = performance.now() - start
  return outcome
}

/** Where the pages are, and by which client they are asked. */
export interface Site {
  agent: Agent
  address: Address
  /** What the server takes for its own address: forms say that they come from there. */
  origin: string
  clientId: string
}

/** Finds the pages, and makes the application known that people sign in with. */
export async function siteOf(agent: Agent, address: Address): Promise<Site> {
  const bare = { agent, address, origin: '', clientId: '' }
  const metadata = JSON.parse((await send(bare, { method: 'GET', path: '/_matrix/client/v1/auth_metadata' })).text)
  const client = { client_name: 'Bench', client_uri: 'https://bench.example/', redirect_uris: [REDIRECT_URI] }
  const registered = await send(bare, { method: 'POST', path: '/oauth2/register', headers: { 'content-type': 'application/json' }, body: JSON.stringify(client) })
  return { ...bare, origin: new URL(metadata.issuer).origin, clientId: JSON.parse(registered.text).client_id }
}

/** A device that is being signed in: where its browser has to go, and what it has to show there. */
export interface Asking {
  path: string
  cookie: string
  verifier: string
}

const REDIRECTS_MAX = 5

/** Goes where the browser is sent on to, up to a page. */
export async function openPage(site: Site, { path, cookie }: Pick<Asking, 'path' | 'cookie'>): Promise<Answer> {
  for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
    const answer = await send(site, { method: 'GET', path, headers: cookie === '' ? {} : { cookie } })
    if (answer.status !== 303 && answer.status !== 302) return answer
    path = pathOf(answer.location)
  }
  throw new Error(`sent on and on, to ${path}`)
}

/** An application asks for a device. `cookie`: of a browser that is signed in, or nothing. */
export async function askForDevice(site: Site, cookie: string, deviceId: string): Promise<Asking> {
  const verifier = randomBytes(48).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: site.clientId,
    redirect_uri: REDIRECT_URI,
    scope: `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const headers = cookie === '' ? {} : { cookie }
  const asked = await send(site, { method: 'GET', path: `/oauth2/authorize?${query.toString()}`, headers })
  return { path: pathOf(asked.location), cookie: joined(cookie, asked.cookie), verifier }
}

/** The browser says yes on the page that asks, and the application takes its tokens. */
export async function allowDevice(site: Site, { path, cookie, verifier }: Asking): Promise<void> {
  const page = await openPage(site, { path, cookie })
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  let back = await sendForm(site, path, cookie, { csrf, decision: 'allow' })
  // It is sent back to the application, at once or by the server's own addresses.
  for (let hops = 0; hops < REDIRECTS_MAX && back.location !== '' && !back.location.startsWith(REDIRECT_URI); hops += 1) {
    back = await send(site, { method: 'GET', path: pathOf(back.location), headers: { cookie } })
  }
  if (!back.location.startsWith(REDIRECT_URI)) throw new Error(`not sent back to the application: ${back.status}`)
  const code = new URL(back.location).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', client_id: site.clientId, code, redirect_uri: REDIRECT_URI, code_verifier: verifier }
  const { status, text } = await sendForm(site, '/oauth2/token', '', form)
  if (status !== 200) throw new Error(`no tokens: ${status} ${text}`)
}

/** Cookies of two answers. */
export function joined(...cookies: readonly string[]): string {
  return cookies.filter((each) => each !== '').join('; ')
}

/** The path of an address, with its query. */
export function pathOf(location: string): string {
  const { pathname, search } = new URL(location, 'http://localhost')
  return `${pathname}${search}`
}

/** What a page answers. */
export interface Answer {
  status: number
  location: string
  /** The cookies it sets, as a browser sends them back. */
  cookie: string
  text: string
}

/** Sends a form, as the server's own pages do. */
export function sendForm(site: Site, path: string, cookie: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: site.origin, ...(cookie === '' ? {} : { cookie }) }
  return send(site, { method: 'POST', path, headers, body: new URLSearchParams(fields).toString() })
}

/** What is sent. */
export interface Sent {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Sends a request, and reads the whole answer. */
export function send({ agent, address }: Site, { method, path, headers = {}, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: address.host, port: address.port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ')
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '', cookie, text: Buffer.concat(chunks).toString('utf8') })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
