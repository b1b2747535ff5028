// How loud something is, as bars.
import type { ReactNode } from 'react'

const BAR = 3
const GAP = 2
const HEIGHT = 28

/** The bars, those of the part that was heard in another color. A plain line where nothing is known. */
export function Waveform({ bars, part }: { bars: readonly number[]; part: number }): ReactNode {
  if (bars.length === 0) return <progress className="player-line" value={part} max={1} aria-hidden="true" />
  const width = bars.length * (BAR + GAP) - GAP
  return (
    <svg className="waveform" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((loudness, index) => {
        const height = Math.max(loudness * HEIGHT, 2)
        // Bars have no identity of their own: they stand where they stand.
        return <rect key={index} data-heard={index < part * bars.length || undefined} x={index * (BAR + GAP)} y={(HEIGHT - height) / 2} width={BAR} height={height} rx={1.5} />
      })}
    </svg>
  )
}
