// What happens in rooms, told to the index: messages as they become readable, edits, deletions, rooms one has left.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent } from 'matrix-js-sdk'
import { indexedEvent } from './describe-message.ts'
import type { IndexChange } from './kept-index.ts'
import type { SearchCalls } from './search-calls.ts'
import type { IndexedEdit, IndexedMessage } from './types.ts'

/** Tells the index. */
export interface Feed {
  /** Takes an event that can be read; what cannot is taken when it can. */
  take(event: MatrixEvent): void
  /** Resolves when the index has all that was taken. Gives back how many messages it has. */
  flush(): Promise<number>
  stop(): void
}

const TELL_AFTER_MS = 300

/** Begins to tell. `onSize` hears how many messages there are. */
export function feedIndex(client: MatrixClient, calls: SearchCalls, onSize: (size: number) => void): Feed {
  let put: IndexedMessage[] = []
  let edits: IndexedEdit[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  async function tell(change: Partial<IndexChange> = {}): Promise<number> {
    clearTimeout(timer)
    timer = undefined
    const taken = { put, edits }
    put = []
    edits = []
    const size = await calls.change({ ...taken, ...change })
    onSize(size)
    return size
  }

  function tellNow(change?: Partial<IndexChange>): void {
    void tell(change).catch(() => undefined)
  }

  function take(event: MatrixEvent): void {
    const roomId = event.getRoomId()
    if (roomId === undefined || client.getRoom(roomId)?.getMyMembership() !== 'join') return
    const found = indexedEvent(event, roomId)
    if (found.kind === 'none') return
    if (found.kind === 'message') put.push(found.message)
    else edits.push(found.edit)
    timer ??= setTimeout(tellNow, TELL_AFTER_MS)
  }

  const onRedaction = (event: MatrixEvent): void => {
    const id = event.getAssociatedId()
    if (id !== undefined) tellNow({ remove: [id] })
  }
  const onMembership = (room: { roomId: string }, membership: string): void => {
    if (membership !== 'join') tellNow({ removeRooms: [room.roomId] })
  }
  client.on(RoomEvent.Timeline, take)
  client.on(RoomEvent.LocalEchoUpdated, take)
  client.on(MatrixEventEvent.Decrypted, take)
  client.on(RoomEvent.Redaction, onRedaction)
  client.on(RoomEvent.MyMembership, onMembership)

  return {
    take,
    async flush() {
      await tell()
      return calls.flush()
    },
    stop() {
      clearTimeout(timer)
      client.off(RoomEvent.Timeline, take)
      client.off(RoomEvent.LocalEchoUpdated, take)
      client.off(MatrixEventEvent.Decrypted, take)
      client.off(RoomEvent.Redaction, onRedaction)
      client.off(RoomEvent.MyMembership, onMembership)
    },
  }
}
