// What the ledger says of claims: what a report counts, and where identifiers are in it.
import { createCoverage } from '@chappe/ledger'
import type { ExposureTotals } from '@chappe/ledger'
import type { Progress } from '../../../jobs.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DoneReport } from '../../exposure/exposure.ts'
import { readRowsOf } from '../../exposure/exposure.ts'
import { listNamedEntries, listPlaces } from '../claims-store.ts'
import type { Claim, FigureKind } from './read-claims.ts'

/** How far the ledger goes with a claim. */
export type Verdict = 'supported' | 'more_than_supported' | 'not_supported'

/** A claim and what there is to it. */
export interface CheckedClaim {
  text: string
  kind: Claim['kind']
  verdict: Verdict
  claimed: number | null
  delivered: number
  /** Of that, what has to be assumed. */
  assumed: number
  reachable: number
  class: string | null
}

/** Checks claims, in their order; `progress` is told the part that is done. */
export async function checkAll(ports: DeskPorts, report: DoneReport, claims: readonly Claim[], progress: Progress): Promise<CheckedClaim[]> {
  const known = await lookUp(ports, report, { claims, progress })
  return claims.map((claim) => ('id' in claim ? checkIdentifier(claim, known) : checkFigure(claim, report.summary.totals)))
}

/** What is known of what identifiers name. */
type Known = ReadonlyMap<string, KnownOf>
type KnownOf = Pick<CheckedClaim, 'delivered' | 'assumed' | 'reachable' | 'class'>

function checkIdentifier({ text, kind, id }: Extract<Claim, { id: string }>, known: Known): CheckedClaim {
  const found = known.get(id) ?? { delivered: 0, assumed: 0, reachable: 0, class: null }
  return { text, kind, claimed: null, ...found, verdict: found.delivered > 0 ? 'supported' : 'not_supported' }
}

/** What the ledger has of each kind. What has to be assumed counts as delivered: nobody can say that it was not. */
const FIGURES: Readonly<Record<FigureKind, (totals: ExposureTotals) => { delivered: number; assumed: number; reachable: number }>> = {
  rooms: (totals) => ({ delivered: totals.rooms, assumed: 0, reachable: totals.roomsReachable }),
  // What a room is called and who is in it is no message.
  messages: ({ events, eventsState = 0, eventsCiphertextOnly, eventsKeysReachable, eventsUnknown, eventsReachable }) => ({
    delivered: events - eventsState + eventsCiphertextOnly + eventsKeysReachable + eventsUnknown,
    assumed: eventsUnknown,
    reachable: eventsReachable,
  }),
  files: (totals) => ({ delivered: totals.files, assumed: 0, reachable: totals.filesReachable }),
  people: (totals) => ({ delivered: totals.people, assumed: 0, reachable: totals.peopleReachable }),
  // Of files, or of everything: who boasts of a size seldom says of what.
  bytes: ({ bytes, fileBytes }) => ({ delivered: Math.max(bytes, fileBytes), assumed: 0, reachable: 0 }),
  sessions: (totals) => ({ delivered: totals.sessions, assumed: 0, reachable: 0 }),
}

function checkFigure({ text, kind, claimed, slack }: Extract<Claim, { claimed: number }>, totals: ExposureTotals): CheckedClaim {
  const found = FIGURES[kind](totals)
  const verdict = claimed - slack <= found.delivered ? 'supported' : found.delivered > 0 ? 'more_than_supported' : 'not_supported'
  return { text, kind, claimed, ...found, class: null, verdict }
}

async function lookUp(ports: DeskPorts, report: DoneReport, { claims, progress }: { claims: readonly Claim[]; progress: Progress }): Promise<Known> {
  const known = new Map<string, KnownOf>()
  const { db } = ports.ground
  for (const kind of ['room', 'person', 'file'] as const) {
    const ids = claims.flatMap((claim) => (claim.kind === kind ? [claim.id] : []))
    if (ids.length === 0) continue
    for (const entry of await listNamedEntries(db, { reportNid: report.reportNid, kind, ids })) {
      const isShown = entry.class !== 'reachable'
      known.set(entry.id, { delivered: Number(isShown), assumed: Number(entry.class === 'unknown'), reachable: Number(!isShown), class: entry.class })
    }
  }
  const eventIds = claims.flatMap((claim) => (claim.kind === 'event' ? [claim.id] : []))
  if (eventIds.length > 0) await lookUpEvents(ports, report, { eventIds, known, progress })
  return known
}

/** A report counts events and does not name them: its rows are gone through again. */
async function lookUpEvents(ports: DeskPorts, report: DoneReport, { eventIds, known, progress }: { eventIds: string[]; known: Map<string, KnownOf>; progress: Progress }): Promise<void> {
  const { db } = ports.ground
  const places = await listPlaces(db, eventIds)
  const coverage = createCoverage(places.map(({ room, position }) => ({ kind: 'event', room, position })))
  for await (const rows of readRowsOf(ports, report)) {
    for (const row of rows) coverage.add(row)
    await progress((rows.at(-1)?.leaf ?? 0) / Math.max(1, report.summary.ledger.size))
  }
  const rooms = await listNamedEntries(db, { reportNid: report.reportNid, kind: 'room', ids: [...new Set(places.map(({ roomId }) => roomId))] })
  const roomOf = new Map(rooms.map((room) => [room.id, room]))
  const readers = coverage.readers()
  const named = coverage.named()
  places.forEach(({ eventId, roomId }, index) => {
    const room = roomOf.get(roomId)
    const isShown = (readers[index] ?? 0) > 0
    // Of some rooms it could have seen what they are called, and nothing that was said there.
    const isReachable = !isShown && room !== undefined && room.reachableBy !== null && room.reachableBy !== 'preview'
    known.set(eventId, { delivered: Number(isShown), assumed: Number(isShown && named[index] !== true), reachable: Number(isReachable), class: isShown ? (room?.class ?? null) : null })
  })
}
