// What somebody saved for later: a message, what it began with, and when they want to be reminded of it.
import { contentOf, fieldOf, nameOf, textOf } from '../read-content.ts'

/** Something that was saved. */
export interface LaterThing {
  roomId: string
  eventId: string
  /** The thread it stands in. */
  threadId?: string | undefined
  sender: string
  /** How the sender was shown. */
  name: string
  /** What it began with; empty where it was no text, or was deleted. */
  text: string
  isDeleted: boolean
  sentAtMs: number
  savedAtMs: number
  /** When to remind of it. */
  dueAtMs?: number | undefined
  /** The reminder that some device has told of already. */
  toldAtMs?: number | undefined
  doneAtMs?: number | undefined
}

/** So much is kept of what was said. */
export const EXCERPT_CHARS = 140
const ID_CHARS = 256

/** The name of a saved message within the list. */
export function laterId({ roomId, eventId }: Pick<LaterThing, 'roomId' | 'eventId'>): string {
  return `${roomId} ${eventId}`
}

/** What of a value is something that was saved. */
export function parseLater(value: unknown): LaterThing | undefined {
  const content = contentOf(value)
  const text = (name: string): string => textOf(fieldOf(content, name))
  const roomId = text('roomId').slice(0, ID_CHARS)
  const eventId = text('eventId').slice(0, ID_CHARS)
  if (roomId === '' || eventId === '') return undefined
  return {
    roomId,
    eventId,
    threadId: text('threadId').slice(0, ID_CHARS) || undefined,
    sender: text('sender').slice(0, ID_CHARS),
    name: nameOf(fieldOf(content, 'name')),
    text: text('text').slice(0, EXCERPT_CHARS),
    isDeleted: fieldOf(content, 'isDeleted') === true,
    sentAtMs: momentOf(fieldOf(content, 'sentAtMs')) ?? 0,
    savedAtMs: momentOf(fieldOf(content, 'savedAtMs')) ?? 0,
    dueAtMs: momentOf(fieldOf(content, 'dueAtMs')),
    toldAtMs: momentOf(fieldOf(content, 'toldAtMs')),
    doneAtMs: momentOf(fieldOf(content, 'doneAtMs')),
  }
}

/** A moment that a date can be made of. */
export function momentOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15 ? value : undefined
}
