// Pictures of every screen of the messenger, to be looked at: `node tools/bin/run.mjs e2e/src/picture-messenger.ts FOLDER [VARIANT...]`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openMessenger } from './messenger.ts'
import { makeScene } from './messenger-scene.ts'
import type { Shot } from './messenger-shots.ts'
import { shotsOf, showShot } from './messenger-shots.ts'

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
  { name: 'laptop-fr-forced-light', language: 'fr', width: 1280, height: 800, media: { forcedColors: 'active', colorScheme: 'light' } },
  { name: 'phone-en-rtl', language: 'en', width: 390, height: 844, media: { colorScheme: 'light' }, isRightToLeft: true },
  { name: 'wide-en-dark', language: 'en', width: 1920, height: 1080, media: { colorScheme: 'dark' } },
  // A window of 1280 by 1024 at 400 %.
  { name: 'zoom-fr-light', language: 'fr', width: 320, height: 256, media: { colorScheme: 'light' } },
  { name: 'zoom-en-contrast', language: 'en', width: 320, height: 568, media: { contrast: 'more', colorScheme: 'dark' } },
  { name: 'laptop-fr-contrast', language: 'fr', width: 1280, height: 800, media: { contrast: 'more', colorScheme: 'light' } },
]

// `CHAPPE_SHOTS` names screens, with commas between them, where not all are wanted.
const only = process.env['CHAPPE_SHOTS']?.split(',')
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
  for (const shot of shotsOf(scene).filter((each) => only?.includes(each.name) ?? true)) await take(shot, join(into, `${shot.name}.png`))
  console.log(`${name}: done`)
}

async function take(shot: Shot, file: string): Promise<void> {
  try {
    await showShot(page, shot)
  } catch (error) {
    console.error(`${shot.name}: ${String(error).split('\n')[0]}`)
  }
  await page.screenshot({ path: file })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}
