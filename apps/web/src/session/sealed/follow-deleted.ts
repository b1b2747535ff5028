// What was deleted for everybody is not kept by those who saved it: the words of it go.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { RoomEvent } from 'matrix-js-sdk'
import { contentOf, fieldOf, textOf } from '../read-content.ts'
import type { LaterThing } from './later-thing.ts'
import { laterId } from './later-thing.ts'
import type { OwnList } from './own-list.ts'

/** Messages that are asked for, one by one, each time that somebody looks; each once for as long as the page is open. */
const ASKED_MAX = 30

/** Follows what is deleted. */
export function followDeleted(client: MatrixClient, later: OwnList<LaterThing>): { check(): Promise<void>; stop(): void } {
  const asked = new Set<string>()
  const onEvent = (event: MatrixEvent): void => {
    const roomId = event.getRoomId()
    if (roomId === undefined || !event.isRedaction()) return
    // Since room version 11 it stands in the content.
    const eventId = event.event.redacts ?? textOf(fieldOf(contentOf(event.getContent()), 'redacts'))
    forget(later, laterId({ roomId, eventId }))
  }
  client.on(RoomEvent.Timeline, onEvent)
  return {
    /** Looks at what was saved: what was deleted in a gap of what syncs told is seen here. */
    async check() {
      for (const [id, { roomId, eventId, isDeleted, doneAtMs }] of later.items.getState()) {
        if (isDeleted || doneAtMs !== undefined || asked.has(id)) continue
        const known = client.getRoom(roomId)?.findEventById(eventId)
        if (known?.isRedacted() === true) forget(later, id)
        if (known !== undefined || asked.size >= ASKED_MAX) continue
        asked.add(id)
        const found = await client.fetchRoomEvent(roomId, eventId).catch(() => undefined)
        if (found !== undefined && client.getEventMapper()(found).isRedacted()) forget(later, id)
      }
    },
    stop: () => void client.off(RoomEvent.Timeline, onEvent),
  }
}

function forget({ items, set }: OwnList<LaterThing>, id: string): void {
  const thing = items.getState().get(id)
  if (thing !== undefined && !thing.isDeleted) set(id, { ...thing, text: '', isDeleted: true })
}
