// What is bundled with an event of the events that relate to it: its last edit, its thread, what refers to it.
// https://spec.matrix.org/v1.19/client-server-api/#aggregations-of-child-events
import type { Db } from '../db/pool.ts'
import type { Bundled, Viewer } from './client-event.ts'
import { clientJsonOf } from './client-event.ts'
import { withoutIgnored } from './ignored-users.ts'
import type { ChildrenView } from './relations-store.ts'
import { listChildSummaries, listEventsAt, listReferences } from './relations-store.ts'
import type { Room, TimelineEvent } from './room.ts'
import { timelineEventOf } from './row-mapping.ts'
import type { VisibilityDeps } from './visibility.ts'
import { visibleEvents } from './visibility.ts'
import { holdsAnother, seenWithin } from './within.ts'

/** Who looks, and up to where they may see the room. */
export interface BundleViewer extends Viewer {
  until: number
}

/** What is bundled with some events. */
export interface Bundles extends Bundled {
  /** The events that are shown within: they are read like any other. */
  shown: readonly { position: number }[]
}

/** Nothing is bundled. */
export const NO_BUNDLES: Bundles = { texts: new Map(), shown: [] }

/** How many events that refer to one are named; the others are there for who asks for the relations. */
const MAX_REFERENCES = 500

/** What of one event's children is bundled. */
interface Summary {
  edit: TimelineEvent | undefined
  thread: { latest: TimelineEvent; count: number; participated: boolean } | undefined
  references: readonly string[]
}

/**
 * What is bundled with some of a room's events in the eyes of a viewer. Answers at once, and asks nobody, where none
 * of them has anything relating to it as far as memory reaches; one question for all that are older, and only in rooms
 * that have relations.
 */
export function bundlesOf(
  deps: VisibilityDeps,
  room: Room,
  viewer: BundleViewer,
  events: readonly TimelineEvent[],
): Bundles | Promise<Bundles> {
  const parents = room.relations.any ? events.filter((event) => event.position <= room.tailFrom || room.relations.children.has(event.eventId)) : []
  const holders = events.filter(holdsAnother)
  if (holders.length === 0) return parents.length === 0 ? NO_BUNDLES : bundle(deps, room, viewer, { parents, threads: true })
  return bundleAll(deps, room, viewer, { parents, holders })
}

async function bundleAll(deps: VisibilityDeps, room: Room, viewer: BundleViewer, { parents, holders }: { parents: readonly TimelineEvent[]; holders: readonly TimelineEvent[] }): Promise<Bundles> {
  const bundles = parents.length === 0 ? NO_BUNDLES : await bundle(deps, room, viewer, { parents, threads: true })
  const within = await seenWithin(deps, room, viewer, holders)
  return { ...bundles, within: new Set([...(bundles.within ?? []), ...within.map(({ position }) => position)]), shown: [...bundles.shown, ...within] }
}

async function bundle(
  deps: VisibilityDeps,
  room: Room,
  viewer: BundleViewer,
  { parents, threads }: { parents: readonly TimelineEvent[]; threads: boolean },
): Promise<Bundles> {
  const summaries = await summariesOf(deps, room, viewer, { parents, threads })
  if (summaries.size === 0) return NO_BUNDLES
  const candidates = [...summaries.values()].flatMap(({ edit, thread }) => [edit ?? [], thread?.latest ?? []].flat())
  const visible = new Set(await visibleEvents(deps, room, viewer.userId, candidates))
  const latest = [...summaries.values()].flatMap(({ thread }) => thread?.latest ?? []).filter((event) => visible.has(event))
  const related = latest.length === 0 ? NO_BUNDLES : await bundle(deps, room, viewer, { parents: latest, threads: false })
  const held = await seenWithin(deps, room, viewer, [...visible].filter(holdsAnother))
  const inner: Bundles = { ...related, within: new Set(held.map(({ position }) => position)), shown: [...related.shown, ...held] }
  const texts = new Map<string, string>()
  for (const [eventId, summary] of summaries) {
    const text = textOf(summary, (event) => (visible.has(event) ? clientJsonOf(room.roomId, event, viewer, inner) : undefined))
    if (text !== '') texts.set(eventId, `{${text}}`)
  }
  return { texts, shown: [...visible, ...inner.shown] }
}

function textOf({ edit, thread, references }: Summary, show: (event: TimelineEvent) => string | undefined): string {
  const parts: string[] = []
  const editText = edit === undefined ? undefined : show(edit)
  if (editText !== undefined) parts.push(`"m.replace":${editText}`)
  const latest = thread === undefined ? undefined : show(thread.latest)
  if (thread !== undefined && latest !== undefined) {
    const { count, participated } = thread
    parts.push(`"m.thread":{"latest_event":${latest},"count":${count},"current_user_participated":${participated}}`)
  }
  if (references.length > 0) {
    parts.push(`"m.reference":{"chunk":[${references.map((eventId) => `{"event_id":${JSON.stringify(eventId)}}`).join(',')}]}`)
  }
  return parts.join(',')
}

/** By event id; events without anything to bundle are left out. */
async function summariesOf(
  deps: VisibilityDeps,
  room: Room,
  viewer: BundleViewer,
  { parents, threads }: { parents: readonly TimelineEvent[]; threads: boolean },
): Promise<Map<string, Summary>> {
  const until = Math.min(viewer.until, room.committedPosition)
  const { userId } = viewer
  const summaries = new Map<string, Summary>()
  const stored: TimelineEvent[] = []
  for (const parent of parents) {
    if (parent.position <= room.tailFrom) {
      stored.push(parent)
      continue
    }
    const children = room.relations.children.get(parent.eventId) ?? []
    const seen = withoutIgnored(deps.engine.ignored, userId, children).filter((child) => child.position <= until)
    summaries.set(parent.eventId, summaryOf(parent, seen, userId))
  }
  if (stored.length > 0) {
    const view = { viewer: userId, until, ignored: [...(deps.engine.ignored.of(userId) ?? [])] }
    for (const [eventId, summary] of await storedSummaries(deps.db, room, view, stored)) summaries.set(eventId, summary)
  }
  for (const [eventId, summary] of summaries) {
    if (!threads) summary.thread = undefined
    const { edit, thread, references } = summary
    if (edit === undefined && thread === undefined && references.length === 0) summaries.delete(eventId)
  }
  return summaries
}

function summaryOf(parent: TimelineEvent, children: readonly TimelineEvent[], viewer: string): Summary {
  const inThread = children.filter((child) => child.relation?.relType === 'm.thread')
  const latest = inThread.at(-1)
  const participated = parent.sender === viewer || inThread.some((child) => child.sender === viewer)
  return {
    edit: lastEditOf(parent, children),
    thread: latest === undefined ? undefined : { latest, count: inThread.length, participated },
    references: children.filter((child) => child.relation?.relType === 'm.reference').map((child) => child.eventId),
  }
}

/**
 * "The most recent event is determined by comparing `origin_server_ts`; if two or more replacement events have identical
 * `origin_server_ts`, the event with the lexicographically largest `event_id` is treated as more recent." "If the
 * original event is redacted, any `m.replace` relationship should not be bundled with it".
 */
function lastEditOf(parent: TimelineEvent, children: readonly TimelineEvent[]): TimelineEvent | undefined {
  if (parent.redactedBy !== undefined) return undefined
  let last: TimelineEvent | undefined
  for (const child of children) if (child.relation?.isEdit === true && (last === undefined || isLater(child, last))) last = child
  return last
}

function isLater(child: TimelineEvent, other: TimelineEvent): boolean {
  const [mine, theirs] = [child.relation?.sentAtMs ?? 0, other.relation?.sentAtMs ?? 0]
  return mine > theirs || (mine === theirs && child.eventId > other.eventId)
}

/** The same for events that memory does not have, or whose children it does not have. */
async function storedSummaries(
  db: Db,
  room: Room,
  view: ChildrenView,
  parents: readonly TimelineEvent[],
): Promise<Map<string, Summary>> {
  const byId = new Map(parents.map((parent) => [parent.eventId, parent]))
  const rows = await listChildSummaries(db, [...byId.keys()], view)
  const shown = rows.filter((row) => row.relType !== 'm.reference').map((row) => row.position)
  const referred = rows.filter((row) => row.relType === 'm.reference').map((row) => row.parentId)
  const [events, references] = await Promise.all([
    shown.length === 0 ? [] : listEventsAt(db, room.roomNid, shown),
    referred.length === 0 ? [] : listReferences(db, referred, view, MAX_REFERENCES),
  ])
  const byPosition = new Map(events.map((row) => [row.position, timelineEventOf(row)]))
  const summaries = new Map<string, Summary>()
  for (const { parentId, relType, count, position, participated } of rows) {
    const parent = byId.get(parentId)
    if (parent === undefined) continue
    const summary: Summary = summaries.get(parentId) ?? { edit: undefined, thread: undefined, references: [] }
    summaries.set(parentId, summary)
    const event = byPosition.get(position)
    if (relType === 'm.reference') summary.references = references.filter((each) => each.parentId === parentId).map((each) => each.eventId)
    else if (event === undefined) continue
    else if (relType === 'm.replace') summary.edit = parent.redactedBy === undefined ? event : undefined
    else summary.thread = { latest: event, count, participated: participated || parent.sender === view.viewer }
  }
  return summaries
}
