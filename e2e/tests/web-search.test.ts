// Search in everything, in a real browser: Bob's words in an encrypted room, found by Alice without accents, after a reload,
// without the server; and gone once they are deleted.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
}, 5 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const hits = (page: Page) => page.getByRole('main').getByRole('listitem')

/** Writes a question, and gives back what is found, once so many messages are. */
async function ask(page: Page, question: string, count: number): Promise<string[]> {
  await page.getByRole('combobox', { name: 'Search in all messages' }).fill(question)
  await expect.poll(() => hits(page).count(), { timeout: 30_000 }).toBe(count)
  return hits(page).allTextContents()
}

test("Alice finds Bob's words by their beginning and without accents, after a reload and without the server; what is deleted is found no more", { timeout: 6 * 60_000 }, async () => {
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  alice = await messenger.enter('alice')
  const bob = await messenger.enter('bob')
  const roomId = await messenger.meet('Budget', { alice, bob })
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
  const deleted = await messenger.device('bob').put(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/deleted`)
  expect(deleted.status).toBe(200)
  await alice.open('Budget')
  await alice.page.getByText('This message was deleted').waitFor()
  await alice.page.getByRole('link', { name: 'Search' }).click()
  await ask(alice.page, 'elysee', 0)
})

test('while Alice writes, people, rooms and what she looked for before are offered; what she takes is searched, and she can have it forgotten', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  const field = page.getByRole('combobox', { name: 'Search in all messages' })
  const offer = (name: string) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option', { name })
  await page.getByRole('link', { name: 'Search' }).click()
  await field.pressSequentially('news')
  await field.press('Enter')
  await field.fill('bu')
  await offer('In “Budget”').click()
  await expect.poll(() => field.inputValue()).toBe('in:Budget ')
  await field.pressSequentially('from:b')
  await offer('Written by Bob Durand').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('in:Budget from:"Bob Durand" ')
  await field.press('Enter')

  await page.reload()
  await field.click()
  await offer('in:Budget from:"Bob Durand"').waitFor()
  await offer('news').waitFor()
  await field.press('Escape')
  await offer('news').waitFor({ state: 'detached' })
  await field.press('ArrowDown')
  await page.getByRole('button', { name: 'Forget what I looked for' }).click()
  await offer('news').waitFor({ state: 'detached' })
  await page.reload()
  await field.fill('bu')
  await offer('In “Budget”').waitFor()
  expect(await offer('from:').count()).toBe(0)
})
