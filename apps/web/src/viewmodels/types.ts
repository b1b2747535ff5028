// The plain values that views draw.
export type { Connection, Membership, Message, MessageBody, Person, RoomChange, RoomPeople, RoomSummary } from '../session/types.ts'
