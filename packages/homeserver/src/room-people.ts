// What other features may ask of rooms about people, without knowing rooms.

/** Who shares rooms with whom. Implemented by the rooms feature. */
export interface RoomPeople {
  /** The listening users who share a joined room with the user, the user among them: those whom a change of theirs must wake. */
  listenersOf(userId: string): Promise<readonly string[]>
  /** Whether the two users are joined to a common room now. */
  shareRoom(userId: string, otherUserId: string): Promise<boolean>
  /** Those of the others with whom the user is joined to a common room now. */
  sharingWith(userId: string, others: readonly string[]): Promise<ReadonlySet<string>>
}
