// The largest of something, each with its bar and its number: a picture that is its own table.
import type { ReactNode } from 'react'

/** The ranks, the largest first. */
export function Ranks({ ranks, wordNumber }: { ranks: readonly { name: string; value: number }[]; wordNumber: (value: number) => string }): ReactNode {
  const most = Math.max(1, ...ranks.map(({ value }) => value))
  return (
    <ol className="ranks">
      {ranks.map(({ name, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- names may be the same
        <li key={`${name} ${index}`}>
          <span className="rank-name">{name}</span>
          <progress max={most} value={value} aria-hidden="true" />
          <span className="rank-value">{wordNumber(value)}</span>
        </li>
      ))}
    </ol>
  )
}
