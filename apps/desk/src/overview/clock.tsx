// The 72 hours that run from the moment at which it became known that data were revealed.
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from '../desk-context.tsx'

const CLOCK_MS = 72 * 3_600_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** From when on little is left. */
const SHORT_MS = 24 * HOUR_MS

/** How much is left, as a line and in words. */
export function Clock({ awareAtMs }: { awareAtMs: number }): ReactNode {
  const { words } = useDesk()
  const nowMs = useNow()
  const leftMs = awareAtMs + CLOCK_MS - nowMs
  const gone = Math.min(CLOCK_MS, Math.max(0, nowMs - awareAtMs))
  const tone = leftMs <= 0 ? 'bad' : leftMs < SHORT_MS ? 'warn' : 'plain'
  return (
    <div className={`clock clock-${tone}`}>
      <span className="clock-left">{leftMs <= 0 ? words.say('clock.over', { time: wordSpan(-leftMs, words.say) }) : words.say('clock.left', { time: wordSpan(leftMs, words.say) })}</span>
      <progress max={CLOCK_MS} value={gone} aria-label={words.say('clock.name')} />
      <span className="soft">{words.say('clock.until', { moment: words.moment(awareAtMs + CLOCK_MS) })}</span>
    </div>
  )
}

/** Hours and minutes. */
function wordSpan(ms: number, say: ReturnType<typeof useDesk>['words']['say']): string {
  return say('clock.span', { hours: Math.floor(ms / HOUR_MS), minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS) })
}

/** Now, moving on each half minute. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS / 2)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
