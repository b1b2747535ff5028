// The rows of the list: the heads of its sections, and their rooms where they are not folded.
import type { Section } from '../../viewmodels/rooms/room-list.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'

/** A row. */
export type ListRow = { kind: 'section'; section: Section } | { kind: 'room'; section: Section; room: RoomSummary }

/** The rows of some sections. */
export function toRows(sections: readonly Section[]): ListRow[] {
  return sections.flatMap((section): ListRow[] => [
    { kind: 'section', section },
    ...(section.isFolded ? [] : section.rooms.map((room): ListRow => ({ kind: 'room', section, room }))),
  ])
}

/** What a row is known by. */
export function keyOf(row: ListRow | undefined): string {
  if (row === undefined) return ''
  return row.kind === 'section' ? `section ${row.section.id}` : row.room.roomId
}
