// What the operations that read have in common: an answer spliced from stored text, and what it shows.
import type { Bundles } from '../../engine/aggregations.ts'
import type { Room } from '../../engine/room.ts'
import type { Read } from '../../http/reveal-tap.ts'
import { shownReads } from '../../http/shown.ts'

/** The JSON text of an answer and what it shows of other people's. */
export interface Reading<K extends 'events' | 'people' = 'events'> {
  text: string
  reads: Read<K>[]
}

/** Events that are shown, as the ledger notes them; nothing where there are none. */
export function eventReads(room: Room, shown: readonly { position: number }[]): Read<'events'>[] {
  return shownReads({ kind: 'events', roomNid: room.roomNid }, shown.map(({ position }) => position))
}

/** The same of the events that are bundled with others. */
export function bundledReads(room: Room, bundles: Bundles): Read<'events'>[] {
  return eventReads(room, bundles.shown).map((read) => ({ ...read, subject: 'bundled' }))
}
