import { expect, test } from 'vitest'
import type { TraceEvent } from './long-tasks.ts'
import { listLongTasks, ownTaskTimes } from './long-tasks.ts'

const PAGE = { pid: 7, tid: 1 }

/** An entry of the page's thread, in microseconds. */
function entry(name: string, ts: number, dur: number): TraceEvent {
  return { ph: 'X', name, ...PAGE, ts, dur }
}

const names: TraceEvent[] = [
  { ph: 'M', name: 'thread_name', ...PAGE, ts: 0, args: { name: 'CrRendererMain' } },
  { ph: 'M', name: 'thread_name', pid: 8, tid: 1, ts: 0, args: { name: 'CrRendererMain' } },
  { ph: 'M', name: 'thread_name', pid: 7, tid: 2, ts: 0, args: { name: 'DedicatedWorker thread' } },
]

/** What the profiler wrote: who was running at 10, 30, 50 and 150 ms. */
const profile: TraceEvent[] = [
  { ph: 'P', name: 'Profile', id: '0x1', ...PAGE, ts: 0, args: { data: { startTime: 0 } } },
  {
    ph: 'P',
    name: 'ProfileChunk',
    id: '0x1',
    pid: 7,
    tid: 9,
    ts: 1,
    args: {
      data: {
        cpuProfile: {
          nodes: [
            { id: 1, callFrame: { functionName: '(root)' } },
            { id: 2, parent: 1, callFrame: { functionName: 'processSyncResponse', url: 'https://chappe/assets/session-a.js', lineNumber: 0, columnNumber: 10 } },
            { id: 3, parent: 2, callFrame: { functionName: '', url: 'wasm://wasm/00f', lineNumber: 0, columnNumber: 4 } },
          ],
          samples: [2, 3],
        },
        timeDeltas: [10_000, 20_000],
      },
    },
  },
  { ph: 'P', name: 'ProfileChunk', id: '0x1', pid: 7, tid: 9, ts: 2, args: { data: { cpuProfile: { samples: [3, 2] }, timeDeltas: [20_000, 100_000] } } },
  // Of a worker of the same page.
  { ph: 'P', name: 'ProfileChunk', id: '0x2', pid: 7, tid: 9, ts: 2, args: { data: { cpuProfile: { samples: [2] }, timeDeltas: [30_000] } } },
]

test('a trace tells what the page was doing while nobody could type: by what the browser, which file and which function worked', () => {
  const events: TraceEvent[] = [
    ...names,
    entry('RunTask', 0, 80_000),
    entry('FunctionCall', 0, 70_000),
    entry('MinorGC', 40_000, 6000),
    entry('Layout', 72_000, 4000),
    entry('RunTask', 100_000, 50_000),
    // Of another page, and of a worker.
    { ...entry('RunTask', 0, 10_000), pid: 8 },
    { ...entry('RunTask', 0, 900_000), tid: 2 },
    ...profile,
  ]
  const { tasks, long } = listLongTasks(events, { overMs: 50 })
  expect(tasks).toBe(2)
  expect(long).toEqual([
    {
      atMs: 0,
      tookMs: 80,
      ownMs: 80,
      browser: new Map([['MinorGC', 6], ['Layout', 4]]),
      files: new Map([['session-a.js', 10], ['WebAssembly', 40]]),
      entries: new Map([['processSyncResponse (session-a.js)', 50]]),
      functions: new Map([['processSyncResponse', 10], ['unnamed 0:4', 40]]),
    },
  ])
})

test('functions are called what they are called in the sources, where the maps of the build are given', () => {
  const { long } = listLongTasks([...names, entry('RunTask', 0, 80_000), ...profile], { overMs: 50, nameOf: (file, { column }) => (file === 'session-a.js' && column === 10 ? 'processSyncResponse sync.js:900' : undefined) })
  expect(long[0]?.functions).toEqual(new Map([['processSyncResponse sync.js:900', 10], ['unnamed 0:4', 40]]))
})

test('a thread that waited for a processor has not worked that long', () => {
  const waited = { ...entry('RunTask', 0, 90_000), tdur: 20_000 }
  const worked = { ...entry('RunTask', 90_000, 90_000), tdur: 60_000 }
  expect(listLongTasks([...names, waited, worked], { overMs: 50 }).long.map(({ atMs, tookMs, ownMs }) => [atMs, tookMs, ownMs])).toEqual([[90, 90, 60]])
  expect(ownTaskTimes([...names, waited, worked])).toEqual([20, 60])
})

test('a trace without a page has no tasks', () => {
  expect(listLongTasks([{ ...entry('RunTask', 0, 90_000), tid: 2 }], { overMs: 50 })).toEqual({ tasks: 0, long: [] })
})
