// The messenger where there is no server: Alice on a train, with a tunnel, a reload in it, and a second tab.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

const UNREACHABLE = 'The server cannot be reached.'
let messenger: Messenger
let alice: WebPerson
let bob: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  ;[alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  await messenger.meet('Budget', { alice, bob })
  await alice.write('before the tunnel')
  await bob.reads('before the tunnel')
  await bob.write('have a good journey')
  await alice.reads('have a good journey')
}, 5 * 60_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

/** What stands in the conversation that is open, in its order, of a list of texts. */
async function order(page: Page, texts: readonly string[]): Promise<string[]> {
  const shown = await page.getByRole('log').locator('.message-text').allTextContents()
  return shown.filter((text) => texts.includes(text))
}

/** Runs in a page from its beginning: notes what of the list and the conversation was there and is not there any more. */
const NOTE_WHAT_GOES = `(() => {
  const gone = (globalThis.gone = [])
  const there = new Set()
  const look = () => {
    for (const [name, found] of [['the list', '.rooms-room'], ['the room', '#talk-name'], ['what was said', '[role=log] .message-text'], ['the field', 'textarea[data-composer]']]) {
      if (document.querySelector(found) !== null) there.add(name)
      else if (there.delete(name)) gone.push(name)
    }
    requestAnimationFrame(look)
  }
  look()
})()`

const field = (page: Page) => page.getByRole('textbox', { name: /^Write to / })

test('what Alice sees first when she opens the messenger anew stays while the rest of it is opened', { timeout: 5 * 60_000 }, async () => {
  await alice.page.addInitScript(NOTE_WHAT_GOES)
  const cdp = await alice.context.newCDPSession(alice.page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await alice.page.reload()
  await alice.reads('have a good journey')
  await alice.page.locator('[data-keys=ready]').waitFor()
  expect(await alice.page.evaluate('gone')).toEqual([])
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
})

test('in a tunnel Alice reads, writes and reloads; when she comes out, Bob has all of it once and in order', { timeout: 5 * 60_000 }, async () => {
  const written = ['first in the tunnel', 'second in the tunnel', 'third, after a reload']
  await alice.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await alice.context.setOffline(true)
  await alice.write('first in the tunnel')
  await alice.write('second in the tunnel')
  await field(alice.page).fill('begun and not sent')
  await alice.page.getByText(UNREACHABLE).waitFor()

  await alice.page.reload()
  await alice.reads('have a good journey')
  await alice.reads('second in the tunnel')
  expect(await order(alice.page, written)).toEqual(written.slice(0, 2))
  await alice.page.getByText(UNREACHABLE).waitFor()
  expect(await field(alice.page).inputValue()).toBe('begun and not sent')
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.write('third, after a reload')

  await alice.context.setOffline(false)
  for (const text of written) await bob.reads(text)
  expect(await order(bob.page, written)).toEqual(written)
  await alice.page.getByText(UNREACHABLE).waitFor({ state: 'detached' })
  expect(await order(alice.page, written)).toEqual(written)
})

test('what the server took without being able to say so is not said twice', { timeout: 5 * 60_000 }, async () => {
  // From here on nothing comes back to Alice: what she sends arrives, and its answer does not.
  let hasArrived = false
  await alice.page.route(/\/_matrix\//, async (route) => {
    if (!hasArrived && /\/send\/m\.room/.test(route.request().url())) {
      hasArrived = true
      await route.fetch()
    }
    await route.abort()
  })
  await bob.write('are you there?')
  await alice.page.getByText(UNREACHABLE).waitFor()
  await alice.write('said once')
  await bob.reads('said once')
  await alice.page.getByText('Goes out when the server is back').waitFor()
  await alice.page.reload()
  await alice.reads('said once')
  await alice.page.unrouteAll()
  await alice.page.getByText(UNREACHABLE).waitFor({ state: 'detached' })
  await alice.write('and then this')
  await bob.reads('and then this')
  expect(await order(bob.page, ['said once', 'and then this'])).toEqual(['said once', 'and then this'])
  await alice.reads('and then this')
  await alice.reads('said once')
  expect(await order(alice.page, ['said once', 'and then this'])).toEqual(['said once', 'and then this'])
})

test('in a second tab Alice is told where the messenger is, takes it over with what she had begun, and the first tab says so', { timeout: 3 * 60_000 }, async () => {
  await field(alice.page).fill('begun in the first tab')
  const second = await alice.context.newPage()
  await second.goto(alice.page.url())
  await second.getByRole('heading', { name: 'Chappe is open in another tab' }).waitFor()
  expect(await accessibilityProblems(second)).toEqual([])
  await second.getByRole('button', { name: 'Use it here' }).click()
  await second.getByRole('heading', { level: 1, name: 'Budget' }).waitFor()
  await expect.poll(() => field(second).inputValue()).toBe('begun in the first tab')
  await alice.page.getByRole('heading', { name: 'Chappe is open in another tab' }).waitFor()
  // The tab that has it is closed: the other one opens by itself.
  await second.close()
  await alice.page.getByRole('heading', { level: 1, name: 'Budget' }).waitFor()
  await expect.poll(() => field(alice.page).inputValue()).toBe('begun in the first tab')
})
