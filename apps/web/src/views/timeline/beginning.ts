// Where a log begins: at the first unread message where that is known by the time it is drawn, at the newest otherwise. It is drawn
// there from its first frame on, and not at its end first.
import type { TimelineViewState } from '../../viewmodels/talk/timeline.ts'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import type { Anchor } from './anchor.ts'
import { estimateRow } from './estimate.ts'

/** A window, in CSS pixels. */
export interface View {
  width: number
  height: number
}

/** What stays in place when the log is drawn for the first time. Above the first unread message stands some of what was read. */
export function beginningOf({ rows, isOpening, firstUnreadId }: Pick<TimelineViewState, 'rows' | 'isOpening' | 'firstUnreadId'>, { height }: View): Anchor {
  const hasUnread = !isOpening && firstUnreadId !== undefined && rows.some(({ kind }) => kind === 'unread')
  return hasUnread ? { kind: 'row', key: 'unread', offset: height / 4 } : { kind: 'end' }
}

/** About how far a log that is not drawn yet is scrolled for that. */
export function scrollTopAt(beginning: Anchor, rows: readonly Row[], { width, height }: View): number {
  const sizes = rows.map((row) => estimateRow(row, width))
  const sum = (some: readonly number[]): number => some.reduce((total, size) => total + size, 0)
  const end = Math.max(sum(sizes) - height, 0)
  if (beginning.kind === 'end') return end
  const start = sum(sizes.slice(0, rows.findIndex(({ key }) => key === beginning.key)))
  return Math.min(Math.max(start - beginning.offset, 0), end)
}
