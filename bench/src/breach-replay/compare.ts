// The report and the ledger held against the truth: what has left the server, as the proxy has noted it.

import type { LedgerWord } from './ledger-store.ts'
import type { ReadReport } from './report-calls.ts'
import type { Truth } from './truth.ts'

/** How much of one kind was captured. */
export interface Captured {
  /** How many left the server. */
  left: number
  /** Of those, how many the record names. */
  named: number
  /** How many it names besides; of a raid that was cut off, what was on its way. */
  besides: number
  /** The first that it does not name. */
  missed: string[]
}

/** Everything that was held against the truth. */
export interface Comparison {
  /** Event by event, by the rows of the ledger. */
  events: Captured
  people: Captured
  files: Captured
  /** Files of which the report says fewer bytes than left. */
  filesShort: number
  rooms: Captured
  /** Whether the report's sum of events is how many events left. */
  isSumExact: boolean
}

const MISSED_MAX = 5
const IS_SHOWN = new Set(['delivered', 'keys_reachable', 'ciphertext_only', 'unknown'])

/** Compares. `self` is the account itself: that it was shown who it is tells nothing. */
export function compare(truth: Truth, report: ReadReport, { word, self }: { word: LedgerWord; self: string }): Comparison {
  const shown = <T extends { class: string }>(list: readonly T[]): T[] => list.filter((each) => IS_SHOWN.has(each.class))
  const files = new Map(shown(report.files).map((file) => [file.mxc.replace('mxc://', ''), file.bytes]))
  const rooms = report.rooms.map((room) => room.room_id)
  return {
    events: hold(truth.events, word.events),
    people: hold(without(truth.people, self), without(new Set(shown(report.people).map((person) => person.user_id)), self)),
    files: hold(new Set(truth.files.keys()), new Set(files.keys())),
    filesShort: [...truth.files].filter(([uri, bytes]) => (files.get(uri) ?? 0) < bytes).length,
    rooms: hold(truth.rooms, new Set(rooms)),
    isSumExact: report.totals.events === truth.events.size && report.rooms.reduce((sum, room) => sum + room.events.delivered, 0) === truth.events.size,
  }
}

/** Whether nothing that left is missing. */
export function isWhole({ events, people, files, rooms, filesShort }: Comparison): boolean {
  return [events, people, files, rooms].every((each) => each.named === each.left) && filesShort === 0
}

function without(all: ReadonlySet<string>, one: string): Set<string> {
  const rest = new Set(all)
  rest.delete(one)
  return rest
}

function hold(truth: ReadonlySet<string>, record: ReadonlySet<string>): Captured {
  const missed = [...truth].filter((each) => !record.has(each))
  return { left: truth.size, named: truth.size - missed.length, besides: [...record].filter((each) => !truth.has(each)).length, missed: missed.slice(0, MISSED_MAX) }
}
