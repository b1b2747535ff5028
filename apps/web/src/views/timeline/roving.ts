// Walking messages by keyboard: one of them can be reached by Tab, the arrow keys move among them.
import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import { findRow } from './anchor.ts'

/** The walking. */
export interface Roving {
  /** The row that Tab leads to. */
  key: string | undefined
  onKeyDown(event: KeyboardEvent): void
  onFocus(event: FocusEvent): void
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowUp', -1],
  ['ArrowDown', 1],
  ['PageUp', -10],
  ['PageDown', 10],
])

/** Begins to walk; `show` brings a row into sight. */
export function useRoving(rows: readonly Row[], drawn: RefObject<HTMLElement | null>, show: (key: string) => void): Roving {
  const [chosen, setChosen] = useState<string>()
  const wanted = useRef<string | undefined>(undefined)
  const stops = useMemo(() => rows.filter((row) => row.kind === 'message' || row.kind === 'changes'), [rows])
  const key = useMemo(() => (stops.some((row) => row.key === chosen) ? chosen : stops.at(-1)?.key), [stops, chosen])

  // A row that was not drawn when it was walked to has the focus as soon as it is.
  useEffect(() => {
    if (wanted.current === undefined) return
    const target = focusable(findRow(drawn.current, wanted.current))
    if (target === undefined) return
    wanted.current = undefined
    target.focus({ preventScroll: true })
  })

  return {
    key,
    onFocus({ target }) {
      const row = target.closest<HTMLElement>('[data-key]')?.dataset['key']
      if (row !== undefined) setChosen(row)
    },
    onKeyDown(event) {
      const isOnRow = event.target instanceof HTMLElement && event.target.hasAttribute('data-stop')
      if (!isOnRow || event.altKey || event.ctrlKey || event.metaKey) return
      const next = nextStop(stops, key, event.key)
      if (next === undefined) return
      event.preventDefault()
      setChosen(next.key)
      const target = focusable(findRow(drawn.current, next.key))
      if (target === undefined) {
        wanted.current = next.key
        show(next.key)
      } else {
        target.focus({ preventScroll: true })
        target.scrollIntoView({ block: 'nearest' })
      }
    },
  }
}

function nextStop(stops: readonly Row[], key: string | undefined, pressed: string): Row | undefined {
  if (pressed === 'Home') return stops[0]
  if (pressed === 'End') return stops.at(-1)
  const step = STEPS.get(pressed)
  if (step === undefined) return undefined
  const now = stops.findIndex((row) => row.key === key)
  return stops[Math.min(Math.max(now + step, 0), stops.length - 1)]
}

function focusable(row: HTMLElement | undefined): HTMLElement | undefined {
  return row?.querySelector<HTMLElement>('[data-stop]') ?? undefined
}
