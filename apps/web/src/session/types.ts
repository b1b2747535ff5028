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
  | { kind: 'poll'; poll: Poll }
  | { kind: 'deleted'; reason?: string | undefined }
  | { kind: 'unreadable'; reason: UnreadableReason }
  | { kind: 'change'; change: RoomChange }
  | { kind: 'unknown'; type: string; text: string }

/** A question with answers to choose among. */
export interface Poll {
  question: string
  answers: readonly PollAnswer[]
  /** How many answers one may choose. */
  choicesMax: number
  /** Whether counts are seen before the end. */
  isOpen: boolean
  hasEnded: boolean
  votersCount: number
}

/** One answer of a poll. */
export interface PollAnswer {
  id: string
  text: string
  votes: number
  isMine: boolean
}

/** What happened to a room. */
export type RoomChange =
  | { kind: 'member'; person: Person; from: string; to: string; isOwn: boolean; reason: string }
  | { kind: 'named'; name: string }
  | { kind: 'topic'; topic: string }
  | { kind: 'pinned' }
  | { kind: 'created' }
  | { kind: 'encrypted' }
  | { kind: 'other'; type: string }

/** One entry of a conversation. */
export interface Message {
  /** The event's id; before the server gave one, a local one. */
  id: string
  sender: Person
  sentAtMs: number
  isMine: boolean
  body: MessageBody
  /** `waiting`: goes out by itself when the server is back; `failed`: the server would not have it. */
  sending: 'sent' | 'sending' | 'waiting' | 'failed'
  /** Why it failed, where something can be said. */
  failure: SendFailure | undefined
  isEdited: boolean
  /** Whether it names whoever reads. */
  mentionsMe: boolean
  replyTo: Quote | undefined
  reactions: readonly Reaction[]
  thread: ThreadSummary | undefined
  /** Who has read up to here and no further; oneself and the sender left out. */
  readBy: readonly Person[]
}

/** Why a message was not sent. */
export type SendFailure = 'forbidden' | 'tooLarge' | 'other'

/** A message that another one answers, or that is pinned. */
export interface Quote {
  id: string
  /** Undefined while it is not known. */
  message: { sender: Person; body: MessageBody; sentAtMs: number } | undefined
}

/** What people put under a message. */
export interface Reaction {
  key: string
  count: number
  /** The first of them, by name. */
  people: readonly string[]
  isMine: boolean
}

/** What was answered below a message. */
export interface ThreadSummary {
  count: number
  unreadCount: number
  mentionCount: number
  /** The last ones that are known here, the newest last. */
  last: readonly { id: string; sender: Person; body: MessageBody; sentAtMs: number }[]
}

/** What one may do in a room. */
export interface Rights {
  write: boolean
  react: boolean
  /** Delete what others wrote. */
  deleteOthers: boolean
  pin: boolean
  /** Tell everybody at once (`@room`). */
  notifyAll: boolean
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
