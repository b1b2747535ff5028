// What is searched, what is asked and what is found: plain values that page and worker hand to each other.

/** What a message can hold beside its words. */
export const HOLDINGS = ['file', 'image', 'link', 'poll'] as const

/** What a message can hold beside its words. */
export type Holding = (typeof HOLDINGS)[number]

/** A message as the index keeps it. */
export interface IndexedMessage {
  id: string
  roomId: string
  sender: string
  sentAtMs: number
  text: string
  has: readonly Holding[]
  /** When the edit was made whose words these are. */
  editedMs?: number | undefined
  /** The address of the file that it carries. */
  file?: string | undefined
}

/** New words for a message. */
export interface IndexedEdit {
  target: string
  sender: string
  editedMs: number
  text: string
  has: readonly Holding[]
}

/** Words that have to be there: one that a word begins with, or some that follow each other. */
export interface Wanted {
  /** Folded. More than one: they follow each other. */
  words: readonly string[]
  /** Whether the last of them may go on. */
  isPrefix: boolean
}

/** A question. What is undefined does not matter. */
export interface Question {
  wanted: readonly Wanted[]
  senders: readonly string[] | undefined
  rooms: readonly string[] | undefined
  afterMs: number | undefined
  beforeMs: number | undefined
  has: readonly Holding[]
}

/** Where a found word stands in a text. */
export interface Span {
  start: number
  end: number
}

/** A place inside a file. */
export interface Passage {
  /** The name of the file. */
  name: string
  text: string
  spans: readonly Span[]
}

/** A message that was found. */
export interface Hit {
  message: IndexedMessage
  spans: readonly Span[]
  /** Where in its file something of it stands. */
  passage?: Passage | undefined
  /** What was said around it. */
  before: IndexedMessage | undefined
  after: IndexedMessage | undefined
}

/** What was found: the newest first. */
export interface Found {
  hits: readonly Hit[]
  /** How many there are in all. */
  total: number
}
