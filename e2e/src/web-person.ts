// Somebody at the messenger in a real browser.
import type { Locator, Page } from 'playwright-core'
import type { PersonAtScreen, PersonOptions, Screen } from './screen.ts'

/** Somebody who is signed in to the messenger. */
export interface WebPerson extends PersonAtScreen {
  /** Opens a conversation by its name in the list. */
  open(name: string): Promise<void>
  /** Writes into the conversation that is open, and sends it. */
  write(text: string): Promise<void>
  /** Resolves when the open conversation shows a message with that text. */
  reads(text: string): Promise<void>
}

const WAIT_MS = 120_000

/**
 * Makes a passkey by an enrolment link, signs in to the messenger of the server at `url` with it, and waits for the list of
 * conversations. What the page says wrong in its console is pushed to `problems`.
 */
export async function enterMessenger(
  screen: Screen,
  { url, enrolmentUrl, problems, ...options }: { url: string; enrolmentUrl: string; problems: string[] } & PersonOptions,
): Promise<WebPerson> {
  const person = await screen.person(options)
  const { page } = person
  hear(page, problems)
  await page.goto(enrolmentUrl)
  await press(page, 'Begin')
  await press(page, 'Make the passkey')
  await page.getByRole('link', { name: 'Later' }).click()
  await page.goto(url)
  await signIn(page)
  await settleKeys(page)
  return toWebPerson(person)
}

/** Waits long enough for a busy machine, and keeps what a page says wrong in its console. */
function hear(page: Page, problems: string[]): void {
  page.setDefaultTimeout(WAIT_MS)
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
}

/** Signs in to the messenger on the page of it that is open, with a passkey that this browser has. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  const list = page.getByRole('navigation', { name: 'Conversations' }).or(page.getByRole('heading', { name: /^Welcome/ }))
  const yes = page.getByRole('button', { name: 'Yes, sign this device in' })
  const touch = page.getByRole('button', { name: 'Sign in with a passkey' })
  await list.or(yes).or(touch).waitFor()
  if (await touch.isVisible()) await touch.click()
  await list.or(yes).waitFor()
  if (await yes.isVisible()) await yes.click()
  await list.waitFor()
}

/** Lets the device in where it waits for that, on the account's own page, and keeps its messages safe with the passkey. */
export async function settleKeys(page: Page): Promise<void> {
  const welcome = page.getByRole('heading', { name: /^Welcome/ })
  const standing = page.locator('[data-keys]:not([data-keys=checking])')
  await welcome.or(standing).first().waitFor()
  if ((await keysOf(page)) === 'probation') {
    const here = page.url()
    const mark = await markOn(page)
    const path = await page.getByRole('link', { name: /account’s page$/ }).getAttribute('href')
    await page.goto(new URL(path ?? '', here).href)
    await page.getByLabel('The mark that the new device shows').fill(mark)
    await press(page, 'Yes, approve this device')
    await page.getByText('The device is approved.').waitFor()
    await page.goto(here)
    await welcome.or(standing).first().waitFor()
  }
  if (await welcome.isVisible()) await press(page, 'Touch my passkey')
  else if ((await keysOf(page)) === 'recover') {
    await page.getByRole('button', { name: 'Bring them here' }).first().click()
    await press(page, 'Touch my passkey')
  }
  await page.locator('[data-keys=ready]').waitFor()
}

/** The mark that a device shows which waits; its card stays open. */
export async function markOn(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Let it in' }).click()
  return /: (\S{4})\./.exec(await page.getByText(/^Mark of this device/).innerText())?.[1] ?? ''
}

/** Where the messenger says that the keys stand; nothing during the first run. */
async function keysOf(page: Page): Promise<string | null> {
  const gate = page.locator('[data-keys]')
  return (await gate.count()) === 0 ? null : gate.first().getAttribute('data-keys')
}

/** Somebody at a screen who uses the messenger there. */
export function toWebPerson(person: PersonAtScreen): WebPerson {
  const { page } = person
  return {
    ...person,
    async open(name) {
      await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    },
    async write(text) {
      const field = page.getByRole('textbox', { name: /^Write to / })
      await field.fill(text)
      await field.press('Enter')
    },
    async reads(text) {
      await page.getByRole('log').getByText(text, { exact: true }).waitFor()
    },
  }
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Pastes a text of several lines into a field, as from the clipboard. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.focus()
  await field.page().evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })()`)
}
