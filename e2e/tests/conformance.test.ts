// What docs/conformance.md and the accessibility statement say is so: every probe on some screens of each kind, the document as the
// table in the code has it, and the statement as the document has it.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CRITERIA } from '../src/conformance/criteria.ts'
import { keyboard } from '../src/conformance/keyboard.ts'
import { prepare, PROBES } from '../src/conformance/probes.ts'
import type { Screen } from '../src/conformance/screens.ts'
import { createHelpProbe, statusStory } from '../src/conformance/stories.ts'
import { lookWith, noEvidence, walk, WAYS } from '../src/conformance/walk.ts'
import { newFailures, planOf } from '../src/conformance/write-conformance.ts'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import type { WebPerson } from '../src/web-person.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DOCUMENT = readFileSync(join(ROOT, 'docs/conformance.md'), 'utf8')

let messenger: Messenger
let alice: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  alice = await messenger.enter('alice')
  await messenger.device('alice').createRoom({ preset: 'private_chat', name: 'Budget', topic: 'Figures' })
  await alice.open('Budget')
  await alice.write('The figures are **in**.')
  await alice.reads('in')
}, 600_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

function screensOf(): Screen[] {
  const { page } = alice
  const room = page.url()
  const at = (part: Screen['part'], name: string, address: string): Screen => ({
    part,
    name,
    page,
    async show() {
      await page.goto(address)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.locator('main').getByText(/\S/).first().waitFor()
    },
  })
  const { url } = messenger.server
  return [at('messenger', 'a room', room), at('messenger', 'settings', `${url}/settings/alerts`), at('pages', 'account', `${url}/account/passkeys`), at('pages', 'statement', `${url}/accessibility`)]
}

test('the probes find nothing on screens of the messenger and of an account, that the table does not admit', { timeout: 5 * 60_000 }, async () => {
  const evidence = noEvidence()
  const [light, ...others] = WAYS
  const screens = screensOf()
  await walk(screens, light === undefined ? [] : [light], evidence)
  await walk(screens.slice(0, 1), others, evidence)
  expect(newFailures(evidence)).toEqual([])
  // A probe that has looked at nothing has shown nothing.
  for (const { id } of [...PROBES, keyboard]) expect([id, (evidence.looked.get(id)?.things ?? 0) > 0]).toEqual([id, true])
})

/** A page on which something is wrong for every probe. */
const WRONG = `<!doctype html><html lang="xx"><head><title></title><style>
  @keyframes blink { to { opacity: 0.9 } }
  #moving { animation: blink 1s infinite }
  @media (max-height: 400px) { body { visibility: hidden } }
  .tiny { inline-size: 10px; block-size: 10px; padding: 0; border: 0 }
  .cut { block-size: 20px; overflow: hidden; font-size: 1rem; line-height: 20px }
  .bare { outline: none !important; border: 0; background: #fff }
</style></head><body>
  <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="30" height="30">
  <p style="color: #999; background: #fff">hardly to be read</p>
  <input aria-label="Word" style="border: 1px solid #eee; background: #fff">
  <button class="tiny" aria-label="One"></button><button class="tiny" aria-label="Two"></button>
  <div style="inline-size: 900px">wide</div>
  <div class="cut">Words that fit as long as nobody needs them larger</div>
  <button aria-label="Something else">Send</button>
  <a href="#a">Français</a> <input type="email" aria-label="Mail">
  <p id="moving">moving</p>
  <a href="#b" aria-current="page" style="text-decoration: none">here</a>
  <div draggable="true">drag me</div>
  <div role="button">no way in</div>
  <div style="position: relative; inline-size: 200px"><button>under</button><div style="position: absolute; inset: 0; background: #ccc"></div></div>
  <button class="bare">nothing to be seen</button>
</body></html>`

test('every probe finds what is wrong on a page that was made wrong for it', { timeout: 3 * 60_000 }, async () => {
  const { page } = await (await messenger.screen()).person({ width: 1280, height: 800 })
  await page.setContent(WRONG)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await prepare(page)
  const found: string[] = []
  for (const probe of [...PROBES, keyboard]) found.push(...(await probe.look(page)).findings.map(({ criterion }) => `${probe.id} ${criterion}`))
  expect(new Set(found)).toEqual(
    new Set([
      'axe 1.1.1', 'axe 3.1.1', 'axe 2.4.2', 'axe 2.5.8', 'axe 2.5.3', 'axe 1.4.3', 'contrast 1.4.3', 'signs 1.4.11', 'targets 2.5.8', 'zoom 1.4.10', 'large-text 1.4.4', 'spacing 1.4.12', 'names 2.5.3',
      'page 2.4.2', 'page 3.1.1', 'page 3.1.2', 'page 2.4.1', 'page 2.4.6', 'page 1.3.5', 'page 3.3.8', 'calm 2.2.2', 'orientation 1.3.4', 'forced-colors 1.4.11', 'dragging 2.5.7', 'keyboard 2.1.1', 'keyboard 2.4.7', 'keyboard 2.4.11',
    ]),
  )
  await page.close()
})

test('help stands in the same order everywhere, and what happens is told without the focus moving', { timeout: 5 * 60_000 }, async () => {
  const evidence = noEvidence()
  const help = createHelpProbe()
  for (const screen of screensOf().slice(1)) {
    await screen.show()
    await prepare(screen.page)
    await lookWith(help, screen, evidence)
  }
  expect(evidence.findings).toEqual([])
  expect((await statusStory(alice.page, messenger.server.url)).findings).toEqual([])
})

test('Bo turns the keys off that are pressed alone, and on again', { timeout: 5 * 60_000 }, async () => {
  const { page } = alice
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.goto(`${messenger.server.url}/settings/keyboard`)
  await page.getByRole('checkbox', { name: 'Keys that are pressed alone do something' }).uncheck()
  await page.getByRole('link', { name: 'Explore' }).click()
  await page.getByRole('heading', { level: 1, name: 'Explore rooms' }).waitFor()
  await page.keyboard.press('?')
  // Keys that are held go on working, and show that the page listens.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  expect(await help.count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.goto(`${messenger.server.url}/settings/keyboard`)
  await page.getByRole('checkbox', { name: 'Keys that are pressed alone do something' }).check()
  await page.getByRole('heading', { level: 1, name: 'Keyboard' }).click()
  await page.keyboard.press('?')
  await help.getByRole('button', { name: 'Close' }).click()
  await help.waitFor({ state: 'detached' })
})

test('the document has a row for every criterion as the code has it, and each that is automated names a probe or a journey that there is', () => {
  const known = [...PROBES.map(({ id }) => id), keyboard.id, 'help', 'status']
  expect(CRITERIA).toHaveLength(55)
  for (const criterion of CRITERIA) {
    expect(DOCUMENT).toContain(planOf(criterion))
    const { how } = criterion
    if (how.kind === 'automated') expect(known).toEqual(expect.arrayContaining([...how.by]))
    if (how.kind === 'journeys') for (const each of how.by) expect(readFileSync(join(ROOT, 'e2e/tests', each), 'utf8').length).toBeGreaterThan(0)
  }
  // Every probe says which criteria it is about, and the table names it for at least one.
  for (const { id, criteria } of [...PROBES, keyboard]) expect(CRITERIA.some(({ number, how }) => criteria.includes(number) && how.kind === 'automated' && how.by.includes(id))).toBe(true)
})

test('the statement names to people what the table admits, and nothing else', async () => {
  const statement = await (await fetch(`${messenger.server.url}/accessibility?lang=fr`)).text()
  const named = [...statement.matchAll(/data-criterion="([\d.]+)"/g)].map(([, number]) => number)
  expect(named).toEqual(CRITERIA.filter(({ fails }) => fails !== undefined).map(({ number }) => number))
})
