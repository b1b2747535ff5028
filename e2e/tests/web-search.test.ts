// Search in everything, in a real browser: Bob's words in an encrypted room, found by Alice without accents, after a reload,
// without the server; and gone once they are deleted.
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import { enterMessenger } from '../src/web-person.ts'

const SECRET = 'a secret for this test'
const problems: string[] = []
let server: RunningServer
let screen: Screen

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
  screen = await openScreen()
}, 5 * 60_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function makeAccount(username: string, displayname: string): Promise<Json> {
  return JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname }))
}

const hits = (page: Page) => page.getByRole('main').getByRole('listitem')

/** Writes a question, and gives back what is found, once so many messages are. */
async function ask(page: Page, question: string, count: number): Promise<string[]> {
  await page.getByRole('searchbox', { name: 'Search in all messages' }).fill(question)
  await expect.poll(() => hits(page).count(), { timeout: 30_000 }).toBe(count)
  return hits(page).allTextContents()
}

test("Alice finds Bob's words by their beginning and without accents, after a reload and without the server; what is deleted is found no more", { timeout: 6 * 60_000 }, async () => {
  const made = { alice: await makeAccount('alice', 'Alice Martin'), bob: await makeAccount('bob', 'Bob Durand') }
  const enter = (account: Json) => enterMessenger(screen, { url: server.url, enrolmentUrl: account['org.chappe.enrolment_url'], problems })
  const alice = await enter(made.alice)
  const bob = await enter(made.bob)
  const roomId = await createPerson(() => server.url, made.alice).createRoom({ preset: 'private_chat', name: 'Budget', invite: ['@bob:localhost'] })
  await bob.open('Budget')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await alice.open('Budget')
  await alice.write('any news?')
  await bob.reads('any news?')
  await bob.write("les chiffres de l'Élysée sont prêts")
  await alice.reads("les chiffres de l'Élysée sont prêts")
  await alice.write('thank you, see https://example.org/')
  await bob.reads('thank you, see https://example.org/')

  await alice.page.getByRole('link', { name: 'Search' }).click()
  const [found] = await ask(alice.page, 'elys pret', 1)
  expect(found).toContain("les chiffres de l'Élysée sont prêts")
  // What was said around it stands beside it.
  expect(found).toContain('any news?')
  expect(await hits(alice.page).locator('mark').allTextContents()).toEqual(['Élysée', 'prêts'])
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await ask(alice.page, '"de l\'elysee" from:bob', 1)
  await ask(alice.page, 'elysee from:alice', 0)
  await ask(alice.page, 'has:link in:budget', 1)

  await alice.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await alice.context.setOffline(true)
  await alice.page.reload()
  await ask(alice.page, 'elysee', 1)
  await alice.context.setOffline(false)
  await alice.page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })

  const href = (await hits(alice.page).getByRole('link').getAttribute('href')) ?? ''
  const eventId = decodeURIComponent(href.split('/').at(-1) ?? '')
  const deleted = await createPerson(() => server.url, made.bob).put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/deleted`)
  expect(deleted.status).toBe(200)
  await alice.open('Budget')
  await alice.page.getByText('This message was deleted').waitFor()
  await alice.page.getByRole('link', { name: 'Search' }).click()
  await ask(alice.page, 'elysee', 0)
})
