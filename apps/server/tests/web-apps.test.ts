// The apps for browsers as the server serves them.
import { createHash } from 'node:crypto'
import { startTestServer } from '@chappe/testkit'
import type { Json, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../src/index.ts'
import { buildServer, prepareWebApps } from '../src/index.ts'

let chappe: TestServer<Server>

beforeAll(async () => {
  const problems: unknown[] = []
  await prepareWebApps({ say: () => undefined, warn: (error) => problems.push(error), url: '' })
  expect(problems).toEqual([])
  chappe = await startTestServer(buildServer)
}, 240_000)
afterAll(() => chappe[Symbol.asyncDispose]())

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${chappe.url}${path}`, { headers })

test('Sophie opens the desk, and any place in it: it is one page, with a policy that runs no foreign script', async () => {
  for (const path of ['/desk', '/desk/', '/desk/accounts/%40alice%3Atest']) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([path, 200, 'text/html; charset=utf-8', 'no-cache'])
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(await answer.text()).toContain('<div id="root">')
  }
})

test('Alice opens the messenger at the root, and any place in it; beside what is encrypted in WebAssembly, no policy is wider', async () => {
  for (const path of ['/', '/signed-in?code=1', '/rooms/!room:test', '/rooms/!room:test/$event', '/settings/devices']) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8'])
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe-inline')
  }
  expect((await get('/nowhere')).status).toBe(404)
  const [script = ''] = /\/assets\/[\w.-]+\.js/.exec(await (await get('/')).text()) ?? []
  expect((await get(script, { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBe('br')
})

test("the messenger's service worker answers for the whole of it, is looked at anew each time, and knows the page by its hash", async () => {
  const answer = await get('/service-worker.js')
  const wants = ['content-type', 'cache-control', 'service-worker-allowed'].map((header) => answer.headers.get(header))
  expect([answer.status, ...wants]).toEqual([200, 'application/javascript; charset=utf-8', 'no-cache', '/'])
  const worker = await answer.text()
  for (const path of ['/', '/manifest.webmanifest']) {
    const hash = createHash('sha256').update(new Uint8Array(await (await get(path)).arrayBuffer())).digest('base64')
    expect(worker).toContain(`sha256-${hash}`)
  }
})

test('the messenger can be installed: its manifest names icons that are there', async () => {
  const answer = await get('/manifest.webmanifest')
  const manifest: Json = await answer.json()
  expect([answer.headers.get('content-type'), manifest.display, manifest.start_url]).toEqual(['application/manifest+json', 'standalone', '/'])
  for (const { src, type } of manifest.icons) expect([src, (await get(src)).headers.get('content-type')]).toEqual([src, type])
})

test('what people send is drawn in a frame of its own: no origin, no network, nothing but its own scripts, which anybody may fetch', async () => {
  const frame = await get('/pdf')
  expect([frame.status, frame.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const policy = frame.headers.get('content-security-policy') ?? ''
  expect(policy).toContain('sandbox allow-scripts;')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('connect-src')
  expect(policy).not.toMatch(/allow-same-origin|unsafe/)
  const [script = ''] = /\/assets\/[\w.-]+\.js/.exec(await frame.text()) ?? []
  const answer = await get(script, { origin: 'null' })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  expect((await get('/desk/pdf')).headers.get('content-security-policy')).not.toContain('allow-scripts')
})

test('what the page asks for comes compressed, and is kept for good: its name changes with it', async () => {
  const page = await (await get('/desk')).text()
  const [script = ''] = /\/desk\/assets\/[\w.-]+\.js/.exec(page) ?? []
  const answer = await get(script, { 'accept-encoding': 'br' })
  expect([answer.status, answer.headers.get('content-encoding'), answer.headers.get('cache-control')]).toEqual([200, 'br', 'public, max-age=31536000, immutable'])
  expect((await get(script, { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull()
})

test.each(['/desk/assets/none.js', '/desk/assets/..%2f..%2fpackage.json', '/desk/assets/.sources'])(
  '%s is nothing',
  async (path) => {
    const answer = await get(path)
    expect([answer.status, await answer.json()]).toMatchObject([404, { errcode: 'M_UNRECOGNIZED' }])
  },
)
