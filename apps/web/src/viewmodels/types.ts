// The plain values that views draw.
export type { KeyState, RecoveryWay } from '../session/keys/key-state.ts'
export type { KeyFailure } from '../session/keys/failure.ts'
export type { OwnDevice } from '../session/keys/own-devices.ts'
export type { UnreadableReason } from '../session/keys/unreadable.ts'
export type { Verification, VerificationStep } from '../session/keys/comparison.ts'
export type { Connection, Membership, Message, MessageBody, Person, RoomChange, RoomPeople, RoomSummary } from '../session/types.ts'
