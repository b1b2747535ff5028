// Signing in through OAuth 2.0 in a real browser: what its rules for forms, cookies and redirects let through.
import { createServer } from 'node:http'
import type { Json } from '@chappe/testkit'
import { createPerson, request, testWithProgram } from '@chappe/testkit'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { startServerProcess } from '../src/running-server.ts'

testWithProgram('chromium', 'Alice says yes in Chromium, and is back in her application with a code', async () => {
  await using server = await startServerProcess()
  const app = createServer((_asked, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<title>The app</title>'))
  await new Promise<void>((resolve) => app.listen(0, 'localhost', resolve))
  const address = app.address()
  const home = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const password = 'a long enough password'
    await request(server.url, 'POST', '/_matrix/client/v3/register', { body: { auth: { type: 'm.login.dummy' }, username: 'alice', password } })
    const about = { client_name: 'The app', client_uri: `${home}/`, redirect_uris: [`${home}/signed-in`] }
    const { client_id } = (await request(server.url, 'POST', '/oauth2/register', { body: about })).body
    const verifier = 'v'.repeat(43)
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url')
    const query = new URLSearchParams({
      response_type: 'code',
      response_mode: 'query',
      client_id,
      redirect_uri: `${home}/signed-in`,
      scope: 'urn:matrix:client:api:* urn:matrix:client:device:CHROMIUM01',
      state: 'a state',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const page = await browser.newPage({ locale: 'en' })
    page.setDefaultTimeout(60_000)
    await page.goto(`${server.url}/oauth2/authorize?${query.toString()}`)
    await page.getByLabel('Address or user name').fill('alice')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in another device?' }).waitFor()
    await page.getByText('You did not start this just now').waitFor()
    await page.getByRole('button', { name: 'Yes, sign this device in' }).click()
    await page.waitForURL(`${home}/signed-in?**`)
    const code = new URL(page.url()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id, code, redirect_uri: `${home}/signed-in`, code_verifier: verifier }
    // As an application in a browser asks: from another origin.
    const tokens: Json = await page.evaluate(
      async ([url, body]) => (await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(body) })).json(),
      [`${server.url}/oauth2/token`, new URLSearchParams(form).toString()] as const,
    )
    const person = createPerson(() => server.url, Object.assign({ user_id: '@alice:localhost', device_id: 'CHROMIUM01' }, tokens))
    expect((await person.get('/_matrix/client/v3/account/whoami')).body.device_id).toBe('CHROMIUM01')
  } finally {
    await browser.close()
    await new Promise((resolve) => app.close(resolve))
  }
}, { timeoutMs: 5 * 60_000 })
