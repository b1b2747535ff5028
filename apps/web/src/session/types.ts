// What the rest of the messenger knows of rooms, people and messages: plain values, nothing of the SDK.
import type { FileBody } from './media/types.ts'

import type { UnreadableReason } from './keys/unreadable.ts'

/** What one is to a room. */
export type Membership = 'join' | 'invite' | 'knock' | 'leave'

/** Somebody, as a room shows them. */
export interface Person {
  userId: string
  name: string
  /** `mxc:` */
  avatarUrl: string | undefined
}

/** A room in a list. */
export interface RoomSummary {
  roomId: string
  name: string
  kind: 'person' | 'room' | 'space'
  membership: Membership
  avatarUrl: string | undefined
  /** Empty where there is none. */
  topic: string
  isEncrypted: boolean
  /** Joinable without invitation. */
  isOpen: boolean
  /** People who are in it. */
  memberCount: number
  unreadCount: number
  mentionCount: number
  isMarkedUnread: boolean
  /** `m.favourite`, `m.lowpriority` and one's own (`u.`). */
  tags: readonly string[]
  lastActivityMs: number
  /** What was said last: who, and the words where they are known. */
  last: { sender: string; message: MessageBody } | undefined
  inviter: Person | undefined
}

/** What a message says. */
export type MessageBody =
  | { kind: 'text'; text: string; html: string | undefined; tone: 'plain' | 'emote' | 'notice' }
  | FileBody
  | { kind: 'deleted' }
  | { kind: 'unreadable'; reason: UnreadableReason }
  | { kind: 'change'; change: RoomChange }
  | { kind: 'unknown'; type: string }

/** What happened to a room. */
export type RoomChange =
  | { kind: 'member'; person: Person; from: string; to: string; isOwn: boolean }
  | { kind: 'named'; name: string }
  | { kind: 'topic'; topic: string }
  | { kind: 'created' }
  | { kind: 'encrypted' }
  | { kind: 'other'; type: string }

/** One entry of a conversation. */
export interface Message {
  /** The event's id; before the server gave one, the transaction's. */
  id: string
  sender: Person
  sentAtMs: number
  isMine: boolean
  body: MessageBody
  /** `waiting`: goes out by itself when the server is back; `failed`: the server would not have it. */
  sending: 'sent' | 'sending' | 'waiting' | 'failed'
}

/** Who is in a room. */
export interface RoomPeople {
  count: number
  members: readonly (Person & { membership: Membership })[]
  /** Whether `members` is whole; where it is not, there are more. */
  isWhole: boolean
}

/** How the server is reached. */
export type Connection = 'starting' | 'online' | 'offline'
