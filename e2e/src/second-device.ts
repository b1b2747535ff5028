// A second device of somebody at the messenger, which waits to be let in, and the two ways in: by one code, and step by step.
import type { Page } from 'playwright-core'
import type { Messenger } from './messenger.ts'
import { sharePasskeys } from './screen.ts'
import type { WebPerson } from './web-person.ts'
import { markOn, signIn, toWebPerson } from './web-person.ts'

/** Signs a telephone in with the passkeys of somebody; it waits. */
export async function phoneOf(messenger: Messenger, first: WebPerson, { dark = false, locale = 'en-GB' }: { dark?: boolean; locale?: string } = {}): Promise<WebPerson> {
  const phone = toWebPerson(await (await messenger.screen()).person({ width: 390, height: 844, dark, locale }))
  phone.page.setDefaultTimeout(60_000)
  await sharePasskeys(first, phone)
  await countOn(first)
  await phone.page.goto(messenger.server.url)
  await signIn(phone.page)
  await phone.page.locator('[data-keys=probation]').waitFor()
  return phone
}

/** A provider's copies of a passkey do not count; these do, so that the first one's goes on from where the copy will not come. */
async function countOn({ authenticator: { id: authenticatorId, cdp } }: WebPerson): Promise<void> {
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
  for (const credential of credentials) {
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId })
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: credential.signCount + 100 } })
  }
}

/** Shows a code on a device that waits; gives back its letters. */
export async function showCode({ page }: WebPerson): Promise<string> {
  await page.getByRole('button', { name: 'Let it in' }).click()
  await page.getByRole('button', { name: 'Show a code' }).click()
  return lettersOn(page)
}

/** The letters of the code that is shown. */
export async function lettersOn(page: Page): Promise<string> {
  return page.getByLabel('The same code in letters').innerText()
}

/** Types a code into the card that asks for it. */
export async function typeCode({ page }: WebPerson, letters: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Or the letters below the code' }).fill(letters)
  await page.getByRole('button', { name: 'Go on' }).click()
}

/** From now on the camera of a page sees what stood on another page's screen when it was asked to look. */
export async function pointCameraAt({ page }: WebPerson, other: WebPerson): Promise<void> {
  const picture = (await other.page.getByRole('dialog').screenshot()).toString('base64')
  await page.evaluate(`(() => {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d')
    const bytes = Uint8Array.from(atob(${JSON.stringify(picture)}), (char) => char.charCodeAt(0))
    navigator.mediaDevices.getUserMedia = async () => {
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      canvas.width = image.width
      canvas.height = image.height
      const draw = () => context.drawImage(image, 0, 0)
      draw()
      setInterval(draw, 100)
      return canvas.captureStream(10)
    }
  })()`)
}

/** Types the mark that a device shows which waits into the card that asks for it. */
export async function typeMark({ page }: WebPerson, waiting: WebPerson): Promise<void> {
  const mark = await markOn(waiting.page)
  await waiting.page.keyboard.press('Escape')
  await page.getByLabel('The mark that the new device shows').fill(mark)
}

/** Lets a telephone in as it was done before there was a code: let in, ask, agree, compare pictures on both. Gives back the presses. */
export async function letInByPictures(first: WebPerson, phone: WebPerson): Promise<number> {
  let presses = 0
  const press = async ({ page }: WebPerson, name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).first().click()
    presses += 1
  }
  const { page } = first
  await page.getByText('It shows no code').click()
  presses += 1
  await typeMark(first, phone)
  await press(first, 'It is in my hands: let it in')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await press(phone, 'Bring them here')
  await press(phone, 'Ask my other device')
  await press(first, 'Agree')
  await press(phone, 'Show the pictures')
  for (const each of [phone, first]) await press(each, 'They are the same')
  for (const each of [phone, first]) await press(each, 'Close')
  return presses
}
