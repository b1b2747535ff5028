// Bars over time, drawn as SVG: a picture beside a table that says the same.
import type { ReactNode } from 'react'
import { useId } from 'react'

/** A bar: its parts lie on each other, in the order of `parts`. */
export interface Bar {
  atMs: number
  values: readonly number[]
  /** What is said of it when one points at it. */
  title: string
}

/** What is drawn. */
export interface BarsProps {
  /** What it shows, in one sentence, for whoever does not see it. */
  label: string
  fromMs: number
  toMs: number
  everyMs: number
  bars: readonly Bar[]
  /** The names of the parts. */
  parts: readonly string[]
  /** Moments that are marked, with their words. */
  marks?: readonly { atMs: number; label: string }[]
  wordMoment: (ms: number) => string
  wordNumber: (value: number) => string
}

const WIDTH = 1000
const HEIGHT = 180
const LABELS = 4

/** The picture. */
export function Bars({ label, fromMs, toMs, everyMs, bars, parts, marks = [], wordMoment, wordNumber }: BarsProps): ReactNode {
  const id = useId()
  const span = Math.max(everyMs, toMs - fromMs)
  const most = Math.max(1, ...bars.map(({ values }) => sum(values)))
  const x = (ms: number): number => ((ms - fromMs) / span) * WIDTH
  const wide = Math.max(1.5, (everyMs / span) * WIDTH - 1)
  return (
    <figure className="picture">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-labelledby={id} className="picture-bars">
        <title id={id}>{label}</title>
        {[0, 0.5, 1].map((part) => (
          <line key={part} className="picture-line" x1={0} x2={WIDTH} y1={(1 - part) * HEIGHT} y2={(1 - part) * HEIGHT} />
        ))}
        {bars.map(({ atMs, values, title }) => (
          <g key={atMs}>
            <title>{title}</title>
            {values.map((value, index) => {
              const below = sum(values.slice(0, index))
              // A bar that is there can be seen.
              const high = value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT)
              // oxlint-disable-next-line react/no-array-index-key -- the parts of a bar stay in their places
              return <rect key={index} className={`picture-part-${index}`} x={x(atMs)} width={wide} y={HEIGHT - (below / most) * HEIGHT - high} height={high} />
            })}
          </g>
        ))}
        {marks.map(({ atMs, label: words }) => (
          <line key={`${atMs} ${words}`} className="picture-mark" x1={x(atMs)} x2={x(atMs)} y1={0} y2={HEIGHT}>
            <title>{words}</title>
          </line>
        ))}
      </svg>
      <div className="picture-axis" aria-hidden="true">
        {Array.from({ length: LABELS }, (_, index) => fromMs + (span * index) / (LABELS - 1)).map((ms) => (
          <span key={ms}>{wordMoment(ms)}</span>
        ))}
      </div>
      <figcaption className="row">
        {parts.map((part, index) => (
          <span key={part} className={`picture-key picture-key-${index}`}>
            {part}
          </span>
        ))}
        {marks.map(({ atMs, label: words }) => (
          <span key={`${atMs} ${words}`} className="picture-key picture-key-mark">
            {words}
          </span>
        ))}
        <span className="soft">{`max. ${wordNumber(most)}`}</span>
      </figcaption>
    </figure>
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
