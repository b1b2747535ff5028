// What the browser was doing while something was measured, as Chromium's own developer tools read it (Performance, "Load profile").
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CDPSession } from 'playwright-core'

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.cpu_profiler',
  'blink.user_timing',
  'latencyInfo',
  'input',
  'v8',
  'disabled-by-default-v8.gc',
  'loading',
  'cc',
  'viz',
]

/** Does something, and writes what all threads of the browser did meanwhile into a file. It costs time itself: what is measured with it is no figure. */
export async function traced<T>(cdp: CDPSession, file: string, act: () => Promise<T>): Promise<T> {
  const events: unknown[] = []
  const take = ({ value }: { value: readonly unknown[] }): void => void events.push(...value)
  cdp.on('Tracing.dataCollected', take)
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { recordMode: 'recordUntilFull', includedCategories: CATEGORIES } })
  try {
    return await act()
  } finally {
    const isOver = new Promise((done) => cdp.once('Tracing.tracingComplete', done))
    await cdp.send('Tracing.end')
    await isOver
    cdp.off('Tracing.dataCollected', take)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `{"traceEvents":[${events.map((event) => JSON.stringify(event)).join(',\n')}]}`)
  }
}
