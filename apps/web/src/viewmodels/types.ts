// The plain values that views draw.
export type {
  AccountKind,
  Connection,
  FoundPerson,
  FoundRoom,
  InboxEntry,
  Membership,
  Message,
  MessageBody,
  OwnPowers,
  OwnStanding,
  Person,
  RoomChange,
  RoomLink,
  RoomMember,
  RoomPeople,
  RoomStandings,
  RoomSummary,
  RoomWish,
  Space,
} from '../session/types.ts'
export type { Shown, ShownState } from '../session/media/cache.ts'
export { extensionOf } from '../session/media/names.ts'
export type { Recorder, Recording } from '../session/media/recorder.ts'
export type { FileBody, MediaFailure, MediaSource } from '../session/media/types.ts'
