// What a user has been notified of, newest first: their rules are asked again about the events of their rooms, so that
// nothing has to be kept for each user, and a restart forgets nothing.
// https://spec.matrix.org/v1.19/client-server-api/#listing-notifications
import { MatrixError } from '@chappe/contract'
import type { PushAction } from '@chappe/core'
import { defaultPushRules, evaluatePush } from '@chappe/core'
import { clientJsonOf } from '../../engine/client-event.ts'
import type { Room, TimelineEvent } from '../../engine/room.ts'
import { parsePdu, timelineEventOf } from '../../engine/row-mapping.ts'
import { pushContextOf } from '../../engine/steps/append.ts'
import { eventsInHistory } from '../../engine/visibility.ts'
import type { UserRooms } from '../../engine/user-rooms.ts'
import type { Read } from '../../http/reveal-tap.ts'
import { shownReads } from '../../http/shown.ts'
import type { Session } from '../../session.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { listAccountData, listCandidates } from './notifications-store.ts'
import { actionsOf, IGNORED_TYPE, ignoredIn, nameIn } from './steps/prepare.ts'

/** What a client asks for. */
export interface NotificationsQuery {
  from: string | undefined
  limit: number
  onlyHighlights: boolean
}

/** A page as JSON text, and what it shows. */
export interface NotificationsPage {
  text: string
  reads: Read<'events'>[]
}

const PAGE = 100
const MAX_LOOKED_AT = 1000

interface Entry {
  room: Room
  event: TimelineEvent
  actions: readonly PushAction[]
  isRead: boolean
  ts: number
}

/** One page; throws `M_INVALID_PARAM` for a token that is none. */
export async function listNotifications(deps: NotificationsDeps, session: Session, query: NotificationsQuery): Promise<NotificationsPage> {
  const mine = await deps.engine.userRooms.open(session.userId)
  const [row] = await listAccountData(deps.ground.db, [session.userId], [IGNORED_TYPE])
  const ignored = ignoredIn(row?.content ?? '{}')
  const entries: Entry[] = []
  let before = positionOf(query.from) ?? Number.MAX_SAFE_INTEGER
  let isMore = true
  for (let looked = 0; isMore && looked < MAX_LOOKED_AT && entries.length < query.limit; looked += PAGE) {
    const rows = await listCandidates(deps.ground.db, { userId: session.userId, before, limit: PAGE })
    isMore = rows.length === PAGE
    for (const row of rows) {
      before = row.position
      if (ignored.has(row.sender)) continue
      const entry = await entryOf(deps, mine, { roomNid: row.roomNid, event: timelineEventOf(row) }, query.onlyHighlights)
      if (entry !== undefined) entries.push(entry)
      if (entries.length === query.limit) break
    }
  }
  const hasNext = isMore || entries.length === query.limit
  return { text: textOf(deps, session, entries, hasNext ? before : undefined), reads: readsOf(entries) }
}

function positionOf(from: string | undefined): number | undefined {
  if (from === undefined || from === '') return undefined
  if (!/^n\d{1,15}$/.test(from)) throw new MatrixError('M_INVALID_PARAM', { message: 'from: not a token of this list' })
  return Number(from.slice(1))
}

async function entryOf(
  deps: NotificationsDeps,
  mine: UserRooms,
  { roomNid, event }: { roomNid: number; event: TimelineEvent },
  onlyHighlights: boolean,
): Promise<Entry | undefined> {
  const { userId } = mine.user
  const room = mine.rooms.get(roomNid)?.room ?? (await deps.engine.registry.get(roomNid))
  await deps.engine.registry.ensureMembers(room, [userId, event.sender])
  const pdu = parsePdu(event.json)
  const displayName = nameIn(room, userId)
  const context = { ...pushContextOf(room, event.sender), userId, ...(displayName === undefined ? {} : { displayName }) }
  const ruleset = deps.push.ownRules(userId) ?? defaultPushRules(userId)
  const outcome = evaluatePush(ruleset, { ...pdu, room_id: room.roomId }, context)
  if (!outcome.notify || (onlyHighlights && !outcome.highlight)) return undefined
  const [seen] = await eventsInHistory({ db: deps.ground.db, engine: deps.engine }, room, userId, [event])
  if (seen === undefined) return undefined
  const isRead = event.position <= (mine.rooms.get(roomNid)?.readPosition ?? 0)
  return { room, event, actions: actionsOf(ruleset, outcome.ruleId), isRead, ts: pdu.origin_server_ts }
}

function textOf(deps: NotificationsDeps, session: Session, entries: readonly Entry[], next: number | undefined): string {
  const viewer = { userId: session.userId, deviceNid: session.deviceNid, now: deps.ground.clock.now() }
  const texts = entries.map(({ room, event, actions, isRead, ts }) => {
    const about = `"room_id":${JSON.stringify(room.roomId)},"actions":${JSON.stringify(actions)},"read":${isRead},"ts":${ts}`
    return `{${about},"event":${clientJsonOf(room.roomId, event, viewer)}}`
  })
  return `{${next === undefined ? '' : `"next_token":"n${next}",`}"notifications":[${texts.join(',')}]}`
}

function readsOf(entries: readonly Entry[]): Read<'events'>[] {
  return [...Map.groupBy(entries, ({ room }) => room.roomNid)].flatMap(([roomNid, shown]) =>
    shownReads({ kind: 'events', roomNid }, shown.map(({ event }) => event.position)),
  )
}
