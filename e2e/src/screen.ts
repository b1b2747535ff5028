// A real browser with an authenticator of its own in it: Chromium, driven from outside, and a passkey that needs no finger.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

/** The browser, one for all people of a test. */
export interface Screen extends AsyncDisposable {
  /** Which browser it is, as `Chromium 140`. */
  readonly version: string
  /** A browser of somebody's own: other cookies, another authenticator. */
  person(options?: PersonOptions): Promise<PersonAtScreen>
}

/** How somebody looks at pages. */
export interface PersonOptions {
  locale?: string
  width?: number
  height?: number
  dark?: boolean
}

/** Somebody in front of a browser. */
export interface PersonAtScreen {
  page: Page
  context: BrowserContext
  /** Their authenticator, as the browser's debugger knows it. */
  authenticator: { id: string; cdp: CDPSession }
}

/** A microphone that beeps, and nobody to be asked for it. */
export const WITH_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] as const

/** Starts Chromium, without a window. */
export async function openScreen(flags: readonly string[] = []): Promise<Screen> {
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...flags] })
  return {
    version: `Chromium ${browser.version().split('.')[0] ?? ''}`,
    async person({ locale = 'en-GB', width = 1280, height = 900, dark = false } = {}) {
      const context = await browser.newContext({ locale, viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' })
      const page = await context.newPage()
      return { page, context, authenticator: await addAuthenticator(context, page) }
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
    },
  }
}

/** Gives a page an authenticator that needs no finger. */
export async function addAuthenticator(context: BrowserContext, page: Page): Promise<PersonAtScreen['authenticator']> {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  })
  return { id, cdp }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on a page, as `rule: places`; empty where nothing is wrong. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // The page's own policy lets no other script in: the debugger is not held to it.
  const violations: unknown = await page.evaluate(`${AXE}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`)
  return Array.isArray(violations) ? violations.map(String) : ['axe did not answer']
}

/** Keeps pictures of a page, wide and light and on a telephone and dark, where `CHAPPE_PICTURES` names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['CHAPPE_PICTURES']
  if (folder === undefined) return
  for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']] as const) {
    await page.setViewportSize({ width, height: 850 })
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(400)
    await page.screenshot({ path: `${folder}/${name}-${width}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Gives one person's passkeys to another browser of theirs, as a provider that keeps them would. */
export async function sharePasskeys(from: PersonAtScreen, to: PersonAtScreen): Promise<void> {
  const { credentials } = await from.authenticator.cdp.send('WebAuthn.getCredentials', { authenticatorId: from.authenticator.id })
  for (const credential of credentials) {
    await to.authenticator.cdp.send('WebAuthn.addCredential', { authenticatorId: to.authenticator.id, credential })
  }
}
