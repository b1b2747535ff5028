// Processes and their CPU time, read from /proc.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** One process as /proc/<pid>/stat shows it. Times in microseconds. */
export interface ProcessStat {
  pid: number
  name: string
  parentPid: number
  /** Pid of the process that began the session. */
  sessionId: number
  /** User and system time of the process itself. */
  ownUs: number
  /** User and system time of its children that ended and were waited for. */
  endedChildrenUs: number
}

/** Linux counts in ticks of 1/100 s in this file on every architecture that Node runs on. */
const TICK_US = 10_000

/** Reads one line of /proc/<pid>/stat. Throws when it is not one. The name may hold spaces and parentheses. */
export function parseProcessStat(line: string): ProcessStat {
  const open = line.indexOf('(')
  const close = line.lastIndexOf(')')
  const fields = line.slice(close + 2).trim().split(' ')
  const pid = Number(line.slice(0, open))
  if (open < 0 || close < open || fields.length < 15 || !Number.isInteger(pid)) throw new Error('not a line of /proc/<pid>/stat')
  // proc(5) counts fields from 1 and `state` is 3: field n stands at n - 3 here.
  const field = (n: number): number => Number(fields[n - 3])
  return {
    pid,
    name: line.slice(open + 1, close),
    parentPid: field(4),
    sessionId: field(6),
    ownUs: (field(14) + field(15)) * TICK_US,
    endedChildrenUs: (field(16) + field(17)) * TICK_US,
  }
}

/** Lists all processes; those that end while we look are left out. Empty where there is no /proc. */
export function listProcesses(): ProcessStat[] {
  const found: ProcessStat[] = []
  let names: string[] = []
  try {
    names = readdirSync('/proc')
  } catch {
    return found
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue
    try {
      found.push(parseProcessStat(readFileSync(`/proc/${name}/stat`, 'utf8')))
    } catch { /* it ended */ }
  }
  return found
}

/** True for PostgreSQL's postmaster and the processes that it forks. */
export function isPostgres(process: ProcessStat): boolean {
  return process.name === 'postgres' || process.name === 'postmaster'
}

/** The process `root` and its descendants; `enter` says which ones are followed. */
export function findTree(
  all: readonly ProcessStat[], root: number, enter: (process: ProcessStat) => boolean = () => true,
): ProcessStat[] {
  const tree = all.filter((process) => process.pid === root)
  for (let next = 0; next < tree.length; next += 1) {
    const parent = tree[next]
    tree.push(...all.filter((process) => process.parentPid === parent?.pid && enter(process)))
  }
  return tree
}

/** The postmasters started under process `root`, or whose data directory lies in `folder`. */
export function findPostmasters(all: readonly ProcessStat[], root: number | undefined, folder: string | undefined): number[] {
  const below = new Set(root === undefined ? [] : findTree(all, root).map((process) => process.pid))
  const byPid = new Map(all.map((process) => [process.pid, process]))
  return all.filter((process) => {
    const parent = byPid.get(process.parentPid)
    if (!isPostgres(process) || (parent !== undefined && isPostgres(parent))) return false
    return below.has(process.pid) || (folder !== undefined && workingDirectory(process.pid).startsWith(folder))
  }).map((process) => process.pid)
}

/** The working directory of a process: PostgreSQL's is its data directory. Empty when it may not be read. */
export function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** CPU time of processes in microseconds: their own, and that of their children that ended. */
export function sumCpuUs(processes: readonly ProcessStat[]): number {
  return processes.reduce((sum, process) => sum + Math.max(process.ownUs, readRunTimeUs(process.pid)) + process.endedChildrenUs, 0)
}

/**
 * Run time of the live threads of a process, from /proc/<pid>/task/<tid>/schedstat, which counts nanoseconds where
 * `stat` counts ticks. Threads that ended are missing in it, so the larger of the two is right. 0 when not offered.
 */
function readRunTimeUs(pid: number): number {
  try {
    let sum = 0
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000
    }
    return sum
  } catch {
    return 0
  }
}
