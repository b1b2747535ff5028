// How many of how many, as a line and as numbers.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'

/** The share. */
export function Share({ part, whole }: { part: number; whole: number }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="share">
      <progress max={Math.max(1, whole)} value={part} aria-hidden="true" />
      <span>{words.say('announce.share', { part, whole, percent: whole === 0 ? 0 : Math.floor((part / whole) * 100) })}</span>
    </span>
  )
}
