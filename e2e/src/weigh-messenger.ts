// What the messenger weighs, and how fast it opens: `node tools/bin/run.mjs e2e/src/weigh-messenger.ts [--rooms=500]`.
// Chromium with its CPU throttled to a quarter; warm, so that the service worker and the stores have what an earlier visit left.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { prepareWebApps } from '@chappe/server'
import { createPerson } from '@chappe/testkit'
import type { Json, Person } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { startServerProcess } from './running-server.ts'
import { openScreen } from './screen.ts'
import { makeAccountByHand } from './shared-secret.ts'
import type { WebPerson } from './web-person.ts'
import { enterMessenger } from './web-person.ts'

const SECRET = 'a secret for weighing'
const THROTTLE = 4
const ROUNDS = 3
const MESSAGES_PER_ROOM = 5
const AT_ONCE = 4
const DIST = resolve(import.meta.dirname, '../../apps/web/dist')

const rooms = Number(/--rooms=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 500)
await prepareWebApps({ url: '', say: (line) => console.log(line), warn: (error) => console.error(error) })
weigh()
await measure()

/** Prints what each file weighs, and what is loaded before the first message. */
function weigh(): void {
  const worker = readFileSync(join(DIST, 'service-worker.js'), 'utf8')
  const needed = [...worker.matchAll(/path:[`"](\/assets\/[^`"]+)[`"],integrity:[`"][^`"]+[`"],isLater:(?:!1|false)/g)].map(([, path = '']) => path.slice('/assets/'.length))
  const size = (name: string, end: string): number => statSync(join(DIST, 'assets', `${name}${end}`)).size
  const rows = needed.map((name) => ({ name, raw: size(name, ''), gzip: size(name, '.gz'), brotli: size(name, '.br') }))
  for (const { name, raw, gzip, brotli } of rows.toSorted((a, b) => b.brotli - a.brotli)) console.log(`${name.padEnd(48)} ${kilo(raw)} ${kilo(gzip)} ${kilo(brotli)}`)
  const shell = rows.filter(({ name }) => name.startsWith('index-')).reduce((sum, { gzip }) => sum + gzip, 0)
  const all = rows.reduce((sum, { brotli }) => sum + brotli, 0)
  console.log(`shell ${kilo(shell)} gzip; before the first message ${kilo(all)} brotli; ${readdirSync(join(DIST, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name)).length} files in all`)
}

async function measure(): Promise<void> {
  await using server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
  await using screen = await openScreen()
  const account: Json = JSON.parse(await makeAccountByHand(server.url, SECRET, 'alice', { displayname: 'Alice Martin' }))
  await fill(createPerson(() => server.url, account))
  const alice = await enterMessenger(screen, { url: server.url, enrolmentUrl: account['org.chappe.enrolment_url'], problems: [] })
  await alice.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await alice.open('Room 1')
  // What the first sync told is written by then.
  await new Promise((done) => setTimeout(done, 20_000))
  await alice.authenticator.cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  console.log(`${rooms} rooms, CPU to a quarter, load of the machine ${loadavg()[0]?.toFixed(1)}`)
  for (let round = 1; round <= ROUNDS; round += 1) console.log(`round ${round}:`, await measureRound(alice, round))
}

/** A reload in a room, and a switch to another. */
async function measureRound({ page }: WebPerson, round: number): Promise<Record<string, number>> {
  await page.reload({ waitUntil: 'commit' })
  const firstRoom = await firstSeen(page, '.composer textarea')
  const firstPaint = Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"))
  await page.getByRole('link', { name: `Room ${round + 10}`, exact: false }).first().waitFor()
  const acknowledged = await switchTo(page, `Room ${round + 10}`)
  return { firstPaintMs: Math.round(firstPaint), firstRoomMs: Math.round(firstRoom), ...acknowledged }
}

/** When, since the navigation began, something is on the page; looked at by the page itself, at each frame. */
async function firstSeen(page: Page, selector: string): Promise<number> {
  const seen = `new Promise((done) => { const look = () => document.querySelector(${JSON.stringify(selector)}) === null ? requestAnimationFrame(look) : done(performance.now()); look() })`
  return Number(await page.evaluate(seen))
}

async function switchTo(page: Page, name: string): Promise<{ acknowledgedMs: number; drawnMs: number }> {
  const measured: unknown = await page.evaluate(`new Promise((done) => {
    const link = [...document.querySelectorAll('a[href^="/rooms/"]')].find((each) => each.textContent.includes(${JSON.stringify(name)}))
    const began = performance.now()
    link.click()
    let acknowledgedMs
    const look = () => {
      if (acknowledgedMs === undefined && link.getAttribute('aria-current') === 'page') acknowledgedMs = performance.now() - began
      if (document.querySelector('h1')?.textContent.includes(${JSON.stringify(name)}) && document.querySelector('[role=log] article') !== null) return done([acknowledgedMs ?? 0, performance.now() - began])
      requestAnimationFrame(look)
    }
    look()
  })`)
  const [acknowledgedMs = 0, drawnMs = 0] = Array.isArray(measured) ? measured.map((each) => Math.round(Number(each))) : []
  return { acknowledgedMs, drawnMs }
}

async function fill(maker: Person): Promise<void> {
  const numbers = Array.from({ length: rooms }, (_each, at) => at + 1)
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const roomId = await maker.createRoom({ preset: 'private_chat', name: `Room ${number}` })
        for (let at = 1; at <= MESSAGES_PER_ROOM; at += 1) await maker.say(roomId, `message ${at} in room ${number}`)
      }
    }),
  )
}

function kilo(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(8)} KB`
}
