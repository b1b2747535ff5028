// What the forms with which something begins are given.

/** `onDone`: the room there now is. */
export interface BeginProps {
  onDone: (roomId: string) => void
  onClose: () => void
}
