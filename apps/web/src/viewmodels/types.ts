// The plain values that views draw.
export type { Letter } from '@chappe/policy'
export type { About } from '../session/person/about.ts'
export { NOTHING_KNOWN } from '../session/person/about.ts'
export type {
  AccountKind,
  Asked,
  Asking,
  Confirmation,
  Connection,
  FoundPerson,
  FoundRoom,
  InboxEntry,
  Membership,
  MentionedGroup,
  Message,
  MessageBody,
  OwnPowers,
  OwnStanding,
  Person,
  Poll,
  Priority,
  PollAnswer,
  Quote,
  Reaction,
  Rights,
  RoomChange,
  MailInvitation,
  OrganisationName,
  RoomLink,
  RoomMember,
  RoomPeople,
  RoomStandings,
  RoomSummary,
  RoomWish,
  SendFailure,
  Space,
  ThreadSummary,
} from '../session/types.ts'
export type { TalkActions as TalkDo, Version } from '../session/talk/talk-actions.ts'
export type { NewPoll } from '../session/talk/compose.ts'
export type { KeyState, MakingWay, RecoveryWay } from '../session/keys/key-state.ts'
export type { KeyFailure } from '../session/keys/failure.ts'
export type { PairingView } from './keys/pairing.ts'
export type { PairingRefusal, PairingSide } from '../session/keys/pairing.ts'
export type { OwnDevice } from '../session/keys/own-devices.ts'
export type { UnreadableReason } from '../session/keys/unreadable.ts'
export type { Verification, VerificationStep } from '../session/keys/comparison.ts'
export type { Shown, ShownState } from '../session/media/cache.ts'
export { textOfHtml } from '../session/talk/html-text.ts'
export { extensionOf } from '../session/media/names.ts'
export type { Recorder, Recording } from '../session/media/recorder.ts'
export type { FileBody, MediaFailure, MediaSource } from '../session/media/types.ts'
