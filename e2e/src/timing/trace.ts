// What the browser was doing while something was measured, as Chromium's own developer tools read it (Performance, "Load profile").
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CDPSession } from 'playwright-core'
import type { TraceEvent } from './long-tasks.ts'
import { ownTaskTimes } from './long-tasks.ts'

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

/** Enough to tell the tasks of the page's thread apart, which costs next to nothing. */
const TASKS = ['disabled-by-default-devtools.timeline']

/** Does something, and tells how long the page's thread itself worked on each task meanwhile, in milliseconds; not how long it waited for a processor that others had. */
export async function withTaskTimes<T>(cdp: CDPSession, act: () => Promise<T>): Promise<{ done: T; tasksMs: readonly number[] }> {
  const { done, events } = await recorded(cdp, TASKS, act)
  return { done, tasksMs: ownTaskTimes(events) }
}

/** Does something, and writes what all threads of the browser did meanwhile into a file. It costs time itself: what is measured with it is no figure. */
export async function traced<T>(cdp: CDPSession, file: string, act: () => Promise<T>): Promise<{ done: T; tasksMs: readonly number[] }> {
  const { done, events } = await recorded(cdp, CATEGORIES, act)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `{"traceEvents":[${events.map((event) => JSON.stringify(event)).join(',\n')}]}`)
  return { done, tasksMs: ownTaskTimes(events) }
}

async function recorded<T>(cdp: CDPSession, includedCategories: string[], act: () => Promise<T>): Promise<{ done: T; events: readonly TraceEvent[] }> {
  const events: TraceEvent[] = []
  const take = ({ value }: { value: unknown[] }): void => void events.push(...value.filter(isTraceEvent))
  cdp.on('Tracing.dataCollected', take)
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { recordMode: 'recordUntilFull', includedCategories } })
  const isOver = new Promise((done) => cdp.once('Tracing.tracingComplete', done))
  try {
    const done = await act()
    await cdp.send('Tracing.end')
    await isOver
    return { done, events }
  } finally {
    cdp.off('Tracing.dataCollected', take)
  }
}

function isTraceEvent(value: unknown): value is TraceEvent {
  return typeof value === 'object' && value !== null && 'ph' in value && 'name' in value && 'ts' in value
}
