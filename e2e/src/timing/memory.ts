// What the messenger holds after an hour of a busy day, made shorter.
import type { Page } from 'playwright-core'
import type { Memory } from './browser.ts'
import { until } from './browser.ts'
import type { Figures, Measured } from './measures.ts'
import { DAY_ROOMS, listedNames } from './measures.ts'
import { BUSY_ROOMS } from './office.ts'

/** As many messages as 20 a minute bring in an hour, all encrypted and in 60 rooms. */
const HOUR_MESSAGES = 1200
/** Once a minute somebody goes to another room. */
const CHANGES = 60
const PAGED_PX = -20_000
const WRITTEN = 'Seen, thank you. I will be there a little before ten.'
const OPEN = 'chappeWatched.marks.list !== undefined && chappeWatched.marks.ready !== undefined'

/**
 * Lets an hour pass in `seconds`: what arrives in it, 60 changes of the room, an answer written in every second of these, and
 * reading back in every sixth. All garbage is collected before anything is read.
 */
export async function measureMemory({ office, browser, say }: Measured, seconds: number): Promise<Figures> {
  const { page } = browser
  await browser.slow(1)
  await page.goto(office.server.url)
  await until(page, OPEN)
  await page.waitForTimeout(20_000)
  const before = await browser.memory()
  const rooms = office.rooms.slice(-1 - BUSY_ROOMS, -1).map(({ roomId }) => roomId)
  const talking = office.voice.does('chatter', { rooms: JSON.stringify(rooms), perSecond: String(HOUR_MESSAGES / seconds), seconds: String(seconds), text: 'in this hour' })
  const beganMs = Date.now()
  for (let index = 0; index < CHANGES; index += 1) {
    // The list is in motion: one of those that stand first at this moment.
    const names = await listedNames(office, page, DAY_ROOMS)
    await open(page, names[index % names.length] ?? '')
    if (index % 6 === 0) {
      await page.mouse.move(800, 400)
      await page.mouse.wheel(0, PAGED_PX)
    }
    if (index % 2 === 0) {
      const field = page.locator('textarea[data-composer]')
      await field.fill(WRITTEN)
      await field.press('Enter')
    }
    await page.waitForTimeout(Math.max(beganMs + ((index + 1) * seconds * 1000) / CHANGES - Date.now(), 0))
    if (index % DAY_ROOMS === DAY_ROOMS - 1) say(`after ${Math.round(((index + 1) * 60) / CHANGES)} minutes of the hour: ${word(await browser.memory())}`)
  }
  const arrived = Number(await talking)
  await page.waitForTimeout(20_000)
  const after = await browser.memory()
  return {
    hourMessages: arrived,
    hourChanges: CHANGES,
    openedHeapBytes: before.jsHeapBytes,
    openedHeldBytes: before.heldBytes,
    openedPrivateBytes: before.privateBytes,
    openedResidentBytes: before.residentBytes,
    hourHeapBytes: after.jsHeapBytes,
    hourHeldBytes: after.heldBytes,
    hourPrivateBytes: after.privateBytes,
    hourResidentBytes: after.residentBytes,
  }
}

/** Goes to a room, and waits until something that was said is there. Where the list moved just then, it is the room that took its place. */
async function open(page: Page, name: string): Promise<void> {
  await page.locator('.rooms-room', { has: page.locator('.rooms-name', { hasText: name }) }).first().click()
  await until(page, `document.querySelector('[role=log] .message-text') !== null`)
}

function word(memory: Memory): string {
  return Object.entries(memory).map(([name, bytes]: [string, number]) => `${name} ${Math.round(bytes / 1e6)} MB`).join(', ')
}
