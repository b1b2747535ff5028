// Pictures of every page of the security desk, and what each of them prints, to be looked at: `node tools/bin/run.mjs e2e/src/picture-desk.ts FOLDER [VARIANT...]`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { enterDesk } from './desk-person.ts'
import type { DeskScene } from './desk-scene.ts'
import { makeDeskScene } from './desk-scene.ts'
import { openMessenger } from './messenger.ts'
import { accessibilityProblems } from './screen.ts'

/** One way of looking. */
interface Variant {
  name: string
  language: 'fr' | 'en'
  width: number
  height: number
  media: Parameters<Page['emulateMedia']>[0]
}

const VARIANTS: readonly Variant[] = [
  { name: 'laptop-fr-light', language: 'fr', width: 1280, height: 800, media: { colorScheme: 'light' } },
  { name: 'phone-fr-dark', language: 'fr', width: 390, height: 844, media: { colorScheme: 'dark' } },
  { name: 'phone-en-light', language: 'en', width: 390, height: 844, media: { colorScheme: 'light' } },
  { name: 'wide-en-dark', language: 'en', width: 1920, height: 1080, media: { colorScheme: 'dark' } },
  { name: 'laptop-en-forced', language: 'en', width: 1280, height: 800, media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'laptop-fr-contrast', language: 'fr', width: 1280, height: 800, media: { contrast: 'more', colorScheme: 'light' } },
  { name: 'wide-fr-light', language: 'fr', width: 1920, height: 1080, media: { colorScheme: 'light' } },
  { name: 'print-fr', language: 'fr', width: 1280, height: 800, media: { media: 'print', colorScheme: 'dark' } },
  { name: 'print-en', language: 'en', width: 1280, height: 800, media: { media: 'print', colorScheme: 'light' } },
]

/** A page: its address, and what is done there before the picture is taken. */
interface Shot {
  name: string
  path: string
  act?: (page: Page) => Promise<unknown>
}

/** Presses the button at a place among those of the page's acts, and waits for the form. */
const press = (selector: string, at = 0) => async (page: Page): Promise<void> => {
  await page.locator(selector).nth(at).click()
  await page.getByRole('dialog').waitFor()
}
const MAIN = 'main button:visible'

function shotsOf({ userId, caseId, reportId, requestOfLeak, requestOfSearch, announcementId, drillId }: DeskScene): Shot[] {
  const account = (id: string): string => `/accounts/${encodeURIComponent(id)}`
  return [
    { name: 'overview', path: '' },
    ...['alerts', 'reports', 'requests', 'accounts', 'cases', 'exposure', 'searches', 'reach', 'leaks', 'exports', 'announcements', 'drills', 'organisations', 'recoveries', 'handovers', 'ledger', 'audit'].map((place): Shot => ({ name: place, path: `/${place}` })),
    { name: 'account', path: account('@alice:localhost') },
    { name: 'account-contained', path: account(userId) },
    { name: 'contain-form', path: account('@alice:localhost'), act: press(MAIN) },
    { name: 'job-form', path: account('@alice:localhost'), act: press(MAIN, 6) },
    { name: 'roles-form', path: account('@alice:localhost'), act: press(MAIN, 5) },
    { name: 'case', path: `/cases/${caseId}` },
    { name: 'report', path: `/exposure/${reportId}` },
    { name: 'report-form', path: '/exposure', act: press(MAIN) },
    { name: 'notification', path: `/exposure/${reportId}/notification` },
    { name: 'notices', path: `/exposure/${reportId}/notices` },
    { name: 'claims', path: `/exposure/${reportId}/claims?check=1` },
    { name: 'leak', path: `/leaks/${requestOfLeak}` },
    { name: 'search', path: `/searches/${requestOfSearch}` },
    { name: 'search-form', path: '/searches', act: press(MAIN) },
    { name: 'announcement', path: `/announcements/${announcementId}` },
    { name: 'announcement-form', path: '/announcements', act: press(MAIN) },
    { name: 'drill', path: `/drills/${drillId}` },
    { name: 'drill-form', path: '/drills', act: press(MAIN) },
    { name: 'organisation', path: '/organisations/interior' },
    { name: 'nothing-found', path: '/accounts?search=nobody-of-that-name' },
    { name: 'no-such-account', path: account('@nobody:localhost') },
    { name: 'no-such-page', path: '/nowhere' },
    { name: 'commands', path: '', act: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('al') } },
    { name: 'keys', path: '', act: (page) => page.keyboard.press('?') },
    { name: 'focus', path: '/requests', act: async (page) => { for (let n = 0; n < 4; n += 1) await page.keyboard.press('Tab') } },
  ]
}

const [folder = '/tmp/pictures', ...wanted] = process.argv.slice(2)
await using messenger = await openMessenger()
const scene = await makeDeskScene(messenger)
const { page } = await enterDesk(await messenger.screen(), { url: messenger.server.url, enrolmentUrl: scene.enrolmentUrl, problems: [] })
page.setDefaultTimeout(5000)
for (const { name, language, width, height, media } of VARIANTS.filter((each) => wanted.length === 0 || wanted.some((word) => each.name.includes(word)))) {
  const into = join(folder, name)
  await mkdir(into, { recursive: true })
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ media: 'screen', colorScheme: 'light', forcedColors: 'none', contrast: 'no-preference', ...media })
  await page.evaluate(`localStorage.setItem('chappe.language', '${language}')`)
  await page.reload()
  for (const shot of shotsOf(scene)) await take(shot, join(into, shot.name), { width, isPaper: media?.media === 'print' })
  console.log(`${name}: done`)
}

async function take({ name, path, act }: Shot, file: string, { width, isPaper }: { width: number; isPaper: boolean }): Promise<void> {
  if (isPaper && act !== undefined) return
  try {
    await page.evaluate(`history.pushState(null, '', '/desk${path}')`)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(300)
    await act?.(page)
    await page.waitForTimeout(300)
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n')[0]}`)
  }
  if (isPaper) {
    await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true })
    return
  }
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
  if (wide > width) console.error(`${name}: ${wide} wide at ${width}`)
  for (const problem of await accessibilityProblems(page)) console.error(`${name}: ${problem.slice(0, 300)}`)
  await page.screenshot({ path: `${file}.png`, fullPage: act === undefined })
  await page.keyboard.press('Escape')
}
