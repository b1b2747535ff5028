// Files between two people in a real browser, encrypted: sent, looked at, heard, read, found again, and taken along.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeDocument, makePhotograph, PLACE } from '../src/made-files.ts'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems, WITH_MICROPHONE } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger({ browserFlags: WITH_MICROPHONE })
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

/** What a press has the browser save. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** What is on record of exports. */
async function exportsOnRecord(): Promise<unknown[]> {
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  const { rows } = await database.query('SELECT user_id, with_files, file_count, message_count > 3 AND byte_count > 1000 AS is_said FROM room_export JOIN account USING (user_nid)')
  await database.end()
  return rows
}

/** Opens a room of the two and brings both into it. */
async function meet(): Promise<{ alice: WebPerson; bob: WebPerson }> {
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  const [alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  await messenger.meet('Budget', { alice, bob })
  return { alice, bob }
}

/** Alice sends three files under one caption, closing the page twice; the server does not take the second at first. Gives back the first. */
async function sendThree(alice: WebPerson): Promise<Buffer> {
  const photograph = await makePhotograph(alice.page)
  let refusals = 0
  let isHeld = true
  await alice.page.route('**/_matrix/media/v3/upload/**', async (route) => {
    // On its way when the page is closed.
    if (isHeld) return
    if ((route.request().postDataBuffer()?.length ?? 0) < 1000 && refusals === 0) {
      refusals += 1
      await route.fulfill({ status: 403, json: { errcode: 'M_FORBIDDEN' } })
    } else await route.continue()
  })
  await alice.page.locator('input[type=file]').setInputFiles([
    { name: 'site.jpg', mimeType: 'image/jpeg', buffer: photograph },
    { name: 'figures.pdf', mimeType: 'application/pdf', buffer: makeDocument('The figures of the budget') },
    { name: 'facture\u202Efdp.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ') },
  ])
  const tray = alice.page.getByRole('region', { name: 'Files to send' })
  await tray.getByText('A file may have up to').waitFor()
  await tray.getByText(/· Ready/).nth(2).waitFor()
  await alice.page.reload()
  await tray.getByText(/· Ready/).nth(2).waitFor()
  expect(await tray.getByRole('listitem').count()).toBe(3)
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.write('the new building')
  await tray.getByText('0 %').waitFor()
  // What the new page sends goes through, from its first moment on.
  alice.page.once('framenavigated', () => (isHeld = false))
  await alice.page.reload()
  await tray.getByText('The server did not take it').waitFor()
  await button(alice.page, /^Try again figures\.pdf/).click()
  await tray.waitFor({ state: 'detached' })
  expect(refusals).toBe(1)
  return photograph
}

/** Below what the server takes where nothing else is said. */
const LARGE_BYTES = 80 * 1024 * 1024

test('Carol sends Dan a film that is larger than what used to be kept, and her page is reloaded in the middle: it arrives by itself, as it was', { timeout: 5 * 60_000 }, async () => {
  await messenger.makeAccount('carol', 'Carol Petit')
  await messenger.makeAccount('dan', 'Dan Moreau')
  const [carol, dan] = [await messenger.enter('carol'), await messenger.enter('dan')]
  await messenger.meet('Archive', { carol, dan })
  const folder = await mkdtemp(join(tmpdir(), 'chappe-large-'))
  const path = join(folder, 'session.bin')
  const bytes = Buffer.alloc(LARGE_BYTES, 'what the committee said ')
  await writeFile(path, bytes)
  // On its way when the page is closed.
  const sending = '**/_matrix/media/v3/upload/**'
  await carol.page.route(sending, () => undefined)
  await carol.page.locator('input[type=file]').setInputFiles(path)
  const tray = carol.page.getByRole('region', { name: 'Files to send' })
  await tray.getByText(/· Ready/).waitFor()
  expect(await tray.getByText('This browser has no room to keep it').count()).toBe(0)
  await carol.write('the whole session')
  await tray.getByText('0 %').waitFor()
  await carol.page.unroute(sending)
  await carol.page.reload()
  await tray.waitFor({ state: 'detached' })
  await dan.page.getByRole('log').getByText('session.bin', { exact: true }).first().waitFor()
  const received = await saved(dan.page, () => button(dan.page, /^Save session\.bin/).first().click())
  expect(received.bytes.equals(bytes)).toBe(true)
  await rm(folder, { recursive: true })
})

test('Alice sends Bob files and her voice; he looks, hears, reads, finds them again and takes the talk along', { timeout: 5 * 60_000 }, async () => {
  const { alice, bob } = await meet()
  const log = bob.page.getByRole('log')

  const photograph = await sendThree(alice)

  // Bob sees all of them, the last as what it is.
  await log.getByText('the new building', { exact: true }).waitFor()
  await log.getByText('facturefdp.exe', { exact: true }).first().waitFor()
  await log.getByText('Program, 2 bytes').waitFor()
  await log.getByText('PDF document').waitFor()

  // The lightbox, by keyboard; what he saves stands as it stood and no longer says where it was taken.
  await button(bob.page, 'Picture: site.jpg').click()
  const picture = bob.page.getByRole('img', { name: 'Picture: site.jpg' })
  await picture.waitFor()
  expect(await bob.page.evaluate("(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(document.querySelector('.lightbox-picture'))")).toEqual([1000, 1600])
  await bob.page.keyboard.press('+')
  expect(await accessibilityProblems(bob.page)).toEqual([])
  const received = await saved(bob.page, () => button(bob.page, /^Save site\.jpg/).last().click())
  expect(received.name).toBe('site.jpg')
  expect(received.bytes.includes(PLACE)).toBe(false)
  expect(photograph.includes(PLACE)).toBe(true)
  expect(received.bytes.length).toBeGreaterThan(50_000)
  await bob.page.keyboard.press('Escape')
  await picture.waitFor({ state: 'detached' })

  // Her voice.
  await button(alice.page, 'Record a voice message').click()
  await alice.page.getByText('Recording: 0:02').waitFor()
  await button(alice.page, 'Send the voice message').click()
  const voice = bob.page.getByRole('group', { name: /^Voice message by Alice Martin/ })
  await voice.getByRole('button', { name: 'Play' }).click()
  await voice.getByRole('button', { name: 'Pause' }).waitFor()
  await expect.poll(() => voice.getByRole('slider').getAttribute('aria-valuenow'), { timeout: 20_000 }).not.toBe('0')

  // The document, in a frame that is nobody's.
  await button(bob.page, /^Open figures\.pdf/).first().click()
  await bob.page.frameLocator('iframe.pdf-frame').getByText('The figures of the budget').waitFor()
  const frame = await (await bob.page.locator('iframe.pdf-frame').elementHandle())?.contentFrame()
  expect(await frame?.evaluate('self.origin')).toBe('null')
  await expect(frame?.evaluate("localStorage.getItem('x')")).rejects.toThrow('SecurityError')
  await expect(frame?.evaluate("fetch('/_matrix/client/versions')")).rejects.toThrow('Failed to fetch')
  await button(bob.page, 'Close').click()

  // Found again beside the conversation, by name.
  await bob.page.getByRole('link', { name: 'Files and links' }).click()
  const panel = bob.page.getByRole('region', { name: 'Files and links' })
  await panel.getByRole('textbox').or(panel.getByRole('searchbox')).fill('FIGURES')
  await panel.getByText('figures.pdf', { exact: true }).first().waitFor()
  await expect.poll(() => panel.getByText('facturefdp.exe', { exact: true }).count()).toBe(0)
  expect(await accessibilityProblems(bob.page)).toEqual([])

  // Taken along, after a touch of his passkey, in the order in which they came.
  await panel.getByRole('link', { name: 'Export the conversation' }).click()
  await bob.page.getByLabel('With the files').check()
  await button(bob.page, 'Export').click()
  await bob.page.getByText(/^The export is ready/).waitFor()
  // His messenger has said how much it was, and that is on record.
  await expect.poll(exportsOnRecord).toEqual([{ user_id: '@bob:localhost', with_files: true, file_count: 4, is_said: true }])
  expect(await accessibilityProblems(bob.page)).toEqual([])
  const archive = await saved(bob.page, () => button(bob.page, 'Save the export').click())
  expect(archive.name).toBe('Budget.zip')
  for (const path of ['conversation.html', 'files/0001 site.jpg', 'files/0002 facturefdp.exe.unsafe']) expect([path, archive.bytes.includes(path)]).toEqual([path, true])
})
