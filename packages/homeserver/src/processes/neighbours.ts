// The other processes of this machine, as its kernel shows them (proc(5)): whether one is gone, or stands still, and an end
// to it from which it does not come back. On other systems, and of other machines, nothing is known.
import { readFileSync, readlinkSync } from 'node:fs'

/** Where a process runs. */
export interface Place {
  /** The machine since it was started, and the namespace in which numbers of processes count; empty: not known. */
  machine: string
  pid: number
  /** When it was started, in ticks since the machine was: tells it from a later one with the same number. */
  startedTicks: number
}

/** `still`: it is held by a signal or a debugger, and runs no instruction until it is let go. */
export type Standing = 'unknown' | 'gone' | 'still' | 'running'

const UNKNOWN: Place = { machine: '', pid: 0, startedTicks: 0 }

/** Where this process runs. */
export function ownPlace(): Place {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const { startedTicks } = readStat(process.pid)
    return { machine: `${boot} ${readlinkSync('/proc/self/ns/pid')}`, pid: process.pid, startedTicks }
  } catch {
    return UNKNOWN
  }
}

/** How a process stands at this instant; `own`: where this one runs. */
export function standingOf(place: Place, own: Place): Standing {
  if (own.machine === '' || place.machine !== own.machine) return 'unknown'
  try {
    const { state, startedTicks } = readStat(place.pid)
    // Z: it has ended, and nobody has asked how yet.
    if (startedTicks !== place.startedTicks || state === 'Z' || state === 'X') return 'gone'
    return state === 'T' || state === 't' ? 'still' : 'running'
  } catch {
    return isThere(place.pid) ? 'unknown' : 'gone'
  }
}

/**
 * Ends a process that stands still. It runs no instruction any more from when this gives back true: what the kernel held
 * back until then is not run, its memory and its event loop included. False: it does not stand still, or may not be ended.
 */
export function endStill(place: Place, own: Place): boolean {
  if (place.pid === own.pid || standingOf(place, own) !== 'still') return false
  try {
    process.kill(place.pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

/** The third and the twenty-second field of `/proc/PID/stat`; the second is a name, in parentheses, of any characters. */
function readStat(pid: number): { state: string; startedTicks: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startedTicks: Number(fields[19]) }
}

/** Where `/proc` shows nothing of other accounts' processes, asking for a signal still tells that there is one. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
