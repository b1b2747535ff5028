// Which stretches of a room's events somebody could have read, from what was said of membership, joining and history.
//
// An event has a position; a moment is the gap before a position, so that what an event at 7 says holds from moment 8 on, and
// still does at moment 20 where the event at 20 says something else.

/** A stretch of positions: from the first to before the last. */
export interface Span {
  from: number
  to: number
}

/** A value that held from the event at `from` until the one at `to`. */
export interface Held extends Span {
  value: string
}

/** Moments, both included: one of them at least. */
export interface Moments {
  first: number
  last: number
}

/** A room as somebody could have read it. */
export interface RoomPast {
  /** What they were in the room; between them: nothing. */
  memberships: readonly Held[]
  /** Who sees what is said; before the first: `shared`. */
  visibilities: readonly Held[]
  /** When they could have come in without being invited, whatever they were in the room. */
  doors: readonly Moments[]
  /** When whoever was not banned could ask to be let in. */
  knocks: readonly Span[]
  /** They see what rooms are called that nobody has shown to them. */
  isFinder: boolean
  /** When the rule of the room was none that lets anybody in, invited or not. */
  sealed: readonly Span[]
  /** Whether nobody came in, whatever the rule. */
  isBlocked: boolean
  /** They gave up what they could still read of it after they had left. */
  isForgotten: boolean
  /** Nothing up to this position was shown to anybody; 0: no such thing was said. */
  shutUpTo: number
  /** Nothing before this position was shown to them; 0: no such limit. */
  limitedFrom: number
}

/** How somebody could have read a room. */
export type Way = 'member' | 'open' | 'invited'

/** What they could have read, and how. */
export interface Reach {
  way: Way | null
  spans: readonly Span[]
  /** When they could have asked for the state of the room as it was then. */
  states: readonly StateLook[]
  /** Whether they could have been in the room, or have looked into it, at a moment of the window, and not before it only. */
  isThere: boolean
}

/** A look at the state of a room. */
export interface StateLook {
  moment: number
  /** They could have come in then: what they were before is state no more. */
  isNewcomer: boolean
}

export const FOREVER = Number.MAX_SAFE_INTEGER

/** What one is in a room to see what it is called, whatever its rules. */
const PREVIEWS = new Set(['join', 'invite', 'knock'])

/** The surest first. */
const WAYS: readonly Way[] = ['member', 'open', 'invited']
const NOTHING: Reach = { way: null, spans: [], states: [], isThere: false }

/**
 * What could be read at any moment of a window: what members see, and what somebody sees who comes in through an open door
 * or takes up an invitation. Whoever comes in sees what was shared before; whoever has left, what they saw until then.
 */
export function reachOf(past: RoomPast, window: Moments): Reach {
  const own = past.memberships.filter(({ from }) => from < window.last)
  const entries = entriesOf(past, own, window)
  const looks = past.visibilities.filter(({ value }) => value === 'world_readable').flatMap((each) => momentsIn(each, window))
  const joined = own.filter(({ value }) => value === 'join')
  const present = joined.flatMap((each) => momentsIn(each, window))
  const there = [...present, ...entries.map(({ moments }) => moments), ...looks]
  const leftAt = past.isForgotten ? 0 : joined.reduce((most, { to }) => Math.max(most, to), 0)
  const way = present.length > 0 || leftAt > 0 ? 'member' : (entries.find((each) => each.way === 'open')?.way ?? (looks.length > 0 ? 'open' : (entries[0]?.way ?? null)))
  if (way === null) return NOTHING
  // What is said after somebody's leaving is not for them.
  const end = there.reduce((most, { last }) => Math.max(most, last), Math.min(leftAt + 1, window.last))
  const came = [...joined, ...entries.map(({ moments: { first } }) => ({ from: first, to: window.last }))]
  const spans = visibleSpans(past, { own, came, end })
  const least = Math.max(past.limitedFrom, past.shutUpTo === 0 ? 0 : past.shutUpTo + 1)
  return {
    way,
    spans: joinSpans(spans.flatMap((each) => overlapOf(each, { from: least, to: end }))),
    states: [...leaversOf(past, joined, window), ...looksOf([...present, ...looks], false), ...looksOf(entries.map(({ moments }) => moments), true)],
    isThere: there.length > 0,
  }
}

/** Whoever has left, and has not come back before the window, can ask for the state as it was when they left, also before they come in anew. */
function leaversOf({ isForgotten }: RoomPast, joined: readonly Held[], window: Moments): StateLook[] {
  if (isForgotten) return []
  const left = joined.filter(({ to }) => to < window.last && !joined.some(({ from }) => from >= to && from < window.first))
  return left.map(({ to }) => ({ moment: Math.min(to + 1, window.last), isNewcomer: false }))
}

function looksOf(moments: readonly Moments[], isNewcomer: boolean): StateLook[] {
  return moments.flatMap(({ first, last }) => [...new Set([first, last])].map((moment) => ({ moment, isNewcomer })))
}

/** The first moment of a window at which they were a member, or could have become one. */
export function firstInside(past: Pick<RoomPast, 'memberships' | 'doors' | 'sealed' | 'isBlocked'>, window: Moments): number | undefined {
  const joined = past.memberships.filter(({ value }) => value === 'join').flatMap((each) => momentsIn(each, window))
  const firsts = [...joined, ...entriesOf(past, past.memberships, window).map(({ moments }) => moments)].map(({ first }) => first)
  return firsts.length === 0 ? undefined : Math.min(...firsts)
}

/**
 * When they could have seen what the room is called, its picture and how many are in it, without seeing what is said there: who is
 * in it, invited or has knocked, who could come in or ask to, and everybody where all may look.
 */
export function previewsOf(past: RoomPast, window: Moments): Moments[] {
  const own = past.memberships.filter(({ value }) => PREVIEWS.has(value)).flatMap((each) => momentsIn(each, window))
  const entries = entriesOf(past, past.memberships, window).map(({ moments }) => moments)
  if (!past.isFinder) return [...own, ...entries]
  const bans = past.memberships.filter(({ value }) => value === 'ban').flatMap((each) => momentsIn(each, window))
  const asked = past.knocks.flatMap((each) => momentsIn(each, window))
  const doors = past.doors.map(({ first, last }) => ({ first: Math.max(first, window.first), last: Math.min(last, window.last) }))
  const looks = past.visibilities.filter(({ value }) => value === 'world_readable').flatMap((each) => momentsIn(each, window))
  return [...own, ...entries, ...[...asked, ...doors].flatMap((each) => withoutMoments(each, bans)), ...looks]
}

/** What several windows make together. */
export function uniteReaches(reaches: readonly Reach[]): Reach {
  const ways = reaches.map(({ way }) => way)
  return {
    way: WAYS.find((way) => ways.includes(way)) ?? null,
    spans: joinSpans(reaches.flatMap(({ spans }) => spans)),
    states: reaches.flatMap(({ states }) => states),
    isThere: reaches.some(({ isThere }) => isThere),
  }
}

/** When they could have become a member, at the earliest through each door, and how. */
function entriesOf({ doors, sealed, isBlocked }: Pick<RoomPast, 'doors' | 'sealed' | 'isBlocked'>, own: readonly Held[], window: Moments): { way: 'open' | 'invited'; moments: Moments }[] {
  if (isBlocked) return []
  const bans = own.filter(({ value }) => value === 'ban').flatMap((each) => momentsIn(each, window))
  const open = doors.flatMap((door) => withoutMoments({ first: Math.max(door.first, window.first), last: Math.min(door.last, window.last) }, bans))
  const shut = sealed.flatMap((each) => momentsIn(each, window))
  const invited = own.filter(({ value }) => value === 'invite').flatMap((each) => momentsIn(each, window)).flatMap((each) => withoutMoments(each, shut))
  // Whoever has come in stays.
  const stay = (way: 'open' | 'invited', { first }: Moments): { way: 'open' | 'invited'; moments: Moments } => ({ way, moments: { first, last: window.last } })
  return [...open.map((each) => stay('open', each)), ...invited.map((each) => stay('invited', each))]
}

/** An event with which somebody leaves, or with which the visibility changes, is seen from both sides of it. */
function visibleSpans({ visibilities }: RoomPast, { own, came, end }: { own: readonly Held[]; came: readonly Span[]; end: number }): Span[] {
  const asMember = came.map(withLast)
  const asInvited = own.filter(({ value }) => value === 'invite').map(withLast)
  const lastThere = came.reduce((most, { to }) => Math.max(most, to), 0)
  return visibilitiesOver(visibilities, end).flatMap((visibility): Span[] => {
    // Whatever is said of history, those who were there have seen it.
    const seen = asMember.flatMap((each) => overlapOf(each, visibility))
    switch (visibility.value) {
      case 'world_readable':
        return [visibility]
      case 'joined':
        return seen
      case 'invited':
        return [...seen, ...asInvited.flatMap((each) => overlapOf(each, visibility))]
      default:
        return [...seen, ...overlapOf(visibility, { from: 0, to: lastThere })]
    }
  })
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

/** The moments of a window at which something held: one stretch, or none. */
export function momentsIn(held: Span, window: Moments): Moments[] {
  const first = Math.max(held.from + 1, window.first)
  const last = Math.min(held.to, window.last)
  return first <= last ? [{ first, last }] : []
}

/** Whether something held at each moment of a window. */
export function heldThroughout(held: readonly Span[], window: Moments): boolean {
  return withoutMoments(window, held.flatMap((each) => momentsIn(each, window))).length === 0
}

function withoutMoments(moments: Moments, gone: readonly Moments[]): Moments[] {
  return gone.reduce(
    (left, { first, last }) => left.flatMap((each) => [{ first: each.first, last: Math.min(each.last, first - 1) }, { first: Math.max(each.first, last + 1), last: each.last }].filter((part) => part.first <= part.last)),
    moments.first <= moments.last ? [moments] : [],
  )
}

function overlapOf(a: Span, b: Span): Span[] {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from < to ? [{ from, to }] : []
}

function withLast({ from, to }: Span): Span {
  return { from, to: Math.min(to + 1, FOREVER) }
}

function visibilitiesOver(visibilities: readonly Held[], end: number): Held[] {
  const first = visibilities.reduce((least, { from }) => Math.min(least, from), end)
  return [{ from: 0, to: first, value: 'shared' }, ...visibilities].flatMap((each) => overlapOf(withLast(each), { from: 0, to: end }).map((span) => ({ ...span, value: each.value })))
}
