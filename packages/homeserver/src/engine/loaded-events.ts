// From the lists that a room is loaded in to its events.
import { eventNames } from '@chappe/core'
import type { EventDetails, LoadedRoomRow, LoadedTailRow } from './load-store.ts'
import type { StateEntry, TimelineEvent } from './room.ts'
import { placedPduOf, stateEntryOf } from './row-mapping.ts'

/** The entries of the current state. */
export function stateEntriesOf(row: LoadedRoomRow): { type: string; stateKey: string; entry: StateEntry }[] {
  if (row.heads === null) return []
  const heads = row.heads.split(' ')
  return row.pdus.split('\n').map((json, index) => {
    const { type, sender, stateKey } = eventNames(json)
    const entry = stateEntryOf({ position: Number(at(heads, 2 * index + 1)), eventId: at(heads, 2 * index), sender: kept(sender), json })
    return { type: kept(type), stateKey: stateKey ?? '', entry }
  })
}

/** The last events, oldest first. */
export function tailOf(row: LoadedTailRow): TimelineEvent[] {
  if (row.heads === null) return []
  const heads = row.heads.split(' ')
  const pdus = row.pdus.split('\n')
  const events: TimelineEvent[] = []
  for (let index = pdus.length - 1; index >= 0; index -= 1) {
    const json = at(pdus, index)
    const { type, sender, stateKey } = eventNames(json)
    events.push({
      position: Number(at(heads, 4 * index + 1)),
      eventId: at(heads, 4 * index),
      type: kept(type),
      stateKey,
      sender: kept(sender),
      notifyOrdinal: Number(at(heads, 4 * index + 2)),
      deviceNid: deviceOf(at(heads, 4 * index + 3)),
      txnId: row.txnIds[index] ?? undefined,
      redactedBy: undefined,
      replacesState: undefined,
      previous: undefined,
      redaction: undefined,
      relation: undefined,
      json,
    })
  }
  if (row.details !== null) addDetails(events, row.details)
  return events
}

/** No device at all is another thing than the device number of whoever acts without one. */
function deviceOf(text: string): number | undefined {
  return text === '-1' ? undefined : Number(text)
}

/** Types and senders come again and again: one text for each, bounded. */
const names = new Map<string, string>()
const MAX_NAMES = 10_000

function kept(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  if (names.size >= MAX_NAMES) names.clear()
  // A text of its own: as a part of a longer one it would keep all of that in memory.
  const own = ` ${name}`.slice(1)
  names.set(own, own)
  return own
}

function addDetails(events: readonly TimelineEvent[], details: readonly EventDetails[]): void {
  const byPosition = new Map(details.map((each) => [each.position, each]))
  for (const event of events) {
    const found = byPosition.get(event.position)
    if (found === undefined) continue
    event.replacesState = found.replacesState ?? undefined
    event.previous = placedPduOf(found.prevPosition, found.prevJson)
    event.redactedBy = found.redactedBy ?? undefined
    event.redaction = placedPduOf(found.redactionPosition, found.redactionJson)
  }
}

/** Lists of one room are of one length: only a broken database makes this throw. */
function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new Error('a room was loaded whose lists do not match')
  return value
}
