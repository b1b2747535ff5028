// The state where a timeline starts, taken from memory: today's state with the tail's changes undone.
import type { Room } from '../../../engine/room.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import type { StateLine } from '../sync-request.ts'

/**
 * The state without memberships as it stood just before `position`; nothing where the tail does not reach back that
 * far and state has changed since.
 */
export function stateBeforeTail(room: Room, position: number): StateLine[] | undefined {
  if (room.tailFrom >= position && room.lastStatePosition >= position) return undefined
  const undone = undoneSince(room, position)
  if (undone === undefined) return undefined
  const lines: StateLine[] = []
  for (const [type, byKey] of room.state) {
    for (const [stateKey, entry] of byKey) {
      const { position: at, eventId, json, sender } = entry
      if (at < position) lines.push({ position: at, eventId, type, stateKey, sender, json })
    }
  }
  for (const line of undone.values()) if (line !== undefined) lines.push(line)
  return lines
}

/** For each entry that changed at or after the position: what stood there before, if anything. */
function undoneSince(room: Room, position: number): Map<string, StateLine | undefined> | undefined {
  const undone = new Map<string, StateLine | undefined>()
  for (const event of room.tail) {
    if (event.position < position || event.stateKey === undefined || event.type === 'm.room.member') continue
    const key = `${event.type} ${event.stateKey}`
    if (undone.has(key)) continue
    if (event.replacesState === undefined) {
      undone.set(key, undefined)
      continue
    }
    if (event.previous === undefined) return undefined
    const { type, stateKey, replacesState: eventId, previous: { position: before, json } } = event
    undone.set(key, { position: before, eventId, type, stateKey, sender: parsePdu(json).sender, json })
  }
  return undone
}
