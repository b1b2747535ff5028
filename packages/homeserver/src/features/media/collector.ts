// Collects by itself, a part of the folder at a time, so that it is never much work at once.
import type { Logger } from '../../deps.ts'
import type { MediaCare } from './care.ts'

/** The whole folder in a little more than a day. */
const EVERY_MS = 6 * 60_000
const PARTS = 256

/** Starts to collect; gives back how to stop. */
export function startCollector(care: Pick<MediaCare, 'collect'>, logger: Logger): () => void {
  let part = 0
  let isRunning = false
  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    void care
      .collect(part)
      .catch((error: unknown) => logger.warn({ err: error }, 'files that nobody can ask for were not collected'))
      .finally(() => {
        isRunning = false
        part = (part + 1) % PARTS
      })
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
