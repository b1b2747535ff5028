// For whoever measures what a server hands to the operating system: when it was handed, and for whom, a line each. The
// clock is the monotonic one of the machine, which all processes share.
import { openSync, writeSync } from 'node:fs'

/** Opens the log that an environment variable names; nothing where it names none. */
export function openServedLog(path: string | undefined): ((userId: string) => void) | undefined {
  if (path === undefined || path === '') return undefined
  const file = openSync(path, 'a', 0o600)
  return (userId) => void writeSync(file, `${process.hrtime.bigint()} ${userId}\n`)
}
