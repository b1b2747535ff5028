// One code for a new device, in a real browser: shown on one, read by the other, and the new one reads old messages with no
// further step. A code of somebody else is refused on both sides, in words.
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import { lettersOn, phoneOf, pointCameraAt, showCode, typeCode } from '../src/second-device.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

/** Somebody with a laptop, who has said something there. */
async function enter(username: string, displayname: string): Promise<WebPerson> {
  await messenger.makeAccount(username, displayname)
  const laptop = await messenger.enter(username)
  await messenger.meet('Plans', { [username]: laptop })
  await laptop.write('said on the laptop')
  await laptop.reads('said on the laptop')
  return laptop
}

async function letIn({ page }: WebPerson): Promise<void> {
  await page.getByRole('dialog', { name: 'A new device wants in' }).getByText('Your passkey touched there').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'It is mine: let it in' }).click()
  await page.getByText('The new device is in').waitFor()
}

test('Carol reads the code of her new telephone with the camera of her laptop, says yes once, and reads there what was said before; Dave, to whom she shows it first, gets nothing', { timeout: 5 * 60_000 }, async () => {
  const [carol, dave] = [await enter('carol', 'Carol Petit'), await enter('dave', 'Dave Moreau')]
  const phone = await phoneOf(messenger, carol)
  await phone.open('Plans')
  await phone.page.getByText('This device cannot open this message yet.').waitFor()

  const first = await showCode(phone)
  expect(await accessibilityProblems(phone.page)).toEqual([])
  await dave.page.goto(`${messenger.server.url}/settings/devices`)
  await dave.page.getByRole('button', { name: 'Read a new device’s code' }).click()
  await typeCode(dave, `${first.slice(0, -1)}${first.endsWith('A') ? 'B' : 'A'}`)
  await dave.page.getByText('A letter is wrong').waitFor()
  await dave.page.getByRole('button', { name: 'Close', exact: true }).click()
  await dave.page.getByRole('button', { name: 'Read a new device’s code' }).click()
  await typeCode(dave, first)
  await dave.page.getByText('This is the code of somebody else’s device.').waitFor()
  await phone.page.getByText('Another account has read this code.').waitFor()
  await phone.page.getByRole('button', { name: 'Close', exact: true }).click()

  await showCode(phone)
  await pointCameraAt(carol, phone)
  await carol.page.getByRole('dialog', { name: 'A new device wants in' }).waitFor()
  expect(await accessibilityProblems(carol.page)).toEqual([])
  await carol.page.getByRole('button', { name: 'Read its code' }).click()
  await phone.page.getByText('Your other device has read the code.').waitFor()
  await letIn(carol)
  await phone.page.locator('[data-keys=ready]').waitFor()
  await phone.reads('said on the laptop')
  // What it says from now on others read, and what they say it reads: it is signed by its owner.
  await phone.page.getByRole('dialog').waitFor({ state: 'detached' })
  await phone.write('said on the telephone')
  await carol.reads('said on the telephone')
  expect(messenger.problems.filter((each) => /Content Security Policy|TrustedScript/.test(each))).toEqual([])
})

test('Erin has no camera on her laptop: it shows the code, her telephone reads it, and the laptop says yes', { timeout: 5 * 60_000 }, async () => {
  const erin = await enter('erin', 'Erin Blanc')
  const phone = await phoneOf(messenger, erin)
  await phone.open('Plans')
  await erin.page.getByRole('button', { name: 'Read its code' }).click()
  await erin.page.getByRole('button', { name: 'Show a code here instead' }).click()
  const letters = await lettersOn(erin.page)
  expect(letters).toMatch(/^(?:[0-9A-Z]{4} ){4}[0-9A-Z]{4}$/)
  expect(await accessibilityProblems(erin.page)).toEqual([])
  await showCode(phone)
  await pointCameraAt(phone, erin)
  await phone.page.getByRole('button', { name: 'Read the other device’s code instead' }).click()
  await letIn(erin)
  await phone.page.locator('[data-keys=ready]').waitFor()
  await phone.reads('said on the laptop')
})

test('Fay types the letters, says no, and the telephone is signed out', { timeout: 5 * 60_000 }, async () => {
  const fay = await enter('fay', 'Fay Leroy')
  const phone = await phoneOf(messenger, fay)
  const letters = await showCode(phone)
  await fay.page.getByRole('button', { name: 'Read its code' }).click()
  await typeCode(fay, letters.toLowerCase().replaceAll(' ', ''))
  await fay.page.getByText('Your passkey touched there').waitFor()
  await fay.page.getByRole('button', { name: 'Sign it out' }).click()
  await fay.page.getByRole('dialog').waitFor({ state: 'detached' })
  await phone.page.getByText('You were signed out on this device').waitFor()
  await phone.page.getByRole('button', { name: 'Continue', exact: true }).waitFor()
})
