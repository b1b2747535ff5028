// Alice's browser: Chromium on a profile that stays, its processor made slower, and what its debugger says of time and memory.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { addAuthenticator } from '../screen.ts'
import { WATCH } from './watch.ts'

const WAIT_MS = 180_000

/** The browser. */
export interface MeasuredBrowser extends AsyncDisposable {
  page: Page
  context: BrowserContext
  cdp: CDPSession
  authenticatorId: string
  /** Makes the page's thread that many times slower; 1 is as fast as the machine. */
  slow(factor: number): Promise<void>
  /** What the page's thread has worked since it began, in milliseconds of its own processor time as far as the browser tells. */
  work(): Promise<Work>
  /** After all garbage was collected. */
  memory(): Promise<Memory>
}

/** What the page's thread has worked, in milliseconds. */
export interface Work {
  taskMs: number
  scriptMs: number
  layoutMs: number
}

/** What is held, in bytes. */
export interface Memory extends ProcessMemory {
  /** The page's own objects, without workers and WebAssembly. */
  jsHeapBytes: number
  /** What these objects hold outside of the heap: WebAssembly's memory and other bytes. */
  heldBytes: number
}

/** What the page's process holds, in bytes; workers, WebAssembly and pictures are part of it. */
export interface ProcessMemory {
  /** What belongs to it alone. */
  privateBytes: number
  /** All of it, with what it shares with the browser's other processes: the program, fonts, what is drawn. */
  residentBytes: number
}

/** Opens the browser on a profile. */
export async function openBrowser(profile: string): Promise<MeasuredBrowser> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--enable-precise-memory-info'],
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const { id: authenticatorId, cdp } = (await addAuthenticator(context, page))
  await page.addInitScript(WATCH)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  page.setDefaultTimeout(WAIT_MS)
  return {
    page,
    context,
    cdp,
    authenticatorId,
    async slow(factor) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: factor })
    },
    async work() {
      const { metrics } = await cdp.send('Performance.getMetrics')
      const of = (name: string): number => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000
      return { taskMs: of('TaskDuration'), scriptMs: of('ScriptDuration'), layoutMs: of('LayoutDuration') + of('RecalcStyleDuration') }
    },
    async memory() {
      for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage')
      const { usedSize, backingStorageSize } = await cdp.send('Runtime.getHeapUsage')
      return { jsHeapBytes: usedSize, heldBytes: backingStorageSize, ...pageProcess(profile) }
    },
    async [Symbol.asyncDispose]() {
      await context.close()
    },
  }
}

/** Waits until something holds in the page, whose policy lets no text run but the debugger's. */
export async function until(page: Page, expression: string): Promise<void> {
  const endMs = Date.now() + WAIT_MS
  while (!(await page.evaluate(`Boolean(${expression})`).catch(() => false))) {
    if (Date.now() > endMs) throw new Error(`waited in vain for ${expression}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** What the largest of this browser's page processes holds. */
function pageProcess(profile: string): ProcessMemory {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const command = read(`/proc/${pid}/cmdline`)
    const parent = / (\d+) /.exec(read(`/proc/${pid}/stat`).replace(/^.*\) \w/, ''))?.[1]
    return parent === undefined ? [] : [{ pid, command, parent }]
  })
  const own = new Set(all.filter(({ command }) => command.includes(`--user-data-dir=${profile}`)).map(({ pid }) => pid))
  for (let before = -1; before !== own.size;) {
    before = own.size
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid)
  }
  const held = all.filter(({ pid, command }) => own.has(pid) && command.includes('--type=renderer')).map(({ pid }) => {
    const rollup = read(`/proc/${pid}/smaps_rollup`)
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) * 1024
    return { privateBytes: of('Private_Clean') + of('Private_Dirty'), residentBytes: of('Rss') }
  })
  return held.toSorted((a, b) => b.privateBytes - a.privateBytes)[0] ?? { privateBytes: 0, residentBytes: 0 }
}

function read(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
