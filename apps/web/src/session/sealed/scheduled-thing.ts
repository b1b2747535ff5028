// A message that is to be sent at a time.
import type { DraftMention, WeightWish } from '../drafts.ts'
import { parseDraft } from '../drafts.ts'
import { contentOf, fieldOf, textOf } from '../read-content.ts'
import { momentOf } from './later-thing.ts'

/** What somebody wrote, as it stood where they wrote it. */
export interface Written {
  text: string
  /** Whom its `@` and `#` words mean. */
  mentions: readonly DraftMention[]
  /** What is asked of whoever reads it. */
  wish?: WeightWish | undefined
  /** The message it answers, and who wrote that. */
  replyTo?: { id: string; sender: string } | undefined
}

/** Why it was not sent. `gone`: one is in that room no more. */
export type ScheduledFailure = 'forbidden' | 'tooLarge' | 'gone' | 'other'

/** A message that is to be sent. */
export interface ScheduledThing extends Written {
  roomId: string
  threadId?: string | undefined
  dueAtMs: number
  /** Only this device sends it: it was written where the others could not be told. */
  onlyOn?: string | undefined
  /** The device that has taken on to send it, and when: no other one sends it then. */
  takenBy?: string | undefined
  takenAtMs?: number | undefined
  failure?: ScheduledFailure | undefined
}

const ID_CHARS = 256
const FAILURES: readonly ScheduledFailure[] = ['forbidden', 'tooLarge', 'gone', 'other']

/** What of a value is such a message. */
export function parseScheduled(value: unknown): ScheduledThing | undefined {
  const content = contentOf(value)
  const text = (name: string): string | undefined => textOf(fieldOf(content, name)).slice(0, ID_CHARS) || undefined
  const [written, roomId, dueAtMs] = [parseDraft(content), text('roomId'), momentOf(fieldOf(content, 'dueAtMs'))]
  if (written === undefined || roomId === undefined || dueAtMs === undefined) return undefined
  const answered = contentOf(fieldOf(content, 'replyTo'))
  const [id, sender] = [textOf(fieldOf(answered, 'id')), textOf(fieldOf(answered, 'sender'))]
  return {
    text: written.text,
    mentions: written.mentions,
    ...(written.wish === undefined ? {} : { wish: written.wish }),
    replyTo: id === '' ? undefined : { id, sender },
    roomId,
    threadId: text('threadId'),
    dueAtMs,
    onlyOn: text('onlyOn'),
    takenBy: text('takenBy'),
    takenAtMs: momentOf(fieldOf(content, 'takenAtMs')),
    failure: FAILURES.find((each) => each === fieldOf(content, 'failure')),
  }
}
