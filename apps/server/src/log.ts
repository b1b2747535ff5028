// The log: lines of JSON on standard error.
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

/** The members of an error that say what went wrong. Whatever else hangs on it, a connection for example, holds secrets. */
const TOLD = ['code', 'errno', 'syscall', 'severity', 'constraint', 'table', 'routine'] as const

/** What the log says of an error, and of what caused it. */
function tellError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const told: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack }
  for (const [name, value] of Object.entries(error)) {
    if (TOLD.some((each) => each === name) && (typeof value === 'string' || typeof value === 'number')) told[name] = value
  }
  if (error.cause !== undefined && depth < 3) told['cause'] = tellError(error.cause, depth + 1)
  return told
}

/** Opens the log at a level. Written at once, so that the last line before a crash is there. */
export function openLog(level: string, destination: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  return pino({ level, base: null, serializers: { err: (error: unknown) => tellError(error) } }, destination)
}
