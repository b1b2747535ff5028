// What the rest of the messenger knows of rooms, people and messages: plain values, nothing of the SDK.
import type { Letter } from '@chappe/policy'
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
  /** Whether it is the server itself, which has no name but the one that it is given in the language of the screen. */
  isServer?: true
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
  /** Whether it is the room in which the server speaks to one: it has no name of its own, and cannot be left. */
  isOfServer: boolean
  /** Joinable without invitation. */
  isOpen: boolean
  /** `public`, `invite`, `knock`, ... */
  joinRule: string
  /** Whether externals may be invited: once said, it stays so. */
  admitsExternals: boolean
  /** What a forum says of itself. */
  forum: ForumFacts | undefined
  /** The ids of the organisations that an open room is for; undefined: it is for all agents. */
  audience: readonly string[] | undefined
  /** People who are in it. */
  memberCount: number
  unreadCount: number
  mentionCount: number
  isMarkedUnread: boolean
  /** `m.favourite`, `m.lowpriority` and one's own (`u.`). */
  tags: readonly string[]
  /** Where it stands in a section that one sorts oneself: between 0 and 1, by tag. */
  tagOrders: Readonly<Record<string, number>>
  /** Whether nothing of it is told, but mentions. */
  isMuted: boolean
  /** Whether it was put away, and nothing was said in it since. */
  isArchived: boolean
  /** Messages of one's own that the server would not have. */
  failedCount: number
  /** What newcomers see of what was said: `invited`, `joined`, `shared`, ... */
  historyVisibility: string
  /** For how many days it keeps what is said; undefined: it says nothing, and the service decides. */
  keptDays: number | undefined
  /** Who said so, and when. */
  keptBy?: { name: string; atMs: number } | undefined
  /** The room that it took the place of, where that room says so as well. */
  predecessorId: string | undefined
  /** Whether one is in the room that took its place, and each of the two says so: it is read, but no more written to. */
  isReplaced: boolean
  /** The room that took its place, where it says so. */
  successorId: string | undefined
  /** The other one of a talk of two. */
  directUserId: string | undefined
  lastActivityMs: number
  /** What was said last: who (nobody where it is the server), and the words where they are known. While the last is still being read it is the one before it. */
  last: { id: string; sender: string; message: MessageBody } | undefined
  inviter: Person | undefined
}

/** What a forum says of itself. */
export interface ForumFacts {
  organisationId: string
  owners: readonly string[]
  purpose: string
  reviewAtMs: number
}

/** A room to be. */
export interface RoomWish {
  kind: 'private' | 'externals' | 'open' | 'forum' | 'space'
  name: string
  topic: string
  invite: readonly string[]
  /** Whether people may ask to be let in. */
  mayAsk?: boolean
  /** Of a forum; whoever makes it is an owner as well. */
  forum?: ForumFacts
  /** Of an open room: the ids of the organisations that it is for; undefined: it is for all agents. */
  audience?: readonly string[] | undefined
}

/** What a message says. */
export type MessageBody =
  /** `letter`: what the server wrote, in both languages. */
  | { kind: 'text'; text: string; html: string | undefined; tone: 'plain' | 'emote' | 'notice'; groups?: readonly MentionedGroup[]; letter?: Letter }
  | FileBody
  | { kind: 'poll'; poll: Poll }
  | { kind: 'deleted'; reason?: string | undefined }
  | { kind: 'unreadable'; reason: UnreadableReason }
  | { kind: 'change'; change: RoomChange }
  | { kind: 'unknown'; type: string; text: string }

/** People whom a message names together; its HTML says where, by their place in the list. */
export interface MentionedGroup {
  name: string
  userIds: readonly string[]
}

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
  /** How many days what is said is kept; undefined: as long as the service keeps it. */
  | { kind: 'kept'; days: number | undefined }
  | { kind: 'created' }
  | { kind: 'encrypted' }
  | { kind: 'other'; type: string }

/** How much a message matters to whoever wrote it. */
export type Priority = 'important' | 'urgent'

/** Who is asked to confirm a message. */
export type Asked = 'everybody' | { userIds: readonly string[] }

/** A message that asks for confirmation. */
export interface Asking {
  asked: Asked
  /** The first one first. */
  confirmations: readonly Confirmation[]
  /** Whether one is asked oneself. */
  isOfMe: boolean
  /** Whether one has confirmed it. */
  isDone: boolean
}

/** That somebody has confirmed a message. */
export interface Confirmation {
  person: Person
  atMs: number
  /** Whether the message was corrected since. */
  isBeforeCorrection: boolean
}

/** One entry of a conversation. */
export interface Message {
  /** The event's id; before the server gave one, a local one. */
  id: string
  /** Under which id this page has sent it: it stays when the server has given it one. */
  sentAs?: string | undefined
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
  priority: Priority | undefined
  /** Undefined where it asks nobody to confirm it. */
  asking: Asking | undefined
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
  message: Said | undefined
}

/** Who said what, and when. */
export interface Said {
  sender: Person
  body: MessageBody
  sentAtMs: number
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

/** Somebody who is in a room, invited to it, or asks to come in. */
export interface RoomMember extends Person {
  membership: Membership
  /** What they may do: 100 everything, 50 look after others. */
  level: number
  /** Why they ask to come in. */
  reason: string
  /** When they came in, where that is known. */
  cameAtMs?: number | undefined
}

/** Who is in a room. */
export interface RoomPeople {
  /** Those who are in it and those who are invited: both can read. */
  count: number
  members: readonly RoomMember[]
  /** Whether `members` is whole; where it is not, there are more. */
  isWhole: boolean
  /** Who was removed for good: they cannot come back until that is lifted. */
  banned: readonly Person[]
  /** What one may do oneself. */
  mine: OwnPowers
}

/** What one may do in a room. */
export interface OwnPowers {
  level: number
  mayInvite: boolean
  mayRemove: boolean
  mayBan: boolean
  mayName: boolean
  mayPicture: boolean
  mayTopic: boolean
  maySetLevels: boolean
  /** Whether one may put rooms into it, where it is a space. */
  maySetChildren: boolean
  maySpeak: boolean
  /** Whether one may say who comes in. */
  mayJoinRule: boolean
  /** Whether one may say what newcomers see. */
  mayHistory: boolean
  /** Whether one may put another room in its place. */
  mayReplace: boolean
}

/** How the server is reached. */
export type Connection = 'starting' | 'online' | 'offline'

/** What kind of account somebody has: of the state, from outside, or a program. */
export type AccountKind = 'agent' | 'external' | 'service'

/** What an organisation is called. */
export interface OrganisationName {
  id: string
  name: string
}

/** Oneself, as the server knows one. */
export interface OwnStanding {
  kind: AccountKind
  organisation: OrganisationName | undefined
}

/** What somebody does in their organisation, as that says it; empty where it does not. */
export interface JobLine {
  title: string
  service: string
}

/** Somebody the directory found. `organisation`: its name, empty where there is none. */
export interface FoundPerson extends Person, JobLine {
  kind: AccountKind
  organisation: string
  /** Until when they are out of office, where they are and one may know. */
  awayUntilMs?: number | undefined
}

/** While somebody is out of office. `untilMs`: the first moment at which they are back. */
export interface AwayTime {
  fromMs: number
  untilMs: number
}

/** A room one is not in, as far as it shows itself. */
export interface FoundRoom {
  roomId: string
  name: string
  topic: string
  memberCount: number
  isSpace: boolean
  joinRule: string
  /** Undefined where nothing says so. */
  isEncrypted: boolean | undefined
  /** The rooms of a space. */
  children: readonly string[]
}

/** Who the people of a room are. */
export interface RoomStandings {
  /** The largest first. */
  organisations: readonly { id: string; name: string; people: number }[]
  externals: number
  /** People of other servers. */
  elsewhere: number
  /** Of an open room: how many may come in and read; undefined where that is not known. */
  audience?: number | undefined
  /** The organisations that it is for; undefined: it is for all agents. */
  audienceOf?: readonly OrganisationName[] | undefined
  /** For how many days what is said there is kept; undefined: for ever. */
  keptDays?: number | undefined
  /** By user id, as far as the server tells. */
  people: ReadonlyMap<string, { kind: AccountKind; organisationId: string; awayUntilMs?: number | undefined } & Partial<JobLine>>
}

/** A link by which people come into a room. */
export interface RoomLink {
  linkId: string
  createdBy: string
  expiresAtMs: number
  maxUses: number
  useCount: number
  isRevoked: boolean
}

/** Somebody from outside who was invited by mail, and has not come so far. */
export interface MailInvitation {
  invitationId: string
  address: string
  /** Until when it can be accepted. */
  expiresAtMs: number
}

/** A space that one is in, and the rooms it names, in its order. */
export interface Space {
  roomId: string
  name: string
  children: readonly string[]
}

/** Something that waits for an answer. `atMs`: when it came. */
export type InboxEntry = { id: string; room: RoomSummary; atMs: number } & (
  | { kind: 'confirm'; message: Said; priority: Priority | undefined }
  | { kind: 'mention'; message: Said }
  | { kind: 'thread'; message: Said; unreadCount: number }
  | { kind: 'invitation' }
  | { kind: 'request'; person: Person; reason: string }
)
