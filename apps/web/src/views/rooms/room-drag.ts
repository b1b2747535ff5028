// Rooms of the list that are dragged to another place of it. What is done so, the menu of the room does as well.
import type { DragEvent } from 'react'
import { useState } from 'react'
import type { ListPlace } from '../../viewmodels/rooms/room-moves.ts'
import { isSorted } from '../../viewmodels/rooms/room-moves.ts'
import { useApp } from '../app-context.tsx'
import type { ListRow } from './list-rows.ts'

/** Where a line or a frame shows what letting go would do: beside a row, or around the head of a section. */
export interface DropMark {
  index: number
  edge: 'above' | 'below' | 'into'
}

/** The dragging. */
export interface RoomDrag {
  mark: DropMark | undefined
  /** For what is around the rows. */
  props: {
    onDragStart(event: DragEvent): void
    onDragOver(event: DragEvent): void
    onDragLeave(event: DragEvent): void
    onDrop(event: DragEvent): void
    onDragEnd(): void
  }
}

interface Aim {
  mark: DropMark
  place: ListPlace
}

/** Lets rooms be dragged among rows. */
export function useRoomDrag(rows: readonly ListRow[]): RoomDrag {
  const { model } = useApp()
  const [draggedId, setDraggedId] = useState<string>()
  const [mark, setMark] = useState<DropMark>()
  const end = (): void => {
    setDraggedId(undefined)
    setMark(undefined)
  }
  const aimOf = (event: DragEvent): Aim | undefined => {
    const asked = draggedId === undefined ? undefined : aimAt(event, rows)
    const place = asked === undefined || draggedId === undefined ? undefined : model.roomList.placeFor(draggedId, asked.place)
    return asked === undefined || place === undefined ? undefined : { mark: asked.mark, place }
  }
  return {
    mark,
    props: {
      onDragStart(event) {
        const row = rowOf(event, rows)
        if (row?.kind !== 'room' || row.room.membership !== 'join') return
        event.dataTransfer.effectAllowed = 'all'
        setDraggedId(row.room.roomId)
      },
      onDragOver(event) {
        const aim = aimOf(event)
        if (aim?.mark.index !== mark?.index || aim?.mark.edge !== mark?.edge) setMark(aim?.mark)
        if (aim === undefined) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
      },
      onDragLeave({ currentTarget, relatedTarget }) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setMark(undefined)
      },
      onDrop(event) {
        const aim = aimOf(event)
        if (aim === undefined || draggedId === undefined) return
        event.preventDefault()
        void model.roomList.moveTo(draggedId, aim.place).catch(() => undefined)
        end()
      },
      onDragEnd: end,
    },
  }
}

function indexOf({ target }: DragEvent): number {
  return Number(target instanceof Element ? target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN : Number.NaN)
}

function rowOf(event: DragEvent, rows: readonly ListRow[]): ListRow | undefined {
  return rows[indexOf(event)]
}

/** What the pointer is at. In sections that stand by their last message there is one place, which is told at their head. */
function aimAt(event: DragEvent, rows: readonly ListRow[]): Aim | undefined {
  const index = indexOf(event)
  const row = rows[index]
  if (row === undefined || !(event.target instanceof Element)) return undefined
  const sectionId = row.section.id
  if (row.kind === 'section' || !isSorted(row.section)) {
    const head = rows.findIndex((each) => each.kind === 'section' && each.section.id === sectionId)
    return { mark: { index: head, edge: 'into' }, place: { sectionId, aboveId: undefined } }
  }
  const box = event.target.closest('[data-index]')?.getBoundingClientRect()
  const isAbove = box === undefined || event.clientY < box.top + box.height / 2
  if (isAbove) return { mark: { index, edge: 'above' }, place: { sectionId, aboveId: row.room.roomId } }
  const next = rows[index + 1]
  return { mark: { index, edge: 'below' }, place: { sectionId, aboveId: next?.kind === 'room' ? next.room.roomId : undefined } }
}
