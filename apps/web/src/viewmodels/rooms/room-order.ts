// The order of rooms within a section that one sorts oneself: numbers between 0 and 1 beside the tag.
// https://spec.matrix.org/v1.19/client-server-api/#room-tagging

/** A room of a section; `order` is undefined where nobody has placed it: it stands behind those that were. */
export interface Placed {
  roomId: string
  order: number | undefined
}

/** Two orders that are closer than this leave no place between them. */
const GAP_MIN = 1e-6

/**
 * The orders to set so that a room stands one further up (-1) or down (1), by room. As few as do: one where there is place
 * between its new neighbours, all of the section's otherwise. Nothing where it stands at the end already.
 */
export function ordersAfterMove(rooms: readonly Placed[], roomId: string, step: 1 | -1): ReadonlyMap<string, number> {
  const at = rooms.findIndex((room) => room.roomId === roomId)
  const moved = rooms[at]
  const to = at + step
  if (moved === undefined || to < 0 || to >= rooms.length) return new Map()
  return ordersOf(rooms.toSpliced(at, 1).toSpliced(to, 0, moved), to)
}

/** The orders to set so that a room, of the section or not, stands above another of it, or at its end. */
export function ordersAt(rooms: readonly Placed[], roomId: string, aboveId: string | undefined): ReadonlyMap<string, number> {
  const others = rooms.filter((room) => room.roomId !== roomId)
  const found = aboveId === undefined ? -1 : others.findIndex((room) => room.roomId === aboveId)
  const to = found < 0 ? others.length : found
  return ordersOf(others.toSpliced(to, 0, { roomId, order: undefined }), to)
}

/** As few as do, where the room at `to` has come there. */
function ordersOf(next: readonly Placed[], to: number): ReadonlyMap<string, number> {
  const above = to === 0 ? 0 : next[to - 1]?.order
  const below = next[to + 1]?.order ?? 1
  if (above !== undefined && below - above > GAP_MIN * 2) return new Map([[next[to]?.roomId ?? '', (above + below) / 2]])
  return new Map(next.map((room, index) => [room.roomId, (index + 1) / (next.length + 1)]))
}
