// Pictures of a second device that comes in, step by step on both, and how many presses and seconds it takes by one code and by pictures:
// `node tools/bin/run.mjs e2e/src/picture-pairing.ts FOLDER`. The seconds are the machine's: nobody reads or walks meanwhile.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openMessenger } from './messenger.ts'
import { letInByPictures, phoneOf, pointCameraAt, showCode } from './second-device.ts'
import type { WebPerson } from './web-person.ts'

const LOOKS = [
  { name: 'phone-en-light', width: 390, height: 844, dark: false, language: 'en' },
  { name: 'phone-fr-dark', width: 390, height: 844, dark: true, language: 'fr' },
  { name: 'laptop-en-light', width: 1280, height: 800, dark: false, language: 'en' },
  { name: 'laptop-fr-dark', width: 1280, height: 800, dark: true, language: 'fr' },
  { name: 'wide-fr-light', width: 1920, height: 1080, dark: false, language: 'fr' },
] as const
type Look = (typeof LOOKS)[number]

const [folder = '/tmp/pictures'] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
await using messenger = await openMessenger()
await messenger.makeAccount('carol', 'Carol Petit')
const laptop = await messenger.enter('carol')
await messenger.meet('Plans', { carol: laptop })
await laptop.write('said on the laptop')
await laptop.reads('said on the laptop')

/** The card in front, in every look. The words of a page are those it was opened with: each language has a device of its own. */
async function take({ page }: WebPerson, name: string, looks: readonly Look[]): Promise<void> {
  const before = page.viewportSize()
  for (const { name: look, width, height, dark } of looks) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, `${name}-${look}.png`) })
  }
  if (before !== null) await page.setViewportSize(before)
}

const press = (page: Page, at: string): Promise<void> => page.locator(at).first().click()

/** The time from a telephone that waits to old messages read on it. */
async function time(run: (phone: WebPerson) => Promise<number>): Promise<{ presses: number; seconds: number }> {
  const phone = await phoneOf(messenger, laptop)
  await phone.open('Plans')
  await phone.page.getByText('This device cannot open this message yet.').waitFor()
  await laptop.page.getByRole('dialog', { name: 'A new device wants in' }).waitFor()
  const startedAtMs = performance.now()
  const presses = await run(phone)
  await phone.page.locator('[data-keys=ready]').waitFor()
  await phone.reads('said on the laptop')
  const seconds = (performance.now() - startedAtMs) / 1000
  await phone.page.close()
  return { presses, seconds }
}

for (let round = 0; round < 3; round += 1) {
  const before = await time((phone) => letInByPictures(laptop, phone))
  const by = await time(async (phone) => {
    await showCode(phone)
    await pointCameraAt(laptop, phone)
    await laptop.page.getByRole('button', { name: 'Read its code' }).click()
    await laptop.page.getByRole('button', { name: 'It is mine: let it in' }).click()
    return 4
  })
  console.log(`by pictures: ${before.presses} presses, ${before.seconds.toFixed(1)} s; by one code: ${by.presses} presses, ${by.seconds.toFixed(1)} s`)
}

for (const language of ['en', 'fr'] as const) {
  const looks = LOOKS.filter((each) => each.language === language)
  const phone = await phoneOf(messenger, laptop)
  for (const { page } of [phone, laptop]) {
    await page.evaluate(`localStorage.setItem('chappe.language', '${language}')`)
    await page.reload()
  }
  await phone.page.locator('.key-strip button').click()
  await take(phone, '1-waits', looks)
  await press(phone.page, '.dialog .button-main')
  await phone.page.locator('.qr').waitFor()
  const letters = await phone.page.locator('.pairing-text').innerText()
  await take(phone, '2-shows', looks)
  await laptop.page.locator('.dialog .facts').waitFor()
  await take(laptop, '3-asked', looks)
  await press(laptop.page, '.dialog .button-main')
  await take(laptop, '4-reading', looks)
  await laptop.page.locator('.dialog input[name=pairing-code]').fill('hello')
  await laptop.page.keyboard.press('Enter')
  await laptop.page.locator('.dialog [role=alert]').waitFor()
  await take(laptop, '5-refused', looks)
  await press(laptop.page, '.dialog .button-main')
  await press(laptop.page, '.dialog .button-main')
  await laptop.page.locator('.dialog input[name=pairing-code]').fill(letters)
  await laptop.page.keyboard.press('Enter')
  await laptop.page.locator('.dialog .facts').waitFor()
  await take(laptop, '6-asking', looks)
  await take(phone, '7-read', looks)
  await press(laptop.page, '.dialog .button-main')
  await laptop.page.locator('.dialog [role=status]').waitFor()
  await laptop.page.screenshot({ path: join(folder, `8-done-${language}.png`) })
  await laptop.page.locator('.dialog').waitFor({ state: 'detached' })
  await laptop.page.goto(`${messenger.server.url}/settings/devices`)
  await laptop.page.locator('.devices').waitFor()
  await take(laptop, '9-devices', looks)
  await laptop.page.locator('.settings-body .row button').nth(1).click()
  await laptop.page.locator('.qr').waitFor()
  await take(laptop, '10-shows-here', looks)
  await laptop.page.keyboard.press('Escape')
  await phone.page.close()
}
