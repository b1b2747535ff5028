// What a trace of the browser says of the tasks that kept the page's thread for long: how often, and what was done in them.

/** An entry of a trace, as Chromium writes it; times are microseconds. */
export interface TraceEvent {
  ph: string
  name: string
  pid: number
  tid: number
  ts: number
  dur?: number
  /** Of `dur`, what the thread itself worked; without what it waited for a processor. */
  tdur?: number
  id?: string
  args?: Readonly<Record<string, unknown>>
}

/** A task that took long. */
export interface LongTask {
  /** Since the first task of the trace, in milliseconds. */
  atMs: number
  tookMs: number
  /** What the thread itself worked of that. */
  ownMs: number
  /** What the browser itself was doing in it: milliseconds by the name of its own entry, each without what stands within. */
  browser: ReadonlyMap<string, number>
  /** Scripts: milliseconds by the file they came from. */
  files: ReadonlyMap<string, number>
  /** Milliseconds by the function that the browser had called. */
  entries: ReadonlyMap<string, number>
  /** Milliseconds by the function that was running. */
  functions: ReadonlyMap<string, number>
}

/** What a trace says. */
export interface TaskReport {
  /** How many tasks there were in all. */
  tasks: number
  long: readonly LongTask[]
}

/** How it is read. */
export interface Reading {
  overMs: number
  /** The name of a function, for where it stands in a file (counted from 0). */
  nameOf?(file: string, at: { line: number; column: number }): string | undefined
}

interface Frame {
  name: string
  file: string
  parent: number | undefined
}

interface Sample {
  ts: number
  us: number
  node: number
}

const TASK = 'RunTask'
/** What the browser writes only to hold what stands within. */
const HOLDERS: ReadonlySet<string> = new Set([TASK, 'ThreadControllerImpl::RunTask', 'ThreadPool_RunTask', 'FunctionCall', 'RunMicrotasks', 'v8.callFunction', 'V8.InvokeApiInterruptCallbacks'])
const NO_SCRIPT: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)'])

/** Reads the tasks of the page that worked most; a browser has more pages than one, and workers. */
export function listLongTasks(events: readonly TraceEvent[], { overMs, nameOf = () => undefined }: Reading): TaskReport {
  const { pid, tid } = busiestThread(events)
  const own = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && event.dur !== undefined)
  const tasks = own.filter(({ name }) => name === TASK).toSorted((a, b) => a.ts - b.ts)
  const { frames, samples } = readProfile(events, { pid, tid, nameOf })
  const beganUs = tasks[0]?.ts ?? 0
  const long = tasks.filter((task) => ownUs(task) > overMs * 1000).map((task): LongTask => {
    const endUs = task.ts + (task.dur ?? 0)
    const within = samples.filter(({ ts }) => ts >= task.ts && ts < endUs)
    const scripts = within.filter(({ node }) => !NO_SCRIPT.has(frames.get(node)?.name ?? '(root)'))
    return {
      atMs: (task.ts - beganUs) / 1000,
      tookMs: (task.dur ?? 0) / 1000,
      ownMs: ownUs(task) / 1000,
      browser: ownTimes(own.filter(({ ts }) => ts >= task.ts && ts < endUs)),
      files: sum(scripts, ({ node }) => frames.get(node)?.file),
      entries: sum(scripts, ({ node }) => entryOf(frames, node)),
      functions: sum(scripts, ({ node }) => frames.get(node)?.name),
    }
  })
  return { tasks: tasks.length, long }
}

/** How long the thread itself worked on each task of the page that worked most, in milliseconds. */
export function ownTaskTimes(events: readonly TraceEvent[]): readonly number[] {
  const { pid, tid } = busiestThread(events)
  return events.filter((event) => event.name === TASK && event.pid === pid && event.tid === tid).map((task) => ownUs(task) / 1000)
}

/** A machine that has other things to do lets a thread wait: that is not part of what a task takes. */
function ownUs({ dur = 0, tdur = dur }: TraceEvent): number {
  return tdur
}

function busiestThread(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const pages = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.['name'] === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`))
  const worked = new Map<string, number>()
  for (const { name, pid, tid, dur = 0 } of events) if (name === TASK && pages.has(`${pid} ${tid}`)) worked.set(`${pid} ${tid}`, (worked.get(`${pid} ${tid}`) ?? 0) + dur)
  const [busiest] = [...worked].toSorted(([, a], [, b]) => b - a)
  const [pid = 0, tid = 0] = (busiest?.[0] ?? '').split(' ').map(Number)
  return { pid, tid }
}

/** Milliseconds of each name without what stands within it. */
function ownTimes(events: readonly TraceEvent[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  const open: { name: string; endUs: number }[] = []
  const add = (name: string, us: number): void => void times.set(name, (times.get(name) ?? 0) + us / 1000)
  for (const { name, ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    while (open.length > 0 && (open.at(-1)?.endUs ?? 0) <= ts) open.pop()
    const around = open.at(-1)
    if (around !== undefined) add(around.name, -dur)
    add(name, dur)
    open.push({ name, endUs: ts + dur })
  }
  for (const name of HOLDERS) times.delete(name)
  return times
}

/** The function that the browser called, whatever that called in turn. */
function entryOf(frames: ReadonlyMap<number, Frame>, node: number): string {
  let found = frames.get(node)
  for (let at = found; at !== undefined && !NO_SCRIPT.has(at.name); at = at.parent === undefined ? undefined : frames.get(at.parent)) found = at
  return found === undefined ? '' : `${found.name} (${found.file})`
}

function sum(samples: readonly Sample[], nameOf: (sample: Sample) => string | undefined): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const sample of samples) {
    const name = nameOf(sample) || 'the browser'
    times.set(name, (times.get(name) ?? 0) + sample.us / 1000)
  }
  return times
}

/** The samples of the page's thread. The browser writes them in pieces, each relative to the one before. */
function readProfile(events: readonly TraceEvent[], { pid, tid, nameOf }: { pid: number; tid: number; nameOf: NonNullable<Reading['nameOf']> }): { frames: ReadonlyMap<number, Frame>; samples: readonly Sample[] } {
  const begin = events.find((event) => event.name === 'Profile' && event.pid === pid && event.tid === tid)
  const frames = new Map<number, Frame>()
  const samples: Sample[] = []
  let ts = numberAt(begin?.args, 'data', 'startTime')
  for (const { name, id, pid: of, args } of events) {
    if (name !== 'ProfileChunk' || of !== pid || id !== begin?.id) continue
    const data = objectAt(args, 'data')
    const profile = objectAt(data, 'cpuProfile')
    for (const node of listAt(profile, 'nodes')) {
      const call = objectAt(node, 'callFrame')
      const file = `${call?.['url'] ?? ''}`.replace(/^wasm:.*/, 'WebAssembly').replace(/^.*\//, '')
      const at = { line: numberAt(call, 'lineNumber'), column: numberAt(call, 'columnNumber') }
      const parent = node['parent']
      frames.set(numberAt(node, 'id'), { name: nameOf(file, at) ?? (`${call?.['functionName'] ?? ''}` || `unnamed ${at.line}:${at.column}`), file, parent: typeof parent === 'number' ? parent : undefined })
    }
    const deltas = listOf(data?.['timeDeltas'])
    for (const [index, node] of listOf(profile?.['samples']).entries()) {
      const us = Number(deltas[index] ?? 0)
      ts += us
      // A sample stands for the time until the next one; that is nearly the time since the one before.
      samples.push({ ts, us: Math.max(us, 0), node: Number(node) })
    }
  }
  return { frames, samples }
}

type Values = Readonly<Record<string, unknown>>

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null
}

function objectAt(values: Values | undefined, name: string): Values | undefined {
  const value = values?.[name]
  return isValues(value) ? value : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function listAt(values: Values | undefined, name: string): readonly Values[] {
  return listOf(values?.[name]).filter(isValues)
}

function numberAt(values: Values | undefined, ...names: readonly string[]): number {
  let value: unknown = values
  for (const name of names) value = isValues(value) ? value[name] : undefined
  return typeof value === 'number' ? value : 0
}
