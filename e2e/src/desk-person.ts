// Somebody at the security desk, in a browser of their own.
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Screen } from './screen.ts'
import { accessibilityProblems } from './screen.ts'

/** Somebody at the desk. */
export interface DeskPerson {
  readonly page: Page
  press(name: string): Promise<void>
  /** Goes to a place by the navigation. */
  go(place: string): Promise<void>
  /** Says why in the dialog that every act opens, and does it; a passkey is touched by itself. */
  act(button: string, reason: string): Promise<void>
  /**
   * Looks at the page as it stands, on a phone and on a laptop: what cannot be used by everybody, or is wider than the screen,
   * goes to `problems`. A picture of it is kept where `CHAPPE_PICTURES` names a folder.
   */
  look(name: string): Promise<void>
}

/** Who comes, and what they cannot do without. */
export interface Coming {
  url: string
  /** Where their passkey is made. */
  enrolmentUrl: string
  problems: string[]
}

const PHONE = { width: 390, height: 844 }
const LAPTOP = { width: 1280, height: 900 }
const WAIT_MS = 60_000

/** Makes a passkey by the link, and signs in at the desk with it. */
export async function enterDesk(screen: Screen, { url, enrolmentUrl, problems }: Coming): Promise<DeskPerson> {
  const { page } = await screen.person(LAPTOP)
  page.setDefaultTimeout(WAIT_MS)
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
  await page.goto(enrolmentUrl)
  await press('Begin')
  await press('Make the passkey')
  await page.getByRole('link', { name: 'Later' }).click()
  await page.goto(`${url}/desk`)
  await press('Sign in')
  const home = page.getByRole('heading', { name: 'Overview', exact: true })
  const yes = page.getByRole('button', { name: 'Yes, sign this device in' })
  await home.or(yes).waitFor()
  if (await yes.isVisible()) await yes.click()
  await home.waitFor()
  return {
    page,
    press,
    go: async (place) => {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place, exact: true }).click()
      await page.getByRole('heading', { name: place, exact: true }).waitFor()
    },
    async act(button, reason) {
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Reason').fill(reason)
      await dialog.getByRole('button', { name: button, exact: true }).click()
    },
    look: (name) => lookAt(page, name, problems),
  }
}

async function lookAt(page: Page, name: string, problems: string[]): Promise<void> {
  const { CHAPPE_PICTURES: pictures } = process.env
  for (const size of [PHONE, LAPTOP]) {
    await page.setViewportSize(size)
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
    const found = [...(await accessibilityProblems(page)), ...(width > size.width ? [`${width} wide`] : [])]
    problems.push(...found.map((each) => `${name} at ${size.width}: ${each}`))
    if (pictures === undefined) continue
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: `${pictures}/${name}-${size.width}.png`, fullPage: true })
  }
}
