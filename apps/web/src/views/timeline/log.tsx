// The log of messages, drawn as far as they are in sight. It opens at the first unread one, and whoever reads keeps their
// place whatever arrives around it.
import { Waiting } from '@chappe/ui'
import type { Virtualizer } from '@tanstack/react-virtual'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { FocusEvent, ReactNode, RefObject } from 'react'
import { memo, startTransition, useCallback, useEffect, useRef, useState } from 'react'
import type { Goal, TimelineViewState } from '../../viewmodels/talk/timeline.ts'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import { useApp, useLive, useLiveSoon } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { useTalk } from '../message/context.ts'
import type { Anchor, KeptPlace } from './anchor.ts'
import { lastSeen, NEAR_END_PX, useKeptPlace } from './anchor.ts'
import { Announcer } from './announcer.tsx'
import type { View } from './beginning.ts'
import { beginningOf, scrollTopAt } from './beginning.ts'
import { estimateRow } from './estimate.ts'
import { useRoving } from './roving.ts'
import { TimelineRow } from './row.tsx'

const AHEAD_ROWS = 12
const FIRST_AHEAD_ROWS = 2
const AHEAD_AFTER_MS = 300
const READ_AFTER_MS = 400
const HIGHLIGHT_MS = 4000

/** The log. */
export function MessageLog(): ReactNode {
  const { timeline } = useTalk()
  const state = useLiveSoon(timeline.state)
  // Where it begins is settled by the rows it begins with: those that are seen are the first to be drawn.
  return <DrawnLog key={state.rows.length === 0 ? 'empty' : 'rows'} state={state} goal={useLiveSoon(timeline.goal)} />
}

const DrawnLog = memo(function DrawnLog({ state, goal }: { state: TimelineViewState; goal: Goal | undefined }): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  const { rows, hasOlder, hasNewer, isPaging, isOpening } = state
  const selection = useLive(timeline.selection)
  const scroller = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)
  // Asked once: the page would be laid out for it each time.
  const [view] = useState<View>(() => ({ width: window.innerWidth, height: window.innerHeight }))
  const [beginning] = useState(() => beginningOf(state, view))
  const virtual = useDrawnRows(rows, { scroller, view, beginning })
  const estimate = useCallback(
    (key: string) => {
      const index = rows.findIndex((row) => row.key === key)
      return index < 0 ? undefined : virtual.measurementsCache[index]?.start
    },
    [rows, virtual],
  )
  const settled = useCallback(() => setIsAtEnd(isNearEnd(scroller.current)), [])
  const place = useKeptPlace({ scroller, rows: drawn, beginning, estimate, settled })
  const goToRow = useCallback(
    (key: string, offset: number) => {
      place.anchor.current = { kind: 'row', key, offset }
      place.restore()
    },
    [place],
  )
  const roving = useRoving(rows, drawn, (key) => goToRow(key, (scroller.current?.clientHeight ?? 0) / 3))

  const highlighted = useGoing(state, { goal, place, goToRow, scroller, beginning })
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const { hasFailed, retry, wantsOlder } = usePaging(state, first?.index, last?.index)
  useReadMarks(scroller, drawn, rows, isAtEnd)

  const onScroll = (): void => {
    const box = scroller.current
    if (box === null || place.isOwnScroll()) return
    const isEnd = isNearEnd(box)
    place.take(isEnd && !hasNewer)
    setIsAtEnd(isEnd)
    retry()
  }

  const onFocus = (event: FocusEvent): void => {
    roving.onFocus(event)
    keepInSight(scroller.current, event.target, place)
  }

  return (
    <div className="log-around">
      <div className="timeline" ref={scroller} onScroll={onScroll} role="log" aria-live="off" aria-label={words.say('talk.messages')} aria-busy={isPaging}>
        <LogTop hasFailed={hasFailed} retry={retry} isLoading={isOpening || (isPaging && wantsOlder)} isBeginning={!hasOlder && !isOpening} />
        <div style={{ blockSize: first?.start ?? 0 }} />
        <div ref={drawn} className="timeline-rows" onKeyDown={roving.onKeyDown} onFocus={onFocus}>
          {items.map(({ key, index }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <div key={key} ref={virtual.measureElement} data-index={index} data-key={row.key}>
                <TimelineRow row={row} isFocusable={roving.key === row.key} isHighlighted={row.key === highlighted} isChosen={row.kind === 'message' ? selection?.has(row.message.id) : undefined} />
              </div>
            )
          })}
        </div>
        <div style={{ blockSize: Math.max(virtual.getTotalSize() - (last?.end ?? 0), 0) }} />
      </div>
      {isAtEnd && !hasNewer ? null : (
        <button type="button" className="to-newest" onClick={() => void timeline.goToNewest().catch(() => undefined)}>
          <Icon name="fold" />
          {words.say('talk.toNewest')}
        </button>
      )}
      <Announcer rows={rows} isOpening={isOpening} />
    </div>
  )
})

interface Drawing {
  scroller: RefObject<HTMLDivElement | null>
  view: View
  beginning: Anchor
}

/** Which rows are drawn: those in sight, and some beyond. */
function useDrawnRows(rows: readonly Row[], { scroller, view, beginning }: Drawing): Virtualizer<HTMLDivElement, HTMLElement> {
  const estimateSize = useCallback((index: number) => estimateRow(rows[index], view.width), [rows, view])
  const virtual = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: useAheadRows(),
    measureElement: takeMeasure,
    // What a scroll leads to is drawn when it is its turn: rows beyond those in sight are there until then.
    useFlushSync: false,
    // Until it is measured: as many as the window may show.
    initialRect: view,
    initialOffset: () => scrollTopAt(beginning, rows, view),
  })
  // Places are kept by `useKeptPlace`, from what is drawn.
  virtual.shouldAdjustScrollPositionOnItemSizeChange = () => false
  return virtual
}

/** How tall a row is: as the browser tells once it has laid the page out. Asked before, it would have to do that at once. */
function takeMeasure(row: HTMLElement, entry: ResizeObserverEntry | undefined, virtual: Virtualizer<HTMLDivElement, HTMLElement>): number {
  const box = entry?.borderBoxSize[0]
  if (box !== undefined) return Math.round(box.blockSize)
  return virtual.measurementsCache[virtual.indexFromElement(row)]?.size ?? row.offsetHeight
}

/** How many rows beyond those in sight are drawn: hardly any at first, so that what is in sight is there sooner. */
function useAheadRows(): number {
  const [rows, setRows] = useState(FIRST_AHEAD_ROWS)
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setRows(AHEAD_ROWS)), AHEAD_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return rows
}

/** What has the focus is in sight: who walks by Tab comes to what is drawn beyond the edge, and the list keeps its place. */
function keepInSight(box: HTMLElement | null, target: Element, place: KeptPlace): void {
  requestAnimationFrame(() => {
    if (box === null || document.activeElement !== target || !target.matches(':focus-visible')) return
    const [outer, inner] = [box.getBoundingClientRect(), target.getBoundingClientRect()]
    const isWhole = inner.top >= outer.top && inner.bottom <= outer.bottom
    const isFilling = inner.top < outer.bottom - outer.height / 2 && inner.bottom > outer.top + outer.height / 2
    if (isWhole || isFilling) return
    target.scrollIntoView({ block: 'nearest' })
    place.take(false)
  })
}

/** Whether what is read is the end. Where there is hardly anything to scroll, who has gone to the beginning is not at the end. */
function isNearEnd(box: HTMLElement | null): boolean {
  if (box === null) return true
  const range = box.scrollHeight - box.clientHeight
  return range - box.scrollTop < Math.max(Math.min(NEAR_END_PX, range / 2), 1)
}

interface Going {
  goal: Goal | undefined
  place: KeptPlace
  goToRow: (key: string, offset: number) => void
  scroller: RefObject<HTMLElement | null>
  beginning: Anchor
}

/** Goes where it is to be gone to: once to the first unread message, and to each goal. Gives back the row that is meant. */
function useGoing({ rows, isOpening, firstUnreadId }: TimelineViewState, { goal, place, goToRow, scroller, beginning }: Going): string | undefined {
  const [highlighted, setHighlighted] = useState<string>()
  const hasOpened = useRef(beginning.kind === 'row')
  const gone = useRef<Goal | undefined>(undefined)
  useEffect(() => {
    if (isOpening || hasOpened.current || rows.length === 0) return
    hasOpened.current = true
    if (firstUnreadId !== undefined) goToRow('unread', (scroller.current?.clientHeight ?? 0) / 4)
  }, [isOpening, rows, firstUnreadId, goToRow, scroller])
  useEffect(() => {
    if (goal === undefined || goal === gone.current) return
    gone.current = goal
    hasOpened.current = true
    if (goal.to === 'newest') {
      place.anchor.current = { kind: 'end' }
      place.restore()
      return
    }
    const key = keyOf(rows, goal.id) ?? goal.id
    goToRow(key, (scroller.current?.clientHeight ?? 0) / 3)
    setHighlighted(key)
  }, [goal, rows, place, goToRow, scroller])
  useEffect(() => {
    if (highlighted === undefined) return undefined
    const timer = setTimeout(() => setHighlighted(undefined), HIGHLIGHT_MS)
    return () => clearTimeout(timer)
  }, [highlighted])
  return highlighted
}

interface Paging {
  hasFailed: boolean
  /** Tries once more after a failure. */
  retry(): void
  wantsOlder: boolean
}

/** Fetches more where what is drawn comes near an end of what is held. */
function usePaging({ rows, hasOlder, hasNewer, isPaging, isOpening }: TimelineViewState, firstIndex: number | undefined, lastIndex: number | undefined): Paging {
  const { timeline } = useTalk()
  const [hasFailed, setHasFailed] = useState(false)
  const wantsOlder = hasOlder && !isOpening && (firstIndex === undefined || firstIndex < AHEAD_ROWS / 2)
  const wantsNewer = hasNewer && !isOpening && lastIndex !== undefined && lastIndex > rows.length - AHEAD_ROWS / 2
  useEffect(() => {
    if (isPaging || hasFailed || !(wantsOlder || wantsNewer)) return
    void timeline.page(wantsOlder ? 'back' : 'forward').catch(() => setHasFailed(true))
  }, [timeline, wantsOlder, wantsNewer, isPaging, hasFailed, rows])
  const retry = useCallback(() => setHasFailed(false), [])
  return { hasFailed, retry, wantsOlder }
}

/** What stands above the first message. */
function LogTop({ isLoading, isBeginning, hasFailed, retry }: { isLoading: boolean; isBeginning: boolean; hasFailed: boolean; retry: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <div>
      {isLoading ? <Waiting label={words.say('talk.loadingOlder')} /> : null}
      {isBeginning ? <p className="timeline-begin soft">{words.say('talk.beginning')}</p> : null}
      {hasFailed ? (
        <p className="timeline-begin">
          {words.say('talk.pagingFailed')}{' '}
          <button type="button" className="link" onClick={retry}>
            {words.say('app.again')}
          </button>
        </p>
      ) : null}
    </div>
  )
}

/** The row that shows a message: its own, or the folded one that holds it. */
function keyOf(rows: readonly Row[], id: string): string | undefined {
  return rows.find((row) => (row.kind === 'message' && row.message.id === id) || (row.kind === 'changes' && row.changes.some((change) => change.id === id)))?.key
}

/** Says how far one has read: to the last message in sight, while the page is looked at. */
function useReadMarks(scroller: RefObject<HTMLElement | null>, drawn: RefObject<HTMLElement | null>, rows: readonly Row[], isAtEnd: boolean): void {
  const { timeline } = useTalk()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let frame = 0
    const mark = (): void => {
      timer = undefined
      if (!document.hasFocus() || scroller.current === null) return
      const seen = lastSeen(scroller.current, drawn.current)
      const at = rows.findLastIndex((row) => row.key === seen)
      const row = at < 0 ? undefined : rows.slice(0, at + 1).findLast((each) => each.kind === 'message' && each.message.sending === 'sent')
      if (row?.kind === 'message') void timeline.markRead(row.message.id).catch(() => undefined)
    }
    // After a frame everything has its place: to look where is free then, and makes the page lay itself out before it.
    const markDrawn = (): void => {
      frame = requestAnimationFrame(() => void (timer = setTimeout(mark, 0)))
    }
    const later = (): void => {
      timer ??= setTimeout(markDrawn, READ_AFTER_MS)
    }
    later()
    const box = scroller.current
    box?.addEventListener('scroll', later, { passive: true })
    window.addEventListener('focus', later)
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
      box?.removeEventListener('scroll', later)
      window.removeEventListener('focus', later)
    }
  }, [timeline, scroller, drawn, rows, isAtEnd])
}
