// Signing devices in through OAuth 2.0, of people whose browsers are signed in to the server's pages: from the
// application's request over the page that asks to the tokens. How they proved to be there is not part of it.
// Of Chappe only, since it sends the forms of its pages.

import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { LOAD_METRICS, cpuFigures, measureCpu, outcomeFigures, scaled, type Benchmark } from '../benchmark.ts'
import type { Address } from '../http/request.ts'
import { createOutcome, type Outcome } from '../load/outcome.ts'
import { forEachConcurrently, withApi } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'

const CONNECTIONS = 16
const PEOPLE = 64
const REDIRECT_URI = 'https://bench.example/signed-in'
/** The pages take no proof that is older than five minutes. */
const PROOF_MS = 4 * 60_000

export const oauthSignIn: Benchmark = {
  name: 'oauth-sign-in',
  about: 'devices/s signed in through OAuth 2.0: authorize, the page that asks, yes, the code, the tokens; 64 people, 16 connections (scale: people)',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const people = Math.max(1, scaled(PEOPLE, options.scale))
    const accounts = await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) => registerAccounts({ api, folder: target.folder, say }, people))
    const agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? CONNECTIONS })
    const site = await siteOf(agent, target.address)
    const browsers: Browser[] = []
    await forEachConcurrently(accounts, 4, async ({ userId, password }) => {
      browsers.push(await openBrowser(site, userId, password))
    })
    const signedInMs = performance.now()
    say(`${people} browsers are signed in`)
    let turn = 0
    return {
      facts: { people, connections: options.connections ?? CONNECTIONS },
      async run(durationMs) {
        if (performance.now() - signedInMs + durationMs > PROOF_MS) throw new Error('the browsers signed in too long ago: measure fewer or shorter runs')
        const workers = options.connections ?? CONNECTIONS
        const { result, cpu } = await measureCpu(target, () => runSignIns({ workers, durationMs }, async () => {
          turn += 1
          await signIn(site, at(browsers, turn % browsers.length), `BENCH${turn}`)
        }))
        return { figures: { ...outcomeFigures(result), ...cpuFigures(cpu, result.completed) }, errors: result.errors, errorSamples: result.errorSamples }
      },
      async close() {
        agent.destroy()
      },
    }
  },
}

async function runSignIns({ workers, durationMs }: { workers: number; durationMs: number }, work: () => Promise<void>): Promise<Outcome> {
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
interface Site {
  agent: Agent
  address: Address
  /** What the server takes for its own address: forms say that they come from there. */
  origin: string
  clientId: string
}

interface Browser {
  cookie: string
}

async function siteOf(agent: Agent, address: Address): Promise<Site> {
  const bare = { agent, address, origin: '', clientId: '' }
  const metadata = JSON.parse((await send(bare, { method: 'GET', path: '/_matrix/client/v1/auth_metadata' })).text)
  const client = { client_name: 'Bench', client_uri: 'https://bench.example/', redirect_uris: [REDIRECT_URI] }
  const registered = await send(bare, { method: 'POST', path: '/oauth2/register', headers: { 'content-type': 'application/json' }, body: JSON.stringify(client) })
  return { ...bare, origin: new URL(metadata.issuer).origin, clientId: JSON.parse(registered.text).client_id }
}

async function openBrowser(site: Site, user: string, password: string): Promise<Browser> {
  const sent = await sendForm(site, '/signin', '', { user, password, continue: '/account' })
  if (sent.cookie === '') throw new Error(`${user} could not sign in: ${sent.status}`)
  return { cookie: sent.cookie }
}

async function signIn(site: Site, browser: Browser, deviceId: string): Promise<void> {
  const verifier = randomBytes(48).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: site.clientId,
    redirect_uri: REDIRECT_URI,
    scope: `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const asked = await send(site, { method: 'GET', path: `/oauth2/authorize?${query.toString()}`, headers: { cookie: browser.cookie } })
  const cookie = `${browser.cookie}; ${asked.cookie}`
  const page = await send(site, { method: 'GET', path: pathOf(asked.location), headers: { cookie } })
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const decided = await sendForm(site, pathOf(asked.location), cookie, { csrf, decision: 'allow' })
  const back = await send(site, { method: 'GET', path: pathOf(decided.location), headers: { cookie } })
  const code = new URL(back.location).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', client_id: site.clientId, code, redirect_uri: REDIRECT_URI, code_verifier: verifier }
  const { status, text } = await sendForm(site, '/oauth2/token', '', form)
  if (status !== 200) throw new Error(`no tokens: ${status} ${text}`)
}

function pathOf(location: string): string {
  const { pathname, search } = new URL(location, 'http://localhost')
  return `${pathname}${search}`
}

interface Answer {
  status: number
  location: string
  /** The cookies it sets, as a browser sends them back. */
  cookie: string
  text: string
}

function sendForm(site: Site, path: string, cookie: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: site.origin, ...(cookie === '' ? {} : { cookie }) }
  return send(site, { method: 'POST', path, headers, body: new URLSearchParams(fields).toString() })
}

interface Sent {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

function send({ agent, address }: Site, { method, path, headers = {}, body }: Sent): Promise<Answer> {
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
