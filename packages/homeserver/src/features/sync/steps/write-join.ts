// The section of one joined room, spliced from stored texts.
import { clientJsonOf, stateJsonOf } from '../../../engine/client-event.ts'
import type { UnreadCounts } from '../../../engine/unread.ts'
import { unreadByThread, unreadOf } from '../../../engine/unread.ts'
import { passes, passesAll } from '../sync-filter.ts'
import type { JoinPlan, StateLine, Summary, SyncScope } from '../sync-request.ts'
import type { AccountDataEntry } from '../sync-sources.ts'
import { formatted } from './event-format.ts'
import { stateAfter } from './state-after.ts'

/** What a room shows beside its events. */
export interface JoinExtras {
  receipts: string | undefined
  typing: string | undefined
  accountData: readonly AccountDataEntry[]
}

/** The JSON text of one entry of `rooms.join`, with its key. */
export function writeJoin(scope: SyncScope, plan: JoinPlan, extras: JoinExtras): string {
  const { room, each } = plan
  const parts = [timelineJson(scope, plan), stateSection(scope, plan)]
  parts.push(`"ephemeral":{"events":[${ephemeralJson(scope, extras)}]}`)
  parts.push(`"account_data":{"events":[${accountDataJson(extras.accountData)}]}`)
  parts.push(unreadJson(scope, each, room))
  if (plan.summary !== undefined) parts.push(summaryJson(plan.summary))
  return `${JSON.stringify(room.roomId)}:{${parts.join(',')}}`
}

/** The main timeline and each thread on their own for who asks so, all of them together for others. */
function unreadJson({ filter }: SyncScope, each: JoinPlan['each'], room: JoinPlan['room']): string {
  if (!filter.unreadThreads) return `"unread_notifications":${countsJson(unreadOf(each, room))}`
  const { main, threads } = unreadByThread(each, room)
  const text = `"unread_notifications":${countsJson(main)}`
  if (threads.size === 0) return text
  const parts: string[] = []
  for (const [threadId, counts] of threads) parts.push(`${JSON.stringify(threadId)}:${countsJson(counts)}`)
  return `${text},"unread_thread_notifications":{${parts.join(',')}}`
}

function countsJson({ notifications, highlights }: UnreadCounts): string {
  return `{"highlight_count":${highlights},"notification_count":${notifications}}`
}

/** Account data events, with their type. */
export function accountDataJson(entries: readonly AccountDataEntry[]): string {
  return entries.map((entry) => `{"type":${JSON.stringify(entry.type)},"content":${entry.content}}`).join(',')
}

/** A timeline section. */
export function timelineJson(
  scope: SyncScope,
  plan: Pick<JoinPlan, 'room' | 'timeline' | 'limited' | 'pageFrom' | 'bundles'>,
): string {
  const viewer = { userId: scope.session.userId, deviceNid: scope.session.deviceNid, now: scope.deps.clock.now() }
  const { format } = scope.filter
  const events = plan.timeline.map((event) => {
    const text = clientJsonOf(plan.room.roomId, event, viewer, plan.bundles)
    return format === undefined ? text : formatted(format, event, text)
  })
  return `"timeline":{"events":[${events.join(',')}],"limited":${plan.limited},"prev_batch":"p${plan.pageFrom}"}`
}

/** A state section, under the name or names that the client asked for. */
export function stateSection(scope: SyncScope, plan: Pick<JoinPlan, 'room' | 'state' | 'timeline'>): string {
  return scope.stateSections
    .map((name) => `"${name}":{"events":[${stateText(scope, plan, name === 'state' ? plan.state : stateAfter(plan))}]}`)
    .join(',')
}

function stateText(scope: SyncScope, { room }: Pick<JoinPlan, 'room'>, state: readonly StateLine[]): string {
  const { state: filter, format } = scope.filter
  const lines = passesAll(filter) ? state : state.filter((line) => passes(filter, line))
  const texts = lines.map((line) => {
    const text = stateJsonOf(room.roomId, line)
    return format === undefined ? text : formatted(format, line, text)
  })
  return texts.join(',')
}

function ephemeralJson(scope: SyncScope, extras: JoinExtras): string {
  const events: string[] = []
  const wants = (type: string): boolean => passes(scope.filter.ephemeral, { type, sender: '' })
  if (extras.typing !== undefined && wants('m.typing')) events.push(`{"type":"m.typing","content":${extras.typing}}`)
  if (extras.receipts !== undefined && wants('m.receipt')) events.push(`{"type":"m.receipt","content":${extras.receipts}}`)
  return events.join(',')
}

function summaryJson(summary: Summary): string {
  const heroes = summary.heroes === undefined ? '' : `"m.heroes":${JSON.stringify(summary.heroes)},`
  return `"summary":{${heroes}"m.joined_member_count":${summary.joined},"m.invited_member_count":${summary.invited}}`
}
