// What is in a space, in order.
// https://spec.matrix.org/v1.19/client-server-api/#ordering-of-children-within-a-space
import type { JsonObject } from '@chappe/core'
import type { Room, StateEntry } from '../../engine/room.ts'
import { contentOf } from '../rooms/rooms.ts'

/** A room that a space says is in it. */
export interface Child {
  roomId: string
  /** The stripped state event that says so, with its time. */
  event: JsonObject
}

/** How many children of one space are looked at. */
const MAX_CHILDREN = 2000
const ORDER = /^[\x20-\x7E]{1,50}$/

/** The children of a space; of any other room there are none. */
export function childrenOf(room: Room, options: { suggestedOnly: boolean }): Child[] {
  if (contentOf(room, 'm.room.create')?.['type'] !== 'm.space') return []
  const found: { key: string; entry: StateEntry }[] = []
  for (const [key, entry] of room.state.get('m.space.child') ?? []) {
    const { via, suggested } = entry.auth.content
    // "When not present or invalid, the child room is not considered to be part of the space."
    if (!Array.isArray(via) || via.length === 0) continue
    if (!options.suggestedOnly || suggested === true) found.push({ key, entry })
  }
  return found.sort(inOrder).slice(0, MAX_CHILDREN).map(childOf)
}

/** "Rooms are sorted based on a lexicographic ordering of the Unicode code points of the characters in order values", then by time, then by id; those without an order last. */
function inOrder(a: { key: string; entry: StateEntry }, b: { key: string; entry: StateEntry }): number {
  const [orderA, orderB] = [orderOf(a.entry), orderOf(b.entry)]
  if (orderA !== orderB) {
    if (orderA === undefined) return 1
    if (orderB === undefined) return -1
    return orderA < orderB ? -1 : 1
  }
  const byTime = timeOf(a.entry) - timeOf(b.entry)
  if (byTime !== 0) return byTime
  return a.key < b.key ? -1 : 1
}

/** "Values with the wrong type, or otherwise invalid contents, are to be treated as though the key was not provided." */
function orderOf({ auth }: StateEntry): string | undefined {
  const { order } = auth.content
  return typeof order === 'string' && ORDER.test(order) ? order : undefined
}

function timeOf({ auth }: StateEntry): number {
  return auth.origin_server_ts ?? 0
}

function childOf({ key, entry }: { key: string; entry: StateEntry }): Child {
  const { content, sender } = entry.auth
  const event = { type: 'm.space.child', state_key: key, content, sender, origin_server_ts: timeOf(entry) }
  return { roomId: key, event }
}
