// Every screen of the messenger, as an address and what is done there: for pictures, and for whatever else looks at all of them.
import type { Locator, Page } from 'playwright-core'
import type { Scene } from './messenger-scene.ts'
import { paste } from './web-person.ts'

/** A screen: its address, and what is done there before it is looked at. */
export interface Shot {
  name: string
  path: string
  act?: (page: Page) => Promise<unknown>
}

const SETTINGS = ['profile', 'devices', 'recovery', 'alerts', 'appearance', 'language', 'privacy', 'writing', 'keyboard', 'sign-out'] as const
const BEGINNINGS = ['talk', 'room', 'forum', 'space', 'link'] as const

const room = (id: string, more = ''): string => `/rooms/${encodeURIComponent(id)}${more}`
const articles = (page: Page): Locator => page.locator('.talk').getByRole('log').locator('article')
const weight = (page: Page): Locator => page.locator('.talk .composer').getByRole('button', { name: /^Importance/ })
const field = (page: Page): Locator => page.locator('.talk textarea[data-composer]').first()

/** Shows a screen. Rejects where what is to be done there cannot be done. */
export async function showShot(page: Page, { path, act }: Shot): Promise<void> {
  await page.evaluate(`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`)
  await page.waitForTimeout(700)
  await act?.(page)
  await page.waitForTimeout(400)
}

/** Every screen. */
export function shotsOf(scene: Scene): Shot[] {
  return [...talks(scene), ...details(scene), ...orders(scene), ...kept(scene), ...places(scene), ...beginnings(), { name: 'space', path: room(scene.rooms.space) }]
}

function talks({ rooms, threadId }: Scene): Shot[] {
  return [
    { name: 'home', path: '/' },
    { name: 'talk', path: room(rooms.talk) },
    { name: 'talk-up', path: room(rooms.talk), act: (page) => articles(page).first().scrollIntoViewIfNeeded() },
    { name: 'talk-menu', path: room(rooms.talk), act: async (page) => {
      await articles(page).last().hover()
      await articles(page).last().getByRole('button').last().focus()
    } },
    { name: 'talk-menu-open', path: room(rooms.talk), act: async (page) => {
      await articles(page).last().hover()
      await page.locator('.message-actions button').last().click()
    } },
    { name: 'thread', path: room(rooms.talk, `?panel=thread&item=${encodeURIComponent(threadId)}`) },
    { name: 'forum', path: room(rooms.forum) },
    { name: 'changes', path: room(rooms.orders), act: (page) => page.locator('button.message-change').first().click() },
    { name: 'service', path: room(rooms.service) },
    { name: 'service-both', path: room(rooms.service), act: (page) => page.locator('.link-below').first().click() },
    { name: 'replaced', path: room(rooms.replaced) },
    { name: 'invited', path: room(rooms.invited) },
    { name: 'nowhere', path: '/rooms/%21no%3Alocalhost' },
  ]
}

function details({ rooms }: Scene): Shot[] {
  return [
    { name: 'details', path: room(rooms.talk, '?panel=details') },
    { name: 'details-down', path: room(rooms.talk, '?panel=details'), act: (page) => page.locator('.panel-body').evaluate((body: { scrollTop: number }) => { body.scrollTop = 100_000 }) },
    { name: 'files', path: room(rooms.talk, '?panel=files') },
    { name: 'export', path: room(rooms.talk, '?panel=export') },
    { name: 'forum-details', path: room(rooms.forum, '?panel=details') },
    { name: 'asked', path: room(rooms.asked, '?panel=details') },
    { name: 'invite', path: room(rooms.partners, '?panel=details'), act: (page) => page.locator('.details > .button-main').click() },
    { name: 'invite-list', path: room(rooms.partners, '?panel=details'), act: async (page) => {
      if ((await page.locator('.picker input').count()) === 0) await page.locator('.details > .button-main').click()
      await paste(page.locator('.picker input').first(), 'Bob Durand; No Body\nXavier Roux <xavier@partner.example>')
      await page.waitForTimeout(2500)
    } },
    { name: 'person', path: room(rooms.forum), act: (page) => articles(page).locator('.message-name').last().click() },
    { name: 'talk-of-two', path: room(rooms.away) },
    { name: 'person-job', path: room(rooms.orders), act: (page) => articles(page).locator('.message-name').first().click() },
  ]
}

/** What matters, who has confirmed it, groups, formulas, documents. */
function orders({ rooms }: Scene): Shot[] {
  const order = (page: Page): Locator => articles(page).filter({ has: page.locator('.message-asking') })
  const office = (name: string): Shot => ({ name: `office-${name.split('.').at(-1)}`, path: room(rooms.partners), act: async (page) => {
    await articles(page).getByRole('button', { name: new RegExp(`^(?:Open|Ouvrir) ${name}$`) }).last().click()
    await page.waitForTimeout(1500)
  } })
  return [
    { name: 'orders', path: room(rooms.orders) },
    { name: 'orders-up', path: room(rooms.orders), act: (page) => order(page).first().scrollIntoViewIfNeeded() },
    { name: 'order-menu', path: room(rooms.orders), act: (page) => weight(page).click() },
    { name: 'order-writing', path: room(rooms.orders), act: async (page) => {
      await weight(page).click()
      await page.getByRole('menuitemcheckbox').nth(1).click()
      await page.getByRole('menuitemcheckbox').nth(2).click()
      await page.keyboard.press('Escape')
      await field(page).fill('Leave the building by the north stairs')
    } },
    { name: 'order-confirmed', path: room(rooms.orders), act: (page) => order(page).last().locator('.message-asking .link').click() },
    { name: 'group-offered', path: room(rooms.orders), act: async (page) => {
      await field(page).fill('')
      await field(page).pressSequentially('for @')
    } },
    { name: 'group-people', path: room(rooms.forum), act: (page) => page.locator('.talk button.pill:has(.pill-count)').first().click() },
    { name: 'formula', path: room(rooms.orders), act: async (page) => {
      await field(page).fill('The mean is $$\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i$$')
      await page.waitForTimeout(800)
    } },
    office('note.docx'),
    office('figures.xlsx'),
    office('plan.pptx'),
  ]
}

/** What is kept for oneself, sent later, taken back or put away. */
function kept({ rooms }: Scene): Shot[] {
  return [
    { name: 'remind', path: room(rooms.talk), act: async (page) => {
      const last = articles(page).last()
      await last.focus()
      if ((await last.locator('.saved-mark').count()) === 0) await last.press('s')
      await last.press('m')
    } },
    { name: 'saved', path: room(rooms.talk) },
    { name: 'later', path: '/inbox', act: (page) => page.locator('.inbox-kinds button').last().click() },
    { name: 'draft', path: room(rooms.partners), act: async (page) => {
      await field(page).fill('The survey of the north pier says that')
      await page.waitForTimeout(1500)
    } },
    { name: 'draft-left', path: '/' },
    { name: 'send-later', path: room(rooms.talk), act: async (page) => {
      await field(page).fill('Good morning')
      await field(page).press('Control+Shift+Enter')
    } },
    { name: 'undo', path: room(rooms.asked), act: async (page) => {
      await page.evaluate(`localStorage.setItem('chappe.undo', '10')`)
      await field(page).fill('Good morning')
      await field(page).press('Enter')
      await page.evaluate(`localStorage.removeItem('chappe.undo')`)
    } },
    { name: 'room-menu', path: '/', act: (page) => page.locator('.rooms-room').last().click({ button: 'right' }) },
    { name: 'archived', path: '/', act: (page) => page.locator('.rooms-scroll').evaluate((list: { scrollTop: number }) => { list.scrollTop = 100_000 }) },
    { name: 'scheduled', path: room(rooms.talk), act: async (page) => {
      await field(page).press('Control+Shift+Enter')
      await page.locator('.when-choice').last().click()
      await page.locator('.scheduled-strip').click()
    } },
  ]
}

function places(_scene: Scene): Shot[] {
  return [
    { name: 'inbox', path: '/inbox', act: (page) => page.locator('.inbox-kinds button').first().click() },
    { name: 'spaces-open', path: '/', act: (page) => page.locator('.rail-turn').first().click() },
    { name: 'explore', path: '/explore' },
    { name: 'search', path: '/search', act: (page) => page.locator('.search-field').fill('figures') },
    { name: 'search-offers', path: '/search', act: async (page) => {
      await page.locator('.search-field').fill('figures')
      await page.keyboard.press('Enter')
      await page.locator('.search-field').fill('bu')
    } },
    { name: 'settings-alerts-down', path: '/settings/alerts', act: (page) => page.locator('.alerts-group').last().scrollIntoViewIfNeeded() },
    ...SETTINGS.map((section): Shot => ({ name: `settings-${section}`, path: `/settings/${section}` })),
    { name: 'own-status', path: '/settings/profile', act: ownStatus },
    { name: 'device-name', path: '/settings/devices', act: (page) => page.locator('.device').last().getByRole('button').first().click() },
    { name: 'switcher', path: '/', act: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('b') } },
    { name: 'keys-help', path: '/', act: (page) => page.keyboard.press('?') },
    { name: 'tricked', path: '/', act: (page) => page.locator('.tricked-button').click() },
  ]
}

function beginnings(): Shot[] {
  return [
    ...BEGINNINGS.map((kind): Shot => ({ name: `begin-${kind}`, path: '/', act: (page) => begin(page, kind) })),
    { name: 'begin-room-open', path: '/', act: async (page) => { await begin(page, 'room'); await page.locator('input[name=kind]').last().check() } },
  ]
}

async function ownStatus(page: Page): Promise<void> {
  await page.locator('.settings-body').getByRole('button').last().click()
  await page.locator('.own-status input[name=status]').fill('Lyon')
  for (const box of await page.locator('.own-status .switch input').all()) await box.check()
}

async function begin(page: Page, kind: (typeof BEGINNINGS)[number]): Promise<void> {
  await page.locator('.side-tools button').last().click()
  await page.getByRole('menuitem').nth(BEGINNINGS.indexOf(kind)).click()
}
