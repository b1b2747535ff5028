// Documents and formulas in place, in a real browser: Alice opens what an office wrote, and what somebody made to do harm; what
// things cost stays what they cost, and a formula is one.
import { requireProgram } from '@chappe/testkit'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HOSTILE_DOCUMENTS, makeOpenText, makeSlides, makeWord, makeWorkbook } from '@chappe/testkit/documents'
import { makeDocument } from '../src/made-files.ts'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems, picture } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  alice = await messenger.enter('alice')
  await messenger.device('alice').createRoom({ preset: 'private_chat', name: 'Budget' })
  await alice.open('Budget')
}, 600_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const message = (page: Page, text: string): Locator => page.locator('.talk').getByRole('log').getByRole('article').filter({ hasText: text }).last()

async function send(page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(Object.entries(files).map(([name, bytes]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })))
  const tray = page.getByRole('region', { name: 'Files to send' })
  await tray.getByText(/· Ready/).nth(Object.keys(files).length - 1).waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await tray.waitFor({ state: 'detached' })
}

async function open(page: Page, name: string): Promise<FrameLocator> {
  await page.getByRole('log').getByRole('button', { name: `Open ${name}` }).last().click()
  return page.frameLocator('iframe.pdf-frame')
}

const close = (page: Page): Promise<void> => page.getByRole('button', { name: 'Close', exact: true }).click()
const hostile = (name: string): Uint8Array => HOSTILE_DOCUMENTS.find((each) => each.name === name)?.make() ?? new Uint8Array()

test('Alice reads what an office wrote, in a frame that is nobody’s, and it says that the view is simplified', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await send(page, { 'note.docx': makeWord(), 'figures.xlsx': makeWorkbook(), 'plan.pptx': makeSlides(), 'minutes.odt': makeOpenText() })
  const note = await open(page, 'note.docx')
  await note.getByRole('heading', { name: 'Note on the budget' }).waitFor()
  await page.getByText('A simplified view.').waitFor()
  await note.getByRole('img', { name: 'The building site' }).waitFor()
  const frame = await (await page.locator('iframe.pdf-frame').elementHandle())?.contentFrame()
  expect(await frame?.evaluate('self.origin')).toBe('null')
  await expect(frame?.evaluate("localStorage.getItem('x')")).rejects.toThrow('SecurityError')
  await expect(frame?.evaluate("fetch('/_matrix/client/versions')")).rejects.toThrow('Failed to fetch')
  expect(await frame?.evaluate("document.querySelector('img').naturalWidth")).toBe(1)
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, 'office-word')
  await close(page)

  const figures = await open(page, 'figures.xlsx')
  await figures.getByRole('cell', { name: '1,234,567.89 €' }).waitFor()
  await picture(page, 'office-sheet')
  await figures.getByRole('button', { name: 'Empty' }).click()
  await figures.getByText('This sheet is empty.').waitFor()
  await page.keyboard.press('Escape')

  const plan = await open(page, 'plan.pptx')
  await plan.getByRole('heading', { name: 'First' }).waitFor()
  await picture(page, 'office-slides')
  await close(page)
  const minutes = await open(page, 'minutes.odt')
  await minutes.getByRole('heading', { name: 'Minutes' }).waitFor()
  await close(page)
})

test('that the focus is in a document is seen around it, and within it what has the focus', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const figures = await open(page, 'figures.xlsx')
  await figures.getByRole('cell', { name: '1,234,567.89 €' }).waitFor()
  const frame = await (await page.locator('iframe.pdf-frame').elementHandle())?.contentFrame()
  const around = async (): Promise<unknown> => page.evaluate("getComputedStyle(document.querySelector('iframe.pdf-frame')).outlineStyle")
  const within = async (): Promise<unknown> => frame?.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle, getComputedStyle(document.body, '::after').borderTopStyle].join(' ')")
  await page.getByRole('button', { name: 'Close', exact: true }).focus()
  expect(await around()).toBe('none')
  await page.keyboard.press('Tab')
  await expect.poll(around).toBe('solid')
  // The frame first, then what is in it.
  await page.keyboard.press('Tab')
  await expect.poll(within).toBe('MAIN none dashed')
  await page.keyboard.press('Tab')
  await expect.poll(within).toMatch(/^BUTTON solid/)
  expect(await around()).toBe('solid')
  await picture(page, 'office-focus')
  await close(page)
})

test('words inside what Alice has sent and opened are found, with the file and the passage; what nobody has opened is not fetched for it', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  await send(page, { 'harvest.pdf': makeDocument('The apples of the northern orchard'), 'posts.csv': Buffer.from('Post;Amount\nGreenhouse repair;12'), 'letter.docx': makeWord() })
  const asked: string[] = []
  page.on('request', (request) => (request.url().includes('/media/download/') ? asked.push(request.url()) : undefined))
  const field = page.getByRole('combobox', { name: 'Search in all messages' })
  const find = async (text: string, name: string): Promise<Locator> => {
    const hit = page.locator('.search-hit').filter({ hasText: `In “${name}”:` })
    // Read when nothing else happens: soon, and not at once.
    await expect.poll(async () => {
      await field.fill('')
      await field.fill(text)
      await page.waitForTimeout(600)
      return hit.count()
    }, { timeout: 60_000 }).toBe(1)
    return hit
  }
  await page.getByRole('link', { name: 'Search', exact: true }).click()
  await page.getByText('no file is fetched to be searched').waitFor()
  const orchard = await find('northern orch', 'harvest.pdf')
  expect(await orchard.locator('.search-file mark').allInnerTexts()).toEqual(['northern', 'orchard'])
  await find('greenhouse in:Budget has:file', 'posts.csv')
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, 'search-in-files')
  expect(asked).toEqual([])

  // Over a reload, and gone with the message.
  await page.reload()
  await (await find('orchard', 'harvest.pdf')).click()
  await message(page, 'harvest.pdf').hover()
  await message(page, 'harvest.pdf').getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.goto(`${messenger.server.url}/search?q=orchard`)
  await page.getByText('Nothing was found.').waitFor()
  expect(await page.evaluate("indexedDB.databases().then((all) => all.some(({ name }) => name === 'chappe-web-search-files'))")).toBe(true)
  await page.goto(messenger.server.url)
  await alice.open('Budget')
})

test('what was made to do harm is shown as words, or not at all', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const asked: string[] = []
  page.context().on('request', (request) => asked.push(request.url()))
  await send(page, { 'bomb.docx': hostile('a bomb that says it is small'), 'laughs.docx': hostile('entities that laugh a billion times'), 'script.docm': hostile('a script in its words, a link that runs, a field that fetches'), 'other.docx': new TextEncoder().encode('MZ') })
  await open(page, 'bomb.docx')
  await page.getByText('This document is too large to be shown here. You can save it.').waitFor()
  await close(page)
  await open(page, 'laughs.docx')
  await page.getByText('This document cannot be shown. You can save it.').waitFor()
  await close(page)
  const script = await open(page, 'script.docm')
  await script.getByText('<script>alert(1)</script><img src=x onerror=alert(1)>').waitFor()
  expect(await script.locator('script, img, a').count()).toBe(1)
  await close(page)
  await open(page, 'other.docx')
  await page.getByRole('dialog').getByRole('alert').or(page.locator('.media-failure')).first().waitFor()
  await close(page)
  expect(asked.filter((url) => !url.startsWith(messenger.server.url) && !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([])
})

test('Alice writes a formula; soup for $5 and cake for $6 is none', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const field = page.getByRole('textbox', { name: /^Write to / })
  await alice.write('soup for $5 and cake for $6')
  await alice.reads('soup for $5 and cake for $6')
  await field.fill('the share is $$\\frac{a_1}{b_2}$$ of all')
  await page.locator('.composer-formulas math').waitFor()
  await picture(page, 'formula-preview')
  await field.press('Enter')
  const said = message(page, 'the share is')
  await said.locator('math mfrac').waitFor()
  expect(await said.locator('math').getAttribute('alttext')).toBe('\\frac{a_1}{b_2}')
  await alice.write('$$\n\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} x = \\sum_{i=1}^n x_i^2\n$$')
  await page.locator('.talk math mtable').waitFor()
  await alice.write('$$\\nosuchthing{$$')
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, 'formula')
  // The second is what the test itself tried from within the frame.
  expect(messenger.problems.filter((each) => !/status of (?:403|404)|_matrix\/client\/versions/.test(each))).toEqual([])
})
