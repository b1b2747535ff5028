// One page at a time: locks and words between pages as a browser has them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Tab, TabDeps } from '../../src/tabs.ts'
import { askForTab } from '../../src/tabs.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A browser with pages; a page that begins anew loses what it holds. */
function createBrowser() {
  interface Page {
    tab: Tab
    kept: string[]
    restarts: number
    isAsleep: boolean
    listeners: ((event: MessageEvent<unknown>) => void)[]
  }
  interface Claim {
    page: Page
    life: number
    hold: () => void
    fail: () => void
  }
  const pages: Page[] = []
  let holder: Claim | undefined
  let queue: Claim[] = []

  function settle(): void {
    queue = queue.filter(({ page, life }) => page.restarts === life)
    if (holder !== undefined && holder.page.restarts === holder.life) return
    holder = queue.shift()
    holder?.hold()
  }

  function open(): Page {
    const page: Page = { tab: undefined as unknown as Tab, kept: [], restarts: 0, isAsleep: false, listeners: [] }
    pages.push(page)
    start(page)
    return page
  }

  function start(page: Page): void {
    page.listeners = []
    const life = page.restarts
    const request = (_name: string, options: LockOptions, hold: () => Promise<unknown>): Promise<unknown> =>
      new Promise((_done, fail) => {
        const claim: Claim = { page, life, hold: () => void hold(), fail: () => fail(new DOMException('stolen', 'AbortError')) }
        if (options.steal === true) {
          const before = holder
          holder = claim
          claim.hold()
          before?.fail()
        } else queue.push(claim)
        queueMicrotask(settle)
      })
    const deps: TabDeps = {
      locks: { request } as unknown as TabDeps['locks'],
      channel: {
        postMessage: (data: unknown) => {
          for (const other of pages) if (other !== page && !other.isAsleep) for (const listener of other.listeners) queueMicrotask(() => listener({ data } as MessageEvent<unknown>))
        },
        addEventListener: (_type: string, listener: unknown) => void page.listeners.push(listener as (event: MessageEvent<unknown>) => void),
      } as unknown as TabDeps['channel'],
      restart() {
        if (page.restarts !== life) return
        page.restarts += 1
        start(page)
        settle()
      },
    }
    page.tab = askForTab(deps)
    page.tab.beforeHandOver(async () => void page.kept.push('kept'))
  }
  return { open, close: (page: Page) => ((page.restarts += 1), (page.listeners = []), settle()) }
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)
const states = (...pages: { tab: Tab }[]): string[] => pages.map(({ tab }) => tab.state.getState())

test('the second page says that the first has it, and has it when the first is closed', async () => {
  const browser = createBrowser()
  const first = browser.open()
  await settled()
  const second = browser.open()
  await settled()
  expect(states(first, second)).toEqual(['here', 'elsewhere'])
  browser.close(first)
  await settled()
  expect(states(second)).toEqual(['here'])
})

test('the second page takes over: the first keeps what is written before it lets go, and then says so', async () => {
  const browser = createBrowser()
  const first = browser.open()
  await settled()
  const second = browser.open()
  await settled()
  second.tab.takeOver()
  await settled()
  expect(first.kept).toEqual(['kept'])
  expect(states(first, second)).toEqual(['elsewhere', 'here'])
})

test('a page that sleeps and does not answer loses it all the same, and begins anew', async () => {
  const browser = createBrowser()
  const first = browser.open()
  await settled()
  const second = browser.open()
  await settled()
  first.isAsleep = true
  second.tab.takeOver()
  await settled()
  expect(states(second)).toEqual(['elsewhere'])
  await vi.advanceTimersByTimeAsync(3000)
  first.isAsleep = false
  expect([first.restarts, ...states(second)]).toEqual([1, 'here'])
})
