// The plain values that views draw.
export type { Connection, Membership, Message, MessageBody, Person, RoomChange, RoomPeople, RoomSummary } from '../session/types.ts'
export type { Shown, ShownState } from '../session/media/cache.ts'
export { extensionOf } from '../session/media/names.ts'
export type { Recorder, Recording } from '../session/media/recorder.ts'
export type { FileBody, MediaFailure, MediaSource } from '../session/media/types.ts'
