// The screens that are walked: of the messenger, of the desk, and the pages to come in by.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { enterDesk } from '../desk-person.ts'
import type { Messenger } from '../messenger.ts'
import type { Scene } from '../messenger-scene.ts'
import { showShot, shotsOf } from '../messenger-shots.ts'

/** A screen on the page that shows it. */
export interface Screen {
  part: 'messenger' | 'desk' | 'pages'
  name: string
  page: Page
  show(): Promise<unknown>
}

/** Every screen of the messenger, or those that are named. */
export function messengerScreens(scene: Scene, only?: readonly string[]): Screen[] {
  const { page } = scene.alice
  return shotsOf(scene)
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((shot) => ({ part: 'messenger', name: shot.name, page, show: () => showShot(page, shot) }))
}

const DESK = ['', '/accounts', '/alerts', '/recoveries', '/requests', '/cases', '/organisations', '/exposure', '/announcements', '/drills', '/ledger', '/audit'] as const
const CHAPPE = fileURLToPath(new URL('../../../apps/cli/bin/chappe.mjs', import.meta.url))

/** The places of the desk, seen by its first operator. */
export async function deskScreens({ server, screen, problems }: Messenger): Promise<Screen[]> {
  const env = { ...process.env, CHAPPE_DATA_DIR: server.dataDir, CHAPPE_PROFILE: 'government' }
  const { stdout } = await promisify(execFile)(process.execPath, [CHAPPE, 'admin', 'bootstrap', '--name', 'ada'], { env })
  const { page } = await enterDesk(await screen(), { url: server.url, enrolmentUrl: /http\S+/.exec(stdout)?.[0] ?? '', problems })
  return DESK.map((path) => ({
    part: 'desk',
    name: path === '' ? 'overview' : path.slice(1),
    page,
    async show() {
      await page.goto(`${server.url}/desk${path}`)
      await page.locator('main h1').waitFor()
      await page.waitForTimeout(500)
    },
  }))
}

const OUTSIDE = ['/', '/signin?continue=/account', '/accessibility', '/enrol?token=gone'] as const
const INSIDE = ['/account', '/account/passkeys', '/account/devices', '/account/not-me', '/account/close', '/step-up?continue=/account'] as const

/** The pages of the server: those that anybody sees, and those of somebody's account. */
export async function pageScreens(messenger: Messenger, owner: Page): Promise<Screen[]> {
  const stranger = await (await messenger.screen()).person()
  const screenOf = (page: Page) => (path: string): Screen => ({
    part: 'pages',
    name: path === '/' ? 'way in' : path.slice(1).replace(/\?.*/, ''),
    page,
    async show() {
      await page.goto(`${messenger.server.url}${path}`)
      await page.locator('h1').first().waitFor()
      await page.waitForTimeout(300)
    },
  })
  return [...OUTSIDE.map(screenOf(stranger.page)), ...INSIDE.map(screenOf(owner))]
}
