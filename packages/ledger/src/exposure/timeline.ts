// Slices of time out of minutes.
import type { ExposureSlice } from './report.ts'
import type { MinuteTally } from './tally.ts'

const MINUTE_MS = 60_000
const SLICES_MAX = 500

/** At most 500 equal slices from the first minute to the last one; none where nothing was shown. */
export function sliceTimeline(minutes: ReadonlyMap<number, MinuteTally>): ExposureSlice[] {
  if (minutes.size === 0) return []
  const times = [...minutes.keys()].toSorted((a, b) => a - b)
  const first = times[0] ?? 0
  const end = (times.at(-1) ?? 0) + MINUTE_MS
  const width = Math.ceil((end - first) / MINUTE_MS / SLICES_MAX) * MINUTE_MS
  const slices: ExposureSlice[] = []
  const sessions: Set<string>[] = []
  for (let fromMs = first; fromMs < end; fromMs += width) {
    slices.push({ fromMs, toMs: Math.min(fromMs + width, end) - 1, events: 0, files: 0, people: 0, bytes: 0, sessions: 0 })
    sessions.push(new Set())
  }
  for (const time of times) {
    const minute = minutes.get(time)
    const at = Math.floor((time - first) / width)
    const [slice, seen] = [slices[at], sessions[at]]
    if (minute === undefined || slice === undefined || seen === undefined) continue
    slice.events += minute.events
    slice.files += minute.files
    slice.people += minute.people
    slice.bytes += minute.bytes
    for (const session of minute.sessions) seen.add(session)
    slice.sessions = seen.size
  }
  return slices
}
