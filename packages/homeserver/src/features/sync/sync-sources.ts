// What a sync shows beside events, and who has it.
import type { UserRoom } from '../../engine/user-rooms.ts'

/** One entry of account data; `content` is JSON text. */
export interface AccountDataEntry {
  type: string
  content: string
}

/** What a sync asks of presence; see the presence feature. */
export interface SyncPresence {
  /** A client of a user is heard of; gives back what says that its request has ended. */
  syncing(userId: string, wish: string | undefined): () => void
  /** Presence events, as JSON texts: of those who changed in (from, to], and of those whom the viewer has come to meet. */
  eventsFor(range: {
    viewer: string
    rooms: ReadonlyMap<number, UserRoom>
    from: number
    to: number
    all: boolean
    met: Iterable<string>
  }): readonly { sender: string; json: string }[]
}

/** The features a sync asks. Every range is (from, to] of the change stream; `from` 0 asks for everything. */
export interface SyncSources {
  /** Nothing where presence is off. */
  presence: SyncPresence | undefined
  accountDataFor(range: {
    userId: string
    from: number
    to: number
  }): Promise<{ global: readonly AccountDataEntry[]; rooms: ReadonlyMap<number, readonly AccountDataEntry[]> }>
  /**
   * Messages to one device in order of arrival, as JSON texts. `upTo`: the change position up to which they are whole;
   * `senders` and `isVague`: whose of them may carry keys, as `ToDevice` says.
   */
  toDeviceFor(range: {
    userId: string
    deviceNid: number
    from: number
    to: number
    limit: number
  }): Promise<{ events: readonly string[]; upTo: number; senders: readonly number[]; isVague: boolean }>
  /** The device has shown by its token that it has what was sent up to a position. */
  confirmToDevice(deviceNid: number, upTo: number): Promise<void>
  keyCountsOf(deviceNid: number): Promise<{
    oneTimeKeyCounts: Readonly<Record<string, number>>
    unusedFallbackKeyTypes: readonly string[]
  }>
  /** Users who share a room with the viewer and whose devices or cross-signing keys changed. */
  deviceListChangesFor(range: { userId: string; from: number; to: number }): Promise<readonly string[]>
  /** Those of the others who share a joined room with the user. */
  sharingWith(userId: string, others: readonly string[]): Promise<ReadonlySet<string>>
  /** The content of `m.receipt` per room, as JSON texts; others' private receipts left out. */
  receiptsFor(
    roomNids: readonly number[],
    viewer: string,
    from: number,
    to: number,
  ): Promise<ReadonlyMap<number, string>>
  /** The content of `m.receipt` of these events of each room and of the viewer's own receipts there. */
  receiptsAt(rooms: readonly { roomNid: number; eventIds: readonly string[] }[], viewer: string): Promise<ReadonlyMap<number, string>>
  /** Who is typing in a room and when that changed. */
  typingIn(roomNid: number): { position: number; json: string } | undefined
}
