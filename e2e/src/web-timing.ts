// How fast the messenger is, with 500 rooms on a real server, in a browser whose page is four times slower than the machine:
// `node tools/bin/run.mjs e2e/src/web-timing.ts [--runs 5] [--only warm,switch] [--folder DIR] [--json FILE] [--trace DIR]`
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { prepareWebApps } from '@chappe/server'
import type { MeasuredBrowser } from './timing/browser.ts'
import { openBrowser, until } from './timing/browser.ts'
import type { Figures, Measured } from './timing/measures.ts'
import { measureCold, measureScrolling, measureSwitches, measureTyping, measureUnread, measureWarm, median } from './timing/measures.ts'
import { measureMemory } from './timing/memory.ts'
import type { Office } from './timing/office.ts'
import { openOffice } from './timing/office.ts'
import { traced } from './timing/trace.ts'
import { settleKeys, signIn } from './web-person.ts'

/** What the messenger's service worker is told when its version is wanted (`apps/web/src/service-worker/words.ts`). */
const TAKE_OVER = 'chappe.take-over'

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'cold,warm,switch,unread,typing,scroll,memory' },
    rooms: { type: 'string', default: '500' },
    messages: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '30' },
    /** In how many seconds an hour passes. */
    'hour-seconds': { type: 'string', default: '240' },
    slower: { type: 'string', default: '4' },
    /** Keeps the account and the browser's profile, and goes on with them the next time. */
    folder: { type: 'string' },
    json: { type: 'string' },
    /** Writes what the browser was doing in each run into that folder. What is measured meanwhile is no figure. */
    trace: { type: 'string' },
    /** Measures what stands in `apps/web/dist`, whatever the sources are by now. */
    'as-built': { type: 'boolean', default: false },
  },
})
const ROOT = resolve(import.meta.dirname, '../..')

/** How each is measured, and how often in one run. */
const MEASURES: Readonly<Record<string, (measured: Measured, at: number) => Promise<Figures>>> = {
  cold: measureCold,
  warm: measureWarm,
  switch: measureSwitches,
  unread: measureUnread,
  typing: (measured) => measureTyping(measured, Number(options.seconds)),
  scroll: measureScrolling,
  memory: (measured) => measureMemory(measured, Number(options['hour-seconds'])),
}
/** What takes long, or does not change from one time to the next, is done once. */
const ONCE = new Set(['scroll', 'memory'])

async function main(): Promise<void> {
  if (!options['as-built']) await prepareWebApps({ url: '', say: console.error, warn: console.error })
  const folder = options.folder === undefined ? await mkdtemp(join(tmpdir(), 'chappe-timing-')) : resolve(options.folder)
  try {
    await using office = await openOffice(folder, { rooms: Number(options.rooms), long: Number(options.messages) }, console.error)
    await using browser = await openBrowser(join(folder, 'profile'))
    await enter(office, browser, folder)
    await takeNewest(office, browser)
    const measured = { office, browser, slower: Number(options.slower), say: console.error }
    const figures: Record<string, number[]> = {}
    for (const name of options.only.split(',')) {
      const measure = MEASURES[name]
      if (measure === undefined) throw new Error(`there is no measure ${name}: ${Object.keys(MEASURES).join(', ')}`)
      for (let run = 0; run < (ONCE.has(name) ? 1 : Number(options.runs)); run += 1) {
        const found = await measureOnce(name, run, measured, measure)
        console.error(name, run, JSON.stringify(found, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value)))
        for (const [figure, value] of Object.entries(found)) (figures[figure] ??= []).push(value)
      }
    }
    report(figures)
  } finally {
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What typing is traced in is the typing alone; everything else is traced from its beginning. */
async function measureOnce(name: string, run: number, measured: Measured, measure: (measured: Measured, at: number) => Promise<Figures>): Promise<Figures> {
  if (options.trace === undefined) return measure(measured, run)
  const file = join(options.trace, `${name}-${run}.json`)
  const trace: NonNullable<Measured['trace']> = (act) => traced(measured.browser.cdp, file, act)
  return name === 'typing' ? measure({ ...measured, trace }, run) : (await trace(() => measure(measured, run))).done
}

/** Alice comes in once; what was said in her rooms is said when her browser is there to be given the keys. */
async function enter(office: Office, { page }: MeasuredBrowser, folder: string): Promise<void> {
  await once(join(folder, 'entered'), async () => {
    await page.goto(office.enrolmentUrl)
    for (const name of ['Begin', 'Make the passkey']) await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('link', { name: 'Later' }).click()
    await page.goto(office.server.url)
    await signIn(page)
    await settleKeys(page)
  })
  await once(join(folder, 'settled'), async () => {
    await page.goto('about:blank')
    await office.fill()
    // Everything arrives, is decrypted as far as it is shown, and is kept.
    await page.goto(office.server.url)
    await until(page, 'chappeWatched.marks.list !== undefined && chappeWatched.marks.ready !== undefined')
    await page.waitForTimeout(45_000)
  })
}

/** Whatever version a kept profile has: it opens with the one that stands on the server. */
async function takeNewest({ server }: Office, { page }: MeasuredBrowser): Promise<void> {
  await page.goto(server.url)
  await until(page, 'chappeWatched.marks.list !== undefined')
  await page.evaluate(`navigator.serviceWorker.getRegistration().then(async (registration) => {
    await registration?.update()
    const fresh = registration?.installing ?? registration?.waiting
    if (!fresh) return
    while (fresh.state === 'installing') await new Promise((done) => setTimeout(done, 100))
    const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }))
    fresh.postMessage(${JSON.stringify(TAKE_OVER)})
    await changed
  })`)
  await page.goto('about:blank')
}

async function once(mark: string, act: () => Promise<void>): Promise<void> {
  if (existsSync(mark)) return
  await act()
  writeFileSync(mark, '')
}

function report(figures: Readonly<Record<string, readonly number[]>>): void {
  const revision = execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], { cwd: ROOT, encoding: 'utf8' }).trim()
  const summary = Object.fromEntries(Object.entries(figures).map(([name, runs]) => [name, { median: median(runs), min: Math.min(...runs), max: Math.max(...runs) }]))
  for (const [name, { median: middle, min, max }] of Object.entries(summary)) console.log(`${name.padEnd(30)} ${write(middle)} (${write(min)} to ${write(max)})`)
  if (options.json === undefined) return
  const file = resolve(options.json)
  mkdirSync(dirname(file), { recursive: true })
  const machine = { cpuModel: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, loadAverage: loadavg()[0] }
  writeFileSync(file, `${JSON.stringify({ benchmark: 'web', revision, endedAt: new Date().toISOString(), machine, options, figures, summary }, undefined, 2)}\n`)
}

function write(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

await main()
