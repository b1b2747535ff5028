// Writes a page of results, and notes what it shows.
import type { RoomEventsCriteria } from '@chappe/contract'
import { bundlesOf } from '../../../engine/aggregations.ts'
import { clientJsonOf, stateJsonOf } from '../../../engine/client-event.ts'
import type { TimelineEvent } from '../../../engine/room.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import type { Session } from '../../../session.ts'
import type { ReadableRoom, Reading, RoomsDeps } from '../../rooms/rooms.ts'
import { bundledReads, eventReads, formatPageToken, membersBefore, stateAt, walkTimeline } from '../../rooms/rooms.ts'
import type { Group, PageStart } from '../page-token.ts'
import { formatPageStart } from '../page-token.ts'
import type { Found, FoundPage } from './find-hits.ts'
import { highlightsOf } from './highlights.ts'

const DEFAULT_CONTEXT = 5
const MAX_CONTEXT = 50

/** Events that are shown, by room. */
type Shown = Map<ReadableRoom, Map<number, { position: number }>>

/** The answer to a search, and its reads. */
export async function writeResults(
  deps: RoomsDeps,
  session: Session,
  criteria: RoomEventsCriteria,
  { page, start }: { page: FoundPage; start: PageStart | undefined },
): Promise<Reading> {
  const { found } = page
  const shown: Shown = new Map()
  const reads: Reading['reads'] = []
  const results = await Promise.all(
    found.map(async (each) => {
      note(shown, each.readable, [each.event])
      const [event = ''] = await bundledTexts(deps, session, { ...each.readable, reads }, [each.event])
      const context = criteria.event_context === undefined ? '' : `,"context":${await contextOf(deps, session, criteria, { each, shown, reads })}`
      return `{"rank":${each.hit.rank},"result":${event}${context}}`
    }),
  )
  const highlights = await highlightsOf(deps.db, page.asked, found.map((each) => each.event))
  let text = `"count":${page.count},"highlights":${JSON.stringify(highlights)},"results":[${results.join(',')}]`
  if (criteria.include_state === true) text += `,"state":{${await stateOf(deps, criteria, { found, shown })}}`
  const { group_by: groupBy } = criteria.groupings ?? {}
  if (groupBy !== undefined) text += `,"groups":${JSON.stringify(groupsOf(page, groupBy.map((each) => each.key)))}`
  const last = found.at(-1)
  if (page.hasMore && last !== undefined) text += `,"next_batch":"${formatPageStart({ after: last.hit, group: start?.group, count: page.count })}"`
  reads.push(...[...shown].flatMap(([{ room }, events]) => eventReads(room, [...events.values()])))
  return { text: `{"search_categories":{"room_events":{${text}}}}`, reads }
}

/** Events with what is bundled with them, which is noted as read. */
async function bundledTexts(
  deps: RoomsDeps,
  session: Session,
  { room, until, reads }: Pick<ReadableRoom, 'room' | 'until'> & { reads: Reading['reads'] },
  events: readonly TimelineEvent[],
): Promise<string[]> {
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.clock.now(), until }
  const bundles = await bundlesOf(deps, room, viewer, events)
  reads.push(...bundledReads(room, bundles))
  return events.map((event) => clientJsonOf(room.roomId, event, viewer, bundles))
}

function note(shown: Shown, readable: ReadableRoom, events: readonly { position: number }[]): void {
  const known = shown.get(readable) ?? new Map<number, { position: number }>()
  for (const event of events) known.set(event.position, event)
  shown.set(readable, known)
}

async function contextOf(
  deps: RoomsDeps,
  session: Session,
  { event_context: wish = {} }: RoomEventsCriteria,
  { each, shown, reads }: { each: Found; shown: Shown; reads: Reading['reads'] },
): Promise<string> {
  const { readable, event } = each
  const walk = { readable, viewer: session.userId, to: undefined, matches: () => true }
  const limitOf = (limit: number | undefined): number => Math.min(limit ?? DEFAULT_CONTEXT, MAX_CONTEXT)
  const [before, after] = await Promise.all([
    walkTimeline(deps, { ...walk, backwards: true, from: event.position, limit: limitOf(wish.before_limit) }),
    walkTimeline(deps, { ...walk, backwards: false, from: event.position + 1, limit: limitOf(wish.after_limit) }),
  ])
  const all = [...before.events, event, ...after.events]
  note(shown, readable, all)
  const listOf = async (events: TimelineEvent[]): Promise<string> =>
    (await bundledTexts(deps, session, { ...readable, reads }, events)).join(',')
  const earliest = before.events.at(-1) ?? event
  const latest = after.events.at(-1) ?? event
  let text = `"start":"${formatPageToken(earliest.position)}","end":"${formatPageToken(latest.position + 1)}"`
  text += `,"events_before":[${await listOf(before.events)}],"events_after":[${await listOf(after.events)}]`
  if (wish.include_profile === true) text += `,"profile_info":{${await profilesOf(deps, { readable, shown }, all)}}`
  return `{${text}}`
}

/** "The historic profile information of the users that sent the events returned." */
async function profilesOf(
  deps: RoomsDeps,
  { readable, shown }: { readable: ReadableRoom; shown: Shown },
  events: readonly TimelineEvent[],
): Promise<string> {
  const senders = [...new Set(events.map((event) => event.sender))]
  const last = Math.max(...events.map((event) => event.position))
  const members = await membersBefore(deps, readable.room, last + 1, senders)
  note(shown, readable, members)
  return members
    .map(({ json }) => {
      const pdu = parsePdu(json)
      const { displayname, avatar_url } = pdu.content
      return `${JSON.stringify(pdu.state_key ?? '')}:${JSON.stringify({ displayname, avatar_url })}`
    })
    .join(',')
}

/** The state of each room as the asker may know it: as it is, or as it was when they left. */
async function stateOf(
  deps: RoomsDeps,
  { filter = {} }: RoomEventsCriteria,
  { found, shown }: { found: readonly Found[]; shown: Shown },
): Promise<string> {
  const entries: string[] = []
  for (const readable of new Set(found.map((each) => each.readable))) {
    const { room, until } = readable
    const gap = Math.min(until, room.committedPosition) + 1
    const state = await stateAt(deps, room, gap, { members: filter.lazy_load_members !== true })
    note(shown, readable, state)
    entries.push(`${JSON.stringify(room.roomId)}:[${state.map((each) => stateJsonOf(room.roomId, each)).join(',')}]`)
  }
  return entries.join(',')
}

interface GroupAnswer {
  order: number
  results: string[]
  next_batch?: string
}

function groupsOf(page: FoundPage, keys: readonly Group['key'][]): Record<string, Record<string, GroupAnswer>> {
  const groups: Record<string, Record<string, GroupAnswer>> = {}
  for (const key of keys) {
    const byValue = new Map<string, GroupAnswer>()
    for (const { hit, readable, event } of page.found) {
      const value = key === 'room_id' ? readable.room.roomId : event.sender
      const group = byValue.get(value) ?? { order: byValue.size + 1, results: [] }
      group.results.push(event.eventId)
      if (page.hasMore) group.next_batch = formatPageStart({ after: hit, group: { key, value }, count: undefined })
      byValue.set(value, group)
    }
    groups[key] = Object.fromEntries(byValue)
  }
  return groups
}
