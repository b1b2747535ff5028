// Which stretches of a room's events somebody could have read, from what was said of membership, joining and history.

/** A stretch of positions: from the first to before the last. */
export interface Span {
  from: number
  to: number
}

/** A value that held over a stretch. */
export interface Held extends Span {
  value: string
}

/** A room as somebody could have read it. */
export interface RoomPast {
  /** What they were in the room; between them: nothing. */
  memberships: readonly Held[]
  /** Who sees what is said; before the first: `shared`. */
  visibilities: readonly Held[]
  /** When they could have come in without being invited. */
  openings: readonly Span[]
}

/** How somebody could have read a room. */
export type Way = 'member' | 'open' | 'invited'

/** What they could have read, and how. */
export interface Reach {
  way: Way | null
  spans: readonly Span[]
}

export const FOREVER = Number.MAX_SAFE_INTEGER

/**
 * What could be read at any moment of a window, which ends with the position before `window.to`: what members see, what an
 * invitation shows, and what somebody sees who comes in through an open door. Whoever comes in sees what was shared before.
 */
export function reachOf({ memberships, visibilities, openings }: RoomPast, window: Span): Reach {
  const own = memberships.map((each) => ({ ...each, to: Math.min(each.to, window.to) })).filter(({ from, to }) => from < to)
  const doors = openings.flatMap((each) => overlapOf(each, window))
  const isThere = (value: string): boolean => own.some((each) => each.value === value && overlapOf(each, window).length > 0)
  const joined = own.filter(({ value }) => value === 'join')
  const came: Held[] = [...joined, ...doors.map(({ from }) => ({ from, to: window.to, value: 'join' }))]
  const invited = own.filter(({ value }) => value === 'invite')
  const lastThere = came.reduce((most, { to }) => Math.max(most, to), 0)
  // Whoever has left keeps what they saw; whoever was only ever invited saw nothing but the invitation.
  const isReader = came.length > 0
  const spans = visibilitiesOver(visibilities, window.to).flatMap((visibility): Span[] => {
    switch (visibility.value) {
      case 'world_readable':
        return [visibility]
      case 'joined':
        return isReader ? came.flatMap((each) => overlapOf(each, visibility)) : []
      case 'invited':
        return isReader ? [...came, ...invited].flatMap((each) => overlapOf(each, visibility)) : []
      default:
        return isReader ? overlapOf(visibility, { from: 0, to: lastThere }) : []
    }
  })
  const isWorldReadable = visibilities.some((each) => each.value === 'world_readable' && overlapOf(each, window).length > 0)
  const way = isThere('join') || joined.length > 0 ? 'member' : doors.length > 0 || isWorldReadable ? 'open' : isThere('invite') ? 'invited' : null
  return { way, spans: way === null ? [] : joinSpans(spans) }
}

/** Stretches in order, those that touch as one. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else joined.push({ from: span.from, to: span.to })
  }
  return joined
}

function overlapOf(a: Span, b: Span): Span[] {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from < to ? [{ from, to }] : []
}

function visibilitiesOver(visibilities: readonly Held[], end: number): Held[] {
  const first = visibilities.reduce((least, { from }) => Math.min(least, from), end)
  return [{ from: 0, to: first + 1, value: 'shared' }, ...visibilities].flatMap((each) => overlapOf(each, { from: 0, to: end }).map((span) => ({ ...span, value: each.value })))
}
