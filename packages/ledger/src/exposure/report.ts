// The exposure report: what was shown to an account, a session, a network or in a time, what of it could be read, and what
// could have been.

/**
 * - `delivered`: it was delivered in the clear.
 * - `ciphertext_only`: what was delivered of it is encrypted, and no key for it can have come the same way.
 * - `keys_reachable`: what was delivered is encrypted, and keys were within reach.
 * - `reachable`: it could have been read, and was not delivered.
 * - `unknown`: the record does not say, or what it names is there no more: assume that it was delivered.
 */
export type ExposureClass = 'delivered' | 'ciphertext_only' | 'keys_reachable' | 'reachable' | 'unknown'

/** The classes, the gravest first. */
export const EXPOSURE_CLASSES = ['delivered', 'unknown', 'keys_reachable', 'ciphertext_only', 'reachable'] as const satisfies readonly ExposureClass[]

/** What a report says it is. */
export const EXPOSURE_FORMAT = 'chappe-exposure-report/1'

/** Whom or what it is about. `userId` of an account and of a session, `deviceId` of a session, `cidr` of a network. */
export interface ExposureSubject {
  kind: 'account' | 'session' | 'network' | 'window'
  userId?: string
  deviceId?: string
  cidr?: string
}

/** How many events of a room, by class. `delivered` counts state too, which is never encrypted. */
export interface ExposedEvents {
  delivered: number
  ciphertextOnly: number
  keysReachable: number
  unknown: number
  reachable: number
  /** How many of those delivered are state: names, members, settings. */
  state: number
  /** How many the room has. */
  total: number
}

/** What of a room was shown. Its class is that of what its members wrote: state and reactions are never encrypted. */
export interface ExposedRoom {
  roomId: string
  /** Its number in the rows of the ledger. */
  number: number
  name: string | null
  organisation: string | null
  /** `everybody`: a forum or another open room; `members`: those who were invited; `server`: what the server says to one. */
  audience: 'everybody' | 'members' | 'server'
  isEncrypted: boolean
  isOpen: boolean
  class: ExposureClass
  events: ExposedEvents
  /** How much of it was delivered or has to be assumed to have been, from 0 to 1. */
  share: number
  /** Size of the events that were delivered. */
  bytes: number
  firstAtMs: number | null
  lastAtMs: number | null
  /** To which sessions, by their ids. */
  sessions: string[]
  /**
   * How it could be read in that time; null: it could not. `preview`: by whoever might have come in or knocked, what it is called, its
   * picture and how many are in it, and nothing of what is said there.
   */
  reachableBy: 'member' | 'open' | 'invited' | 'preview' | null
  reachableNow: boolean
  /** Its name and its topic were shown where rooms are listed, or by an invitation. */
  isListed: boolean
}

/** What of a person was shown. */
export interface ExposedPerson {
  userId: string
  displayName: string | null
  organisation: string | null
  class: ExposureClass
  /** How many of their events were delivered, in the clear or encrypted. */
  events: number
  /** In how many rooms. */
  rooms: number
  /** Found by name, or looked at. */
  asProfile: boolean
  /** Seen as a member of a room. */
  asMember: boolean
  /** First and last time of what shows them. */
  firstAtMs: number | null
  lastAtMs: number | null
}

/** What of a file was shown. */
export interface ExposedFile {
  mxc: string
  name: string | null
  roomId: string | null
  /** How much of it was delivered, at most its size; of one that was not, its size. */
  bytes: number
  sha256: string | null
  class: ExposureClass
  /** Whether all of it was delivered, and not a part or a small picture of it. */
  isWhole: boolean
  firstAtMs: number | null
  lastAtMs: number | null
  sessions: string[]
}

/** A session to which something was delivered. */
export interface ExposedSession {
  userId: string
  /** A device that the record does not name any more is `#` and its number in the rows. */
  deviceId: string
  /** Numbers of its account and of the device in the rows of the ledger. */
  account: number
  device: number
  deviceName: string | null
  addresses: string[]
  firstAtMs: number
  lastAtMs: number
  events: number
  files: number
  bytes: number
  /** `open`: it has not ended. `ended`: by its owner or by time. */
  endedBy: 'open' | 'ended' | 'contained'
}

/** A slice of time. */
export interface ExposureSlice {
  fromMs: number
  toMs: number
  events: number
  files: number
  people: number
  bytes: number
  sessions: number
}

/** Another account that something was delivered to at one of the addresses. */
export interface OtherAccount {
  userId: string
  address: string
  firstAtMs: number
  lastAtMs: number
}

/** Whom the account could have found, as counts. */
export interface ReachablePeople {
  /** Whom a search finds: everybody, the own organisation, people of common and open rooms, or nobody. */
  scope: 'everybody' | 'organisation' | 'acquainted' | 'nobody'
  count: number
  /** How many were in the rooms that could be read. */
  inRooms: number
  /** What follows is not in reports of before. Both of these, each person once. */
  all?: number
  /** Of those whom a search finds, how many only by assumption. */
  assumed?: number
  /** How many more for whoever knows a whole name, address or id. */
  byName?: number
  /** Rooms whose entry in the public directory could be seen; of these, how many only by assumption. */
  listed?: number
  listedAssumed?: number
  /** Pictures of people whose profiles could be looked at, delivered or not. Those that events carry are among the files as well. */
  pictures?: number
  /** What is not on record for that time, and was taken to have been. */
  assumptions?: ReachAssumption[]
}

/** What is not on record for the past; `docs/decisions/0078`. `pictures`: those of people and rooms, which were not counted before 0084. */
export const REACH_ASSUMPTIONS = ['account_states', 'organisations', 'listing', 'room_marks', 'purged', 'profiles', 'pictures'] as const

/** One of them. */
export type ReachAssumption = (typeof REACH_ASSUMPTIONS)[number]

/** Sums. */
export interface ExposureTotals {
  rooms: number
  roomsReachable: number
  /** Of which only what they are called, their picture and how many are in them could have been seen. Not in reports of before. */
  roomsPreviewable?: number
  roomsListed: number
  /** Events that were delivered in the clear. */
  events: number
  /** How many of these are state: names, members, settings of rooms, which are never encrypted. Not in reports of before. */
  eventsState?: number
  eventsCiphertextOnly: number
  eventsKeysReachable: number
  eventsUnknown: number
  eventsReachable: number
  people: number
  peopleReachable: number
  /** People who were listed by rows that do not name them: whoever they are, they are not among `people` by that. */
  peopleUnnamed: number
  files: number
  filesReachable: number
  fileBytes: number
  /** Size of all answers. */
  bytes: number
  sessions: number
  /** How many rows of the ledger it is made from. */
  rows: number
}

/** Whether the record is whole, and where not. */
export interface ExposureLedger {
  size: number
  /** The signed note of the head against which its rows are proven. */
  checkpoint: string
  isWhole: boolean
  gaps: { fromMs: number; toMs: number; why: string }[]
}

/** A report. Lists are sorted by id, and times are of the server, so that the same inputs give the same bytes. */
export interface ExposureReport {
  format: typeof EXPOSURE_FORMAT
  serverName: string
  subject: ExposureSubject
  /** It is about the account of a drill: nobody real was read, and nobody real has read. Left out of every other report. */
  isExercise?: true
  /** Both included. */
  fromMs: number
  toMs: number
  caseId: string | null
  /** The one input that is neither in the ledger nor in the rooms. */
  madeAtMs: number
  ledger: ExposureLedger
  totals: ExposureTotals
  reachablePeople: ReachablePeople | null
  sessions: ExposedSession[]
  rooms: ExposedRoom[]
  people: ExposedPerson[]
  files: ExposedFile[]
  timeline: ExposureSlice[]
  others: OtherAccount[]
}

/** Everything of a report but its long lists. */
export type ExposureSummary = Omit<ExposureReport, 'rooms' | 'people' | 'files'>
