// What kept the page's thread for long, out of a trace of `web-timing.ts`:
// `node tools/bin/run.mjs e2e/src/read-trace.ts FILE [--over 50] [--maps DIR] [--tasks 10]`
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { LongTask, TraceEvent } from './timing/long-tasks.ts'
import { listLongTasks } from './timing/long-tasks.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    over: { type: 'string', default: '50' },
    /** A build of the messenger with `--sourcemap hidden`, so that functions have the names they have in the sources. */
    maps: { type: 'string' },
    /** How many tasks are told one by one, the longest first. */
    tasks: { type: 'string', default: '10' },
  },
})
const NAMES_EACH = 6
const NAMES_IN_ALL = 45
/** What is not read of a trace: it is most of it. */
const NEEDED = /"name":"(?:RunTask|Profile|ProfileChunk|thread_name)"|"cat":"[^"]*(?:devtools\.timeline|v8)/

async function main(): Promise<void> {
  const [file] = positionals
  if (file === undefined) throw new Error('which trace?')
  const events: TraceEvent[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const text = line.replace(/^\{"traceEvents":\[/, '').replace(/(?:,|\]\})$/, '')
    if (text !== '' && NEEDED.test(text)) events.push(JSON.parse(text))
  }
  const { tasks, long } = listLongTasks(events, { overMs: Number(options.over), ...(options.maps === undefined ? {} : { nameOf: namesOf(options.maps) }) })
  for (const task of long.toSorted((a, b) => b.ownMs - a.ownMs).slice(0, Number(options.tasks))) tell(task)
  console.log(`\n${long.length} of ${tasks} tasks took more than ${options.over} ms, ${round(long.reduce((sum, { ownMs }) => sum + ownMs, 0))} ms together`)
  for (const part of ['browser', 'files', 'entries', 'functions'] as const) {
    const times = new Map<string, number>()
    for (const task of long) for (const [name, ms] of task[part]) times.set(name, (times.get(name) ?? 0) + ms)
    console.log(`\n${part}\n${word(times, NAMES_IN_ALL, '\n')}`)
  }
}

function tell({ atMs, tookMs, ownMs, browser, files, entries, functions }: LongTask): void {
  console.log(`\nat ${round(atMs)}: ${round(ownMs)} ms of the thread's own, ${round(tookMs)} on the clock`)
  for (const [name, times] of Object.entries({ browser, files, entries, functions })) console.log(`  ${name}: ${word(times, NAMES_EACH, ', ')}`)
}

function word(times: ReadonlyMap<string, number>, most: number, between: string): string {
  const sorted = [...times].toSorted(([, a], [, b]) => b - a).filter(([, ms]) => ms >= 0.5)
  return sorted.slice(0, most).map(([name, ms]) => `${round(ms)} ${name}`).join(between)
}

function round(ms: number): string {
  return ms.toFixed(ms < 10 ? 1 : 0)
}

/** Finds names by the maps of a build. */
function namesOf(folder: string): (file: string, at: { line: number; column: number }) => string | undefined {
  const maps = new Map<string, SourceMap | undefined>()
  return (file, { line, column }) => {
    if (!maps.has(file)) {
      const path = join(folder, 'assets', `${file}.map`)
      maps.set(file, file !== '' && existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : undefined)
    }
    const found = maps.get(file)?.findEntry(line, column)
    if (found === undefined || !('originalSource' in found)) return undefined
    const source = `${found.originalSource}`.replace(/^.*node_modules\//, '').replace(/^(?:\.\.\/)+/, '')
    const name = 'name' in found && typeof found.name === 'string' ? found.name : ''
    return `${name} ${source}:${found.originalLine + 1}`
  }
}

await main()
