// For whoever measures what a server hands to the operating system: when it was handed, and for whom, a line each. The
// clock is the monotonic one of the machine, which all processes share.
import { subscribe } from 'node:diagnostics_channel'
import { openSync, writeSync } from 'node:fs'

/** Where the homeserver tells how far the stopping of an account has come; see its `stop-stages.ts`. */
const STOP_STAGES = 'chappe:stop-stages'

/** Opens the log that an environment variable names; nothing where it names none. */
export function openServedLog(path: string | undefined): ((userId: string) => void) | undefined {
  if (path === undefined || path === '') return undefined
  const file = openSync(path, 'a', 0o600)
  const note = (what: string): void => void writeSync(file, `${process.hrtime.bigint()} ${what}\n`)
  subscribe(STOP_STAGES, (stage) => note(`stage:${String(stage)}`))
  return note
}
