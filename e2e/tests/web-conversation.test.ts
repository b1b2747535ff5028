// A conversation in a real browser: Alice and Bob answer, react, correct, delete, pin, ask, open a thread and find their way
// back, over a reload.
import { requireProgram } from '@chappe/testkit'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson
const saidInConsole: string[] = []

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  ;[alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  for (const { page } of [alice, bob]) {
    page.on('console', (said) => saidInConsole.push(said.text()))
    // Shorter than a story may take, so that it is told what was waited for.
    page.setDefaultTimeout(55_000)
  }
  await messenger.meet('Budget', { alice, bob })
}, 600_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const log = (page: Page): Locator => page.locator('.talk').getByRole('log')
/** The message that holds a text. */
const message = (page: Page, text: string): Locator => log(page).getByRole('article').filter({ hasText: text }).last()
const field = (page: Page): Locator => page.getByRole('textbox', { name: /^Write to / })

/** Does something with a message, by what its menu calls it. */
async function act(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).hover()
  const quick = message(page, text).getByRole('button', { name: action, exact: true })
  if (await quick.isVisible()) return quick.click()
  await message(page, text).getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

test('Bob answers what Alice said, with looks and a mention; Alice goes from the answer to what it answers', async () => {
  await alice.write('the **figures** are in')
  await bob.reads('figures')
  await act(bob.page, 'the figures are in', 'Reply')
  await field(bob.page).pressSequentially('good work @ali')
  await bob.page.getByRole('option', { name: /Alice Martin/ }).waitFor()
  await field(bob.page).press('Enter')
  await field(bob.page).press('Enter')
  const answer = message(alice.page, 'good work')
  await answer.getByText('@Alice Martin').waitFor()
  expect(await answer.getAttribute('data-mention')).toBe('true')
  await answer.getByRole('button', { name: /In answer to/ }).click()
  await alice.page.locator('[data-highlighted="true"]').getByText('the figures are in').waitFor()
})

test('they react, see from whom it is, and take it back', async () => {
  await alice.write('lunch at noon?')
  await bob.reads('lunch at noon?')
  await act(bob.page, 'lunch at noon?', 'React')
  await bob.page.getByRole('searchbox', { name: 'Search emoji' }).fill('thumbs up')
  await bob.page.getByRole('button', { name: 'thumbs up', exact: true }).click()
  const reaction = message(alice.page, 'lunch at noon?').getByRole('button', { name: /from Bob Durand/ })
  await reaction.click()
  await message(bob.page, 'lunch at noon?').getByRole('button', { name: /from Bob Durand, Alice Martin/ }).click()
  await message(alice.page, 'lunch at noon?').getByRole('button', { name: /from Alice Martin$/ }).waitFor()
})

test('Alice corrects her words with the arrow key, and Bob sees what they were', async () => {
  await alice.write('we meet on Mondya')
  await bob.reads('we meet on Mondya')
  await field(alice.page).press('ArrowUp')
  await field(alice.page).fill('we meet on Monday')
  await field(alice.page).press('Enter')
  await bob.reads('we meet on Monday')
  await message(bob.page, 'we meet on Monday').getByRole('button', { name: 'corrected' }).click()
  const versions = bob.page.getByRole('dialog', { name: 'Earlier versions' })
  await versions.getByText('we meet on Mondya').waitFor()
  expect(await accessibilityProblems(bob.page)).toEqual([])
  await bob.page.keyboard.press('Escape')
})

test('Alice deletes what she should not have said; Bob no longer sees it', { timeout: 150_000 }, async () => {
  await alice.write('a thing better not said')
  await bob.reads('a thing better not said')
  await act(alice.page, 'a thing better not said', 'Delete')
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await log(bob.page).getByText('a thing better not said').waitFor({ state: 'detached' })
  await message(bob.page, 'This message was deleted.').waitFor()
})

test('Bob answers in a thread; Alice sees it in its place and answers there, without leaving the conversation', { timeout: 3 * 60_000 }, async () => {
  await alice.write('who brings the projector?')
  await bob.reads('who brings the projector?')
  await act(bob.page, 'who brings the projector?', 'Answer in a thread')
  const beside = bob.page.getByRole('textbox', { name: 'Answer in the thread' })
  await beside.fill('I have one')
  await beside.press('Enter')
  const thread = message(alice.page, 'who brings the projector?').getByRole('region', { name: '1 answer' })
  await thread.getByText('I have one').waitFor()
  await thread.getByRole('button', { name: 'Answer here' }).click()
  const here = message(alice.page, 'who brings the projector?').getByRole('textbox', { name: 'Answer in the thread' })
  await here.fill('perfect')
  await here.press('Enter')
  await bob.page.locator('.panel').getByRole('article').getByText('perfect').waitFor()
  await message(alice.page, 'who brings the projector?').getByRole('region', { name: '2 answers' }).waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await bob.page.locator('.panel-head').getByRole('link').click()
})

test('Alice pins a message, and both find it again above the conversation', async () => {
  await act(alice.page, 'we meet on Monday', 'Pin')
  const banner = bob.page.getByRole('region', { name: 'Pinned messages' })
  await banner.getByText('we meet on Monday').click()
  await bob.page.locator('[data-highlighted="true"]').getByText('we meet on Monday').waitFor()
})

test('Alice asks, both vote, and the result stands when she ends it', async () => {
  await field(alice.page).fill('/po')
  await alice.page.getByRole('option', { name: /poll/ }).waitFor()
  await field(alice.page).press('Enter')
  await field(alice.page).press('Enter')
  await alice.page.getByLabel('Question').fill('Which room?')
  await alice.page.getByLabel('Answer 1').fill('Upstairs')
  await alice.page.getByLabel('Answer 2').fill('Downstairs')
  await alice.page.getByRole('button', { name: 'Ask' }).click()
  await bob.page.getByRole('button', { name: /Upstairs/ }).click()
  await alice.page.getByRole('button', { name: /Downstairs/ }).click()
  await alice.page.getByText('2 people voted').waitFor()
  await alice.page.getByRole('button', { name: 'End the poll' }).click()
  await bob.page.getByText('The poll has ended · 2 people voted').waitFor()
})

test('after a reload everything is as it was, a half-written sentence as well', async () => {
  await alice.write('the end of the day')
  await bob.reads('the end of the day')
  await field(bob.page).fill('not finis')
  // It is kept at once, and the page is gone before that is known.
  await bob.page.waitForTimeout(1000)
  await bob.page.reload()
  await message(bob.page, 'we meet on Monday').getByText('corrected').waitFor()
  await message(bob.page, 'lunch at noon?').getByRole('button', { name: /from Alice Martin$/ }).waitFor()
  await message(bob.page, 'who brings the projector?').getByText('perfect').waitFor()
  await bob.page.getByText('The poll has ended · 2 people voted').waitFor()
  expect(await field(bob.page).inputValue()).toBe('not finis')
  await message(alice.page, 'the end of the day').getByRole('button', { name: 'Read by Bob Durand' }).waitFor()
})

test('Bob walks the messages by keyboard alone', async () => {
  const spoken = (): Promise<string | null> => bob.page.locator(':focus').getAttribute('aria-label')
  // Where Tab leads to is the last message, once all of them are drawn. Whoever is among them already stays where they are.
  await bob.page.locator('.talk [data-stop][tabindex="0"][aria-label$=": the end of the day"]').focus()
  expect(await spoken()).toMatch(/^Alice Martin, .*: the end of the day$/)
  await bob.page.keyboard.press('ArrowUp')
  await expect.poll(spoken).toMatch(/: Poll: Which room\?$/)
  await bob.page.keyboard.press('ArrowDown')
  await bob.page.keyboard.press('r')
  await bob.page.getByText('Reply to Alice Martin').waitFor()
  expect(await field(bob.page).evaluate((element) => element.matches(':focus'))).toBe(true)
  expect(messenger.problems.filter((problem) => !/Failed to load resource|M_FORBIDDEN/.test(problem))).toEqual([])
})

test('Bob, who clicked a message to look at it, types at once: it stands in the field, accents too, and no key of the message does anything', async () => {
  await field(bob.page).fill('')
  await bob.page.keyboard.press('Escape')
  await log(bob.page).locator('article').last().click({ position: { x: 5, y: 5 } })
  await bob.page.keyboard.type('merci, à demain')
  await expect.poll(() => field(bob.page).inputValue()).toBe('merci, à demain')
  expect(await bob.page.getByRole('dialog').count()).toBe(0)
  await field(bob.page).fill('')
  // From the list of rooms as well; what stands in a field of its own stays there.
  await bob.page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: 'Budget' }).focus()
  await bob.page.keyboard.type('oui')
  await expect.poll(() => field(bob.page).inputValue()).toBe('oui')
  await field(bob.page).fill('')
})

test('Alice says a lot while Bob is elsewhere: he comes back to the first of it, reads on from there, and the newest is a press away', { timeout: 3 * 60_000 }, async () => {
  await alice.write('until later, Bob')
  await message(alice.page, 'until later, Bob').getByRole('button', { name: 'Read by Bob Durand' }).waitFor()
  await messenger.meet('Holidays', { bob })
  for (let point = 1; point <= 60; point += 1) await alice.write(`point ${point} of 60`)
  await bob.page.getByRole('navigation', { name: 'Conversations' }).getByText('point 60 of 60').waitFor()
  await bob.open('Budget')
  const isInSight = (text: string): Promise<boolean> =>
    log(bob.page).evaluate((box, sought) => {
      const { top, bottom } = box.getBoundingClientRect()
      const found = [...box.querySelectorAll('article')].find((each) => each.textContent?.includes(sought) === true)?.getBoundingClientRect()
      return found !== undefined && found.top >= top && found.bottom <= bottom
    }, text)
  await expect.poll(() => isInSight('point 1 of 60'), { timeout: 55_000 }).toBe(true)
  await log(bob.page).getByText('New', { exact: true }).waitFor()
  await expect.poll(() => isInSight('until later, Bob')).toBe(true)
  expect(await isInSight('point 60 of 60')).toBe(false)
  await bob.page.getByRole('button', { name: 'Newest messages' }).click()
  await expect.poll(() => isInSight('point 60 of 60'), { timeout: 55_000 }).toBe(true)
  await bob.write('I have read it all')
  await alice.reads('I have read it all')
  await alice.write('and had an answer')
  await bob.reads('and had an answer')
})

test('what Alice has just said is one thing all along: she stays in it when the server has it', async () => {
  const held = Promise.withResolvers<void>()
  await alice.page.route(/\/send\/m\.room\.encrypted\//, async (route) => {
    await held.promise
    await route.continue()
  })
  await alice.write('on its way')
  const said = message(alice.page, 'on its way')
  await said.focus()
  held.resolve()
  await said.getByRole('button', { name: 'More actions' }).waitFor()
  await bob.reads('on its way')
  expect(await said.evaluate((element) => element.matches(':focus'))).toBe(true)
  await alice.page.unroute(/\/send\/m\.room\.encrypted\//)
})

test('nothing of the conversation stands in the console, where others at the machine may look', () => {
  expect(saidInConsole.filter((said) => !said.startsWith('Failed to load resource'))).toEqual([])
})

test('Alice says that she is away; Bob sees it when he looks at who she is', { timeout: 3 * 60_000 }, async () => {
  const profile = async () => (await messenger.device('alice').get('/_matrix/client/v3/profile/@alice:localhost')).body
  await alice.page.goto(`${messenger.server.url}/settings/profile`)
  const say = async (text: string): Promise<void> => {
    await alice.page.getByRole('button', { name: 'Status and availability…' }).click()
    const panel = alice.page.getByRole('dialog', { name: 'Status and availability' })
    await panel.getByLabel('Status', { exact: true }).fill(text)
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
  }
  await say('away until 3 December')
  await alice.page.getByText('away until 3 December').waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await log(bob.page).getByRole('button', { name: 'Alice Martin', exact: true }).last().click()
  await bob.page.getByRole('dialog', { name: 'Alice Martin' }).getByText('away until 3 December').waitFor()
  await say('')
  await expect.poll(profile).toEqual({ displayname: 'Alice Martin' })
})
