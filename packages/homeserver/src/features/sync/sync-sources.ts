// What a sync shows beside events, and who has it.

/** One entry of account data; `content` is JSON text. */
export interface AccountDataEntry {
  type: string
  content: string
}

/** The features a sync asks. Every range is (from, to] of the change stream; `from` 0 asks for everything. */
export interface SyncSources {
  accountDataFor(range: {
    userId: string
    from: number
    to: number
  }): Promise<{ global: readonly AccountDataEntry[]; rooms: ReadonlyMap<number, readonly AccountDataEntry[]> }>
  /** Messages to one device in order of arrival, as JSON texts. `upTo`: the change position up to which they are whole. */
  toDeviceFor(range: {
    userId: string
    deviceNid: number
    from: number
    to: number
    limit: number
  }): Promise<{ events: readonly string[]; upTo: number }>
  /** The device has shown by its token that it has what was sent up to a position. */
  confirmToDevice(deviceNid: number, upTo: number): Promise<void>
  keyCountsOf(deviceNid: number): Promise<{
    oneTimeKeyCounts: Readonly<Record<string, number>>
    unusedFallbackKeyTypes: readonly string[]
  }>
  /** Users who share a room with the viewer and whose devices or cross-signing keys changed. */
  deviceListChangesFor(range: { userId: string; from: number; to: number }): Promise<readonly string[]>
  shareRoom(userId: string, otherUserId: string): Promise<boolean>
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
