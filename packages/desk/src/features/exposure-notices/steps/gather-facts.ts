// What of each person was shown, room by room: the rows of a report gone through again, as a report itself counts people and
// does not say which rooms.
import { addRow, createTally, NumberSet } from '@chappe/ledger'
import type { ExposedPerson, ExposedRoom, Tally } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import type { DoneReport, DoneReports } from '../../exposure/exposure.ts'
import { readRowsOf } from '../../exposure/exposure.ts'
import { listUploaders } from '../exposure-notices-store.ts'
import type { Counts, NoticeFacts, Share } from '../notice-words.ts'

/** Somebody, and what of theirs was shown. */
export interface Affected {
  userId: string
  facts: NoticeFacts
}

/** Rooms that a notice names; the rest is a number. */
const ROOMS_MAX = 50
const AT_ONCE = 1000
const POSITIONS_AT_ONCE = 10_000
/** Of a row that does not name its events, so many are looked at. */
const VAGUE_MAX = 100_000

/** Who is told by default: article 34(3)(a) leaves out what is unintelligible. */
const TOLD = new Set(['delivered', 'unknown', 'keys_reachable'])

/** Everybody whom a report affects, some at a time: whom it names, in its order, then those of whom it names files only. */
export async function* gatherFacts(ports: DeskPorts, reports: DoneReports, { report, withCiphertextOnly }: { report: DoneReport; withCiphertextOnly: boolean }): AsyncGenerator<Affected[]> {
  const tally = createTally()
  for await (const rows of readRowsOf(ports, report)) for (const row of rows) addRow(tally, row)
  const shares = new Map<string, Share[]>()
  for await (const rooms of reports.rooms(report.reportNid, AT_ONCE)) {
    for (const room of rooms) await addShares(ports, tally, { room, shares })
  }
  const files = await filesOf(ports, reports, report)
  const isTold = (isClear: boolean, userId: string): boolean => isClear || withCiphertextOnly || (files.get(userId)?.readable ?? 0) > 0
  const named = new Set<string>()
  for await (const people of reports.people(report.reportNid, AT_ONCE)) {
    const shown = people.filter((person) => person.class !== 'reachable')
    for (const { userId } of shown) named.add(userId)
    yield shown.filter((person) => isTold(TOLD.has(person.class), person.userId)).map((person) => affectedOf(person, { shares: shares.get(person.userId) ?? [], files: files.get(person.userId) }))
  }
  const others = [...files].filter(([userId]) => !named.has(userId) && isTold(false, userId))
  for (let at = 0; at < others.length; at += AT_ONCE) {
    yield others.slice(at, at + AT_ONCE).map(([userId, counts]) => ({ userId, facts: { asProfile: false, rooms: [], moreRooms: 0, files: counts } }))
  }
}

function affectedOf({ userId, asProfile }: ExposedPerson, { shares, files = { readable: 0, unintelligible: 0 } }: { shares: readonly Share[]; files: Counts | undefined }): Affected {
  // What could be read first.
  const sorted = shares.toSorted((a, b) => b.readable - a.readable || b.unintelligible - a.unintelligible)
  return { userId, facts: { asProfile: asProfile || shares.length === 0, rooms: sorted.slice(0, ROOMS_MAX), moreRooms: Math.max(0, sorted.length - ROOMS_MAX), files } }
}

/** How many files of whom were shown. */
async function filesOf({ ground: { db } }: DeskPorts, reports: DoneReports, { reportNid }: DoneReport): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  for await (const files of reports.files(reportNid, AT_ONCE)) {
    const classes = new Map(files.filter((file) => file.class !== 'reachable').map((file) => [file.mxc.split('/').at(-1) ?? '', file.class]))
    for (const { mediaId, userId } of await listUploaders(db, [...classes.keys()])) {
      const known = counts.get(userId) ?? { readable: 0, unintelligible: 0 }
      known[classes.get(mediaId) === 'ciphertext_only' ? 'unintelligible' : 'readable'] += 1
      counts.set(userId, known)
    }
  }
  return counts
}

async function addShares({ exposure }: DeskPorts, tally: Tally, { room, shares }: { room: ExposedRoom; shares: Map<string, Share[]> }): Promise<void> {
  const here = new Map<string, Share>()
  const hasKeys = room.events.keysReachable > 0 || room.class === 'keys_reachable'
  const shareOf = (userId: string): Share => {
    const known = here.get(userId) ?? { name: room.name, readable: 0, unintelligible: 0, asMember: false, firstAtMs: room.firstAtMs, lastAtMs: room.lastAtMs }
    here.set(userId, known)
    return known
  }
  for (const positions of (await positionsOf(exposure, tally, room.number)).slices(POSITIONS_AT_ONCE)) {
    for (const { sender, kind, events } of await exposure.sumEvents(room.number, positions)) {
      if (kind === 'written') shareOf(sender).readable += events
      else if (kind === 'ciphertext') shareOf(sender)[hasKeys ? 'readable' : 'unintelligible'] += events
    }
    for (const userId of await exposure.membersIn(room.number, positions)) shareOf(userId).asMember = true
  }
  for (const [userId, share] of here) {
    const list = shares.get(userId)
    if (list === undefined) shares.set(userId, [share])
    else list.push(share)
  }
}

/** What any session was shown of a room, and what a row may have shown that does not name its events. */
async function positionsOf(facts: DeskPorts['exposure'], { sessions }: Tally, roomNid: number): Promise<NumberSet> {
  const all = new NumberSet()
  for (const { rooms } of sessions.values()) {
    const room = rooms.get(roomNid)
    if (room === undefined) continue
    all.addAll(room.positions)
    for (const { from, to, isState } of room.vague) all.addAll(await facts.positions(roomNid, { from, to, isState, limit: VAGUE_MAX }))
  }
  return all
}
