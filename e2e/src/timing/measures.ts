// The measures: how the messenger opens, changes rooms, takes what is typed, scrolls, and what it holds.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { MeasuredBrowser, Work } from './browser.ts'
import { openBrowser, until } from './browser.ts'
import type { Office } from './office.ts'
import { LONG_ROOM } from './office.ts'
import { withTaskTimes } from './trace.ts'
import type { Frames, Key, StartMarks, Switch } from './watch.ts'

/** Figures by name; the unit comes last. */
export type Figures = Record<string, number>

/** What is measured with. */
export interface Measured {
  office: Office
  browser: MeasuredBrowser
  /** How much slower than the machine the page's thread is. */
  slower: number
  say(line: string): void
  /** Does something and writes down what the browser did meanwhile; where there is none, no more than how long tasks took. */
  trace?: <T>(act: () => Promise<T>) => Promise<{ done: T; tasksMs: readonly number[] }>
}

/** Rooms that somebody goes to in a day. */
export const DAY_ROOMS = 12
const TYPED = 'I have read it, and would like to add one thing about the third paragraph. '
const TYPED_PER_MS = 90
/** What is seen is kept every ten seconds. */
const SEEN_AFTER_MS = 15_000
const UNREAD_ROOMS = 5
const UNREAD_EACH = 200

/** The way in, in a browser that has never been here: until there is something to be seen, and the field to begin with. */
export async function measureCold({ office, slower }: Measured): Promise<Figures> {
  const profile = await mkdtemp(join(tmpdir(), 'chappe-cold-'))
  const browser = await openBrowser(profile)
  try {
    await browser.slow(slower)
    await browser.page.goto(office.server.url)
    await browser.page.getByRole('textbox').waitFor()
    const fieldMs: number = await browser.page.evaluate('performance.now()')
    return { coldPaintMs: await paintOf(browser.page), coldFieldMs: fieldMs }
  } finally {
    await browser[Symbol.asyncDispose]()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A page that is opened anew at the room where somebody has been working. */
export async function measureWarm({ office, browser, slower }: Measured, at: number): Promise<Figures> {
  const { page } = browser
  const address = `${office.server.url}/rooms/${encodeURIComponent(office.rooms.at(-3)?.roomId ?? '')}`
  if (at === 0) {
    await page.goto(address)
    await until(page, 'chappeWatched.marks.usable !== undefined && chappeWatched.marks.ready !== undefined')
    await page.waitForTimeout(SEEN_AFTER_MS)
  }
  await page.goto('about:blank')
  await browser.slow(slower)
  await page.goto(address, { waitUntil: 'commit' })
  const usable = await work(browser, () => until(page, 'chappeWatched.marks.usable !== undefined'))
  const opened = await work(browser, () => until(page, 'chappeWatched.marks.usable !== undefined && chappeWatched.marks.ready !== undefined'))
  const marks: StartMarks = await page.evaluate('chappeWatched.marks')
  const longest: number = await page.evaluate('Math.max(0, ...chappeWatched.long.map(([, duration]) => duration))')
  // What is left to do is done before the next one begins.
  await page.waitForTimeout(6000)
  return {
    warmPaintMs: await paintOf(page),
    warmListMs: marks.list ?? Number.NaN,
    warmWordsMs: marks.words ?? Number.NaN,
    warmUsableMs: marks.usable ?? Number.NaN,
    warmLostMs: marks.lost ?? 0,
    warmReadyMs: marks.ready ?? Number.NaN,
    warmLongestTaskMs: longest,
    warmUsableCpuMs: usable.taskMs,
    warmTaskCpuMs: usable.taskMs + opened.taskMs,
    warmScriptCpuMs: usable.scriptMs + opened.scriptMs,
  }
}

/** From room to room: to each for the first time since the page was opened, and once more. */
export async function measureSwitches({ office, browser, slower }: Measured): Promise<Figures> {
  const { page } = browser
  await browser.slow(1)
  await page.goto(office.server.url)
  await until(page, 'chappeWatched.marks.list !== undefined && chappeWatched.marks.ready !== undefined')
  await page.waitForTimeout(SEEN_AFTER_MS)
  await browser.slow(slower)
  const names = await listedNames(office, page, DAY_ROOMS + 1)
  const first: Switch[] = []
  const again: Switch[] = []
  let spent: Work = { taskMs: 0, scriptMs: 0, layoutMs: 0 }
  for (const seen of [first, again]) {
    for (const name of names) {
      const cost = await work(browser, async () => void seen.push(await goTo(page, name)))
      spent = { taskMs: spent.taskMs + cost.taskMs, scriptMs: spent.scriptMs + cost.scriptMs, layoutMs: spent.layoutMs + cost.layoutMs }
    }
  }
  const of = (switches: readonly Switch[], part: keyof Switch): number[] => switches.map((each) => each[part] ?? Number.NaN).slice(1)
  return {
    switchAcknowledgedMs: median(of(first, 'acknowledged')),
    switchDrawnMs: median(of(first, 'drawn')),
    switchDrawnMaxMs: Math.max(...of(first, 'drawn')),
    switchAgainAcknowledgedMs: median(of(again, 'acknowledged')),
    switchAgainDrawnMs: median(of(again, 'drawn')),
    switchAgainDrawnMaxMs: Math.max(...of(again, 'drawn')),
    switchTaskCpuMs: spent.taskMs / (names.length * 2),
  }
}

/** Somebody comes back: in some rooms hundreds of messages are unread, and they go to each of these. */
export async function measureUnread({ office, browser, slower }: Measured): Promise<Figures> {
  const { page } = browser
  await browser.slow(1)
  await page.goto('about:blank')
  const rooms = office.rooms.slice(-40, -40 + UNREAD_ROOMS)
  const perSecond = 40
  const said = Number(await office.voice.does('chatter', { rooms: JSON.stringify(rooms.map(({ roomId }) => roomId)), perSecond: String(perSecond), seconds: String((UNREAD_ROOMS * UNREAD_EACH) / perSecond), text: 'while nobody was there' }))
  await page.goto(office.server.url)
  await until(page, 'chappeWatched.marks.list !== undefined && chappeWatched.marks.ready !== undefined')
  await page.waitForTimeout(SEEN_AFTER_MS)
  await browser.slow(slower)
  const gone: Switch[] = []
  const { taskMs } = await work(browser, async () => {
    for (const { name } of rooms) gone.push(await goTo(page, name))
  })
  const drawn = gone.map((each) => each.drawn ?? Number.NaN)
  return {
    unreadEach: said / UNREAD_ROOMS,
    unreadAcknowledgedMs: median(gone.map((each) => each.acknowledged ?? Number.NaN)),
    unreadDrawnMs: median(drawn),
    unreadDrawnMaxMs: Math.max(...drawn),
    unreadTaskCpuMs: taskMs / rooms.length,
  }
}

/** Somebody types while twenty messages arrive every second, half of them in the room that is open, all of them encrypted. */
export async function measureTyping({ office, browser, slower, trace = (act) => withTaskTimes(browser.cdp, act) }: Measured, seconds: number): Promise<Figures> {
  const { page } = browser
  const [open, ...others] = office.rooms.slice(-12, -1).toReversed()
  await page.goto(`${office.server.url}/rooms/${encodeURIComponent(open?.roomId ?? '')}`)
  await until(page, 'chappeWatched.marks.usable !== undefined && chappeWatched.marks.ready !== undefined')
  await page.waitForTimeout(5000)
  await browser.slow(slower)
  const rooms = others.flatMap(({ roomId }) => [open?.roomId ?? '', roomId])
  await page.evaluate('chappeWatched.endLooking(), chappeWatched.long.length = 0, chappeWatched.events.length = 0, chappeWatched.keys.length = 0')
  const talking = office.voice.does('chatter', { rooms: JSON.stringify(rooms), perSecond: '20', seconds: String(seconds), text: 'meanwhile' })
  const field = page.locator('textarea[data-composer]')
  await field.click()
  const beganMs = Date.now()
  const endMs = beganMs + seconds * 1000
  const { done: spent, tasksMs } = await trace(() =>
    work(browser, async () => {
      while (Date.now() < endMs) {
        await page.keyboard.type(TYPED, { delay: TYPED_PER_MS })
        await field.fill('')
      }
    }),
  )
  // The last sentence is typed to its end, which on a busy machine takes its time.
  const typedSeconds = (Date.now() - beganMs) / 1000
  const taken = Number(await talking)
  const long: number[] = await page.evaluate('chappeWatched.long.map(([, duration]) => duration)')
  const keys: Key[] = await page.evaluate(`chappeWatched.events.filter(({ name }) => name === 'keydown' || name === 'input')`)
  const untilFrame: number[] = await page.evaluate('chappeWatched.keys')
  return {
    arrivedPerSecond: taken / seconds,
    typingSeconds: typedSeconds,
    typingKeys: untilFrame.length,
    typingLongTasks: long.length,
    typingLongestTaskMs: Math.max(0, ...long),
    typingLongOwnTasks: tasksMs.filter((ms) => ms > 50).length,
    typingLongestOwnTaskMs: tasksMs.reduce((longest, ms) => Math.max(longest, ms), 0),
    typingBlockedMs: long.reduce((sum, duration) => sum + duration - 50, 0),
    typingKeyMaxMs: Math.max(0, ...untilFrame),
    typingKeyP95Ms: share(untilFrame, 0.95),
    typingKeyMedianMs: median(untilFrame),
    typingKeyWaitedMaxMs: Math.max(0, ...keys.map(({ waitedMs }) => waitedMs)),
    typingKeyTookMaxMs: Math.max(0, ...keys.map(({ tookMs }) => tookMs)),
    typingTaskCpuMsPerSecond: spent.taskMs / typedSeconds,
    typingScriptCpuMsPerSecond: spent.scriptMs / typedSeconds,
  }
}

/** Up through everything that was said in the long room, and from there down and up again. */
export async function measureScrolling({ office, browser, slower, say }: Measured): Promise<Figures> {
  const { page } = browser
  const long = office.rooms.find(({ name }) => name === LONG_ROOM)
  await page.goto(`${office.server.url}/rooms/${encodeURIComponent(long?.roomId ?? '')}`)
  await until(page, 'chappeWatched.marks.usable !== undefined && chappeWatched.marks.ready !== undefined')
  await page.waitForTimeout(4000)
  await browser.slow(slower)
  await page.mouse.move(800, 400)
  const beganMs = Date.now()
  await page.evaluate('chappeWatched.follow()')
  const isAtBeginning = (): Promise<boolean> => page.evaluate(`document.querySelector('.timeline-begin') !== null && document.querySelector('[role=log]').scrollTop < 100`)
  while (!(await isAtBeginning()) && Date.now() - beganMs < 15 * 60_000) {
    await page.mouse.wheel(0, -1600)
    await page.waitForTimeout(40)
  }
  const up: Frames = await page.evaluate('chappeWatched.endFollowing()')
  say(`up through the long room in ${Math.round((Date.now() - beganMs) / 1000)} s`)
  await page.evaluate('chappeWatched.follow()')
  const spent = await work(browser, async () => {
    for (const way of [1, -1]) {
      for (let step = 0; step < 120; step += 1) {
        await page.mouse.wheel(0, way * 800)
        await page.waitForTimeout(30)
      }
    }
  })
  const through: Frames = await page.evaluate('chappeWatched.endFollowing()')
  const height: number = await page.evaluate(`document.querySelector('[role=log]').scrollHeight`)
  return {
    longRoomHeightPx: height,
    pagingBlankFrames: up.blank,
    pagingFramesOver50Ms: up.over50Ms,
    pagingFrames: up.count,
    scrollBlankFrames: through.blank,
    scrollFrames: through.count,
    scrollFramesOver50Ms: through.over50Ms,
    scrollLongestFrameMs: through.longestMs,
    scrollTaskCpuMs: spent.taskMs,
  }
}

/** Names of the rooms that stand first in the list and are on the screen. What the server writes stands there too, and does not name its room. */
export async function listedNames({ rooms }: Office, page: Page, count: number): Promise<string[]> {
  const said = new Set(rooms.map(({ name }) => name).filter((name) => name !== LONG_ROOM))
  const names: string[] = await page.evaluate(`[...document.querySelectorAll('.rooms-room .rooms-name')].map((name) => name.textContent)`)
  return names.filter((name) => said.has(name)).slice(0, count)
}

async function goTo(page: Page, name: string): Promise<Switch> {
  await page.evaluate(`chappeWatched.expect(${JSON.stringify(name)})`)
  await page.locator('.rooms-room', { has: page.locator('.rooms-name', { hasText: name }) }).first().click()
  await until(page, 'chappeWatched.gone.drawn !== undefined')
  await page.waitForTimeout(300)
  return page.evaluate('chappeWatched.gone')
}

async function paintOf(page: Page): Promise<number> {
  return page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN`)
}

/** What the page's thread works while something is done. */
async function work(browser: MeasuredBrowser, act: () => Promise<void>): Promise<Work> {
  const before = await browser.work()
  await act()
  const after = await browser.work()
  return { taskMs: after.taskMs - before.taskMs, scriptMs: after.scriptMs - before.scriptMs, layoutMs: after.layoutMs - before.layoutMs }
}

/** What so large a share of them does not exceed. */
function share(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(Math.ceil(values.length * part) - 1, 0)] ?? Number.NaN
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN
  return (low + high) / 2
}

