// Keeps a scrolled list where it is: at its end, or with one row at its place, whatever grows or is added around it.
import type { RefObject } from 'react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'

/** What stays in place. `offset`: how far below the upper edge the row begins. */
export type Anchor = { kind: 'end' } | { kind: 'row'; key: string; offset: number }

/** What a kept place can do. */
export interface KeptPlace {
  anchor: RefObject<Anchor>
  /** Puts the list where the anchor says. */
  restore(): void
  /** Whether a scroll event is of our own making. */
  isOwnScroll(): boolean
  /** Takes what is at the upper edge now as what stays in place. */
  take(isEnd: boolean): void
}

/** The edge from which on a list counts as being at its end. */
export const NEAR_END_PX = 80

/** What keeping a place needs. */
export interface PlaceParts {
  scroller: RefObject<HTMLElement | null>
  rows: RefObject<HTMLElement | null>
  /** What stays in place at first. */
  beginning: Anchor
  /** Where a row that is not drawn may be. */
  estimate(key: string): number | undefined
  /** Called when all is in its place after something was drawn. */
  settled(): void
}

/** Keeps the place of `scroller`, whose rows carry `data-key` and stand in `rows`. */
export function useKeptPlace({ scroller, rows, beginning, estimate, settled }: PlaceParts): KeptPlace {
  const anchor = useRef(beginning)
  const written = useRef<number | undefined>(undefined)

  const restore = useCallback((): void => {
    const box = scroller.current
    if (box === null) return
    const target = targetOf(box, rows.current, anchor.current, estimate)
    if (target === undefined || Math.abs(box.scrollTop - target) < 1) return
    box.scrollTop = target
    written.current = box.scrollTop
  }, [scroller, rows, estimate])

  const hasBegun = useRef(false)
  useLayoutEffect(() => {
    const settle = (): void => {
      restore()
      settled()
    }
    // At the end, what was added stands below: the browser lays the page out for the next frame, and is not asked to before that.
    if (hasBegun.current && anchor.current.kind === 'end') {
      const frame = requestAnimationFrame(settle)
      return () => cancelAnimationFrame(frame)
    }
    hasBegun.current = true
    settle()
    return undefined
  })
  useEffect(() => {
    if (scroller.current === null || rows.current === null) return undefined
    const observer = new ResizeObserver(restore)
    observer.observe(scroller.current)
    observer.observe(rows.current)
    return () => observer.disconnect()
  }, [scroller, rows, restore])

  return useMemo(
    () => ({
      anchor,
      restore,
      isOwnScroll: () => written.current !== undefined && Math.abs((scroller.current?.scrollTop ?? 0) - written.current) < 2,
      take(isEnd) {
        written.current = undefined
        const box = scroller.current
        if (box === null) return
        const first = isEnd ? undefined : firstSeen(box, rows.current)
        if (isEnd) anchor.current = { kind: 'end' }
        else if (first !== undefined) anchor.current = first
      },
    }),
    [scroller, rows, restore],
  )
}

function targetOf(box: HTMLElement, rows: HTMLElement | null, anchor: Anchor, estimate: (key: string) => number | undefined): number | undefined {
  if (anchor.kind === 'end') return Math.max(box.scrollHeight - box.clientHeight, 0)
  const row = findRow(rows, anchor.key)
  const start = row === undefined ? estimate(anchor.key) : row.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
  return start === undefined ? undefined : Math.min(Math.max(start - anchor.offset, 0), box.scrollHeight - box.clientHeight)
}

/** The row of that key, where it is drawn. */
export function findRow(rows: HTMLElement | null, key: string): HTMLElement | undefined {
  for (const row of rows?.children ?? []) if (row instanceof HTMLElement && row.dataset['key'] === key) return row
  return undefined
}

function firstSeen(box: HTMLElement, rows: HTMLElement | null): Anchor | undefined {
  const top = box.getBoundingClientRect().top
  for (const row of rows?.children ?? []) {
    const rect = row.getBoundingClientRect()
    if (row instanceof HTMLElement && row.dataset['key'] !== undefined && rect.bottom > top) return { kind: 'row', key: row.dataset['key'], offset: rect.top - top }
  }
  return undefined
}

/** The last row of which something is in sight. */
export function lastSeen(box: HTMLElement | null, rows: HTMLElement | null): string | undefined {
  const bottom = box?.getBoundingClientRect().bottom ?? 0
  let last: string | undefined
  for (const row of rows?.children ?? []) {
    if (row instanceof HTMLElement && row.dataset['key'] !== undefined && row.getBoundingClientRect().top < bottom - 8) last = row.dataset['key']
  }
  return last
}
