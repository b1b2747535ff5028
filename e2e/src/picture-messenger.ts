// Pictures of every screen of the messenger, to be looked at: `node tools/bin/run.mjs e2e/src/picture-messenger.ts FOLDER [VARIANT...]`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openMessenger } from './messenger.ts'
import type { Scene } from './messenger-scene.ts'
import { makeScene } from './messenger-scene.ts'

/** One way of looking. */
interface Variant {
  name: string
  language: 'fr' | 'en'
  width: number
  height: number
  media: Parameters<Page['emulateMedia']>[0]
  /** Where the text of the page runs from right to left, in whatever language: to see that nothing stands on the wrong side. */
  isRightToLeft?: boolean
}

const VARIANTS: readonly Variant[] = [
  { name: 'laptop-en-light', language: 'en', width: 1280, height: 800, media: { colorScheme: 'light' } },
  { name: 'laptop-fr-dark', language: 'fr', width: 1280, height: 800, media: { colorScheme: 'dark' } },
  { name: 'phone-fr-light', language: 'fr', width: 390, height: 844, media: { colorScheme: 'light' } },
  { name: 'phone-en-dark', language: 'en', width: 390, height: 844, media: { colorScheme: 'dark' } },
  { name: 'wide-fr-light', language: 'fr', width: 1920, height: 1080, media: { colorScheme: 'light' } },
  { name: 'laptop-en-forced', language: 'en', width: 1280, height: 800, media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'laptop-en-rtl', language: 'en', width: 1280, height: 800, media: { colorScheme: 'light' }, isRightToLeft: true },
  { name: 'laptop-fr-contrast', language: 'fr', width: 1280, height: 800, media: { contrast: 'more', colorScheme: 'light' } },
]

const SETTINGS = ['profile', 'devices', 'recovery', 'alerts', 'appearance', 'language', 'privacy', 'sign-out'] as const
const BEGINNINGS = ['talk', 'room', 'forum', 'space', 'link'] as const

/** A screen: its address, and what is done there before the picture is taken. */
interface Shot {
  name: string
  path: string
  act?: (page: Page) => Promise<unknown>
}

function shotsOf({ rooms, threadId }: Scene): Shot[] {
  const room = (id: string, more = ''): string => `/rooms/${encodeURIComponent(id)}${more}`
  return [
    { name: 'home', path: '/' },
    { name: 'talk', path: room(rooms.talk) },
    { name: 'talk-up', path: room(rooms.talk), act: (page) => page.locator('.talk').getByRole('log').locator('article').first().scrollIntoViewIfNeeded() },
    { name: 'talk-menu', path: room(rooms.talk), act: async (page) => {
      await page.locator('.talk').getByRole('log').locator('article').last().hover()
      await page.locator('.talk').getByRole('log').locator('article').last().getByRole('button').last().focus()
    } },
    { name: 'details', path: room(rooms.talk, '?panel=details') },
    { name: 'details-down', path: room(rooms.talk, '?panel=details'), act: (page) => page.locator('.panel-body').evaluate((body: { scrollTop: number }) => { body.scrollTop = 100_000 }) },
    { name: 'files', path: room(rooms.talk, '?panel=files') },
    { name: 'export', path: room(rooms.talk, '?panel=export') },
    { name: 'thread', path: room(rooms.talk, `?panel=thread&item=${encodeURIComponent(threadId)}`) },
    { name: 'forum', path: room(rooms.forum) },
    { name: 'forum-details', path: room(rooms.forum, '?panel=details') },
    { name: 'space', path: room(rooms.space) },
    { name: 'asked', path: room(rooms.asked, '?panel=details') },
    { name: 'service', path: room(rooms.service) },
    { name: 'invite', path: room(rooms.partners, '?panel=details'), act: (page) => page.locator('.details > .button-main').click() },
    { name: 'person', path: room(rooms.forum), act: (page) => page.locator('.message-name').last().click() },
    { name: 'replaced', path: room(rooms.replaced) },
    { name: 'invited', path: room(rooms.invited) },
    { name: 'inbox', path: '/inbox' },
    { name: 'explore', path: '/explore' },
    { name: 'search', path: '/search', act: (page) => page.getByRole('searchbox').first().fill('figures') },
    ...SETTINGS.map((section): Shot => ({ name: `settings-${section}`, path: `/settings/${section}` })),
    ...BEGINNINGS.map((kind): Shot => ({ name: `begin-${kind}`, path: '/', act: (page) => begin(page, kind) })),
    { name: 'begin-room-open', path: '/', act: async (page) => { await begin(page, 'room'); await page.locator('input[name=kind]').last().check() } },
    { name: 'switcher', path: '/', act: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('b') } },
    { name: 'keys-help', path: '/', act: (page) => page.keyboard.press('?') },
    { name: 'tricked', path: '/', act: (page) => page.locator('.tricked-button').click() },
    { name: 'nowhere', path: '/rooms/%21no%3Alocalhost' },
  ]
}

async function begin(page: Page, kind: (typeof BEGINNINGS)[number]): Promise<void> {
  await page.locator('.side-tools button').last().click()
  await page.getByRole('menuitem').nth(BEGINNINGS.indexOf(kind)).click()
}

const [folder = '/tmp/pictures', ...wanted] = process.argv.slice(2)
await using messenger = await openMessenger()
const scene = await makeScene(messenger)
const { page } = scene.alice
page.setDefaultTimeout(20_000)
for (const { name, language, width, height, media, isRightToLeft = false } of VARIANTS.filter((each) => wanted.length === 0 || wanted.includes(each.name))) {
  const into = join(folder, name)
  await mkdir(into, { recursive: true })
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', contrast: 'no-preference', ...media })
  await page.evaluate(`localStorage.setItem('chappe.language', '${language}')`)
  await page.goto(messenger.server.url)
  await page.reload()
  await page.evaluate(`document.documentElement.dir = '${isRightToLeft ? 'rtl' : 'ltr'}'`)
  for (const shot of shotsOf(scene)) await take(shot, join(into, `${shot.name}.png`))
  console.log(`${name}: done`)
}

async function take({ name, path, act }: Shot, file: string): Promise<void> {
  try {
    await page.evaluate(`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`)
    await page.waitForTimeout(700)
    await act?.(page)
    await page.waitForTimeout(400)
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n')[0]}`)
  }
  await page.screenshot({ path: file })
  await page.keyboard.press('Escape')
}
