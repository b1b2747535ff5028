// The rows of a timeline: messages with the days between them, where the new ones begin, and what happened to the room folded
// where much of it happened at once.
import type { Message } from '../../session/types.ts'

/** A row. Rows that stay as they were stay the same values. */
export type Row =
  | { kind: 'day'; key: string; atMs: number }
  | { kind: 'unread'; key: string }
  /** `isContinued`: it goes on where the one before it ended. */
  | { kind: 'message'; key: string; message: Message; isContinued: boolean }
  | { kind: 'changes'; key: string; changes: readonly Message[] }

/** Makes rows of messages. */
export type RowMaker = (messages: readonly Message[], firstUnreadId: string | undefined) => readonly Row[]

const TOGETHER_MS = 5 * 60_000
const FOLD_FROM = 2

/** Makes a maker, which makes anew only what changed since it was last asked. */
export function createRowMaker(): RowMaker {
  let before: readonly Message[] = []
  let unreadBefore: string | undefined
  let rows: Row[] = []
  /** How many rows stand before each message that begins a row of its own. */
  let starts: number[] = []

  return (messages, firstUnreadId) => {
    let from = firstUnreadId === unreadBefore ? commonLength(before, messages) : 0
    if (from === messages.length && from === before.length) return rows
    // What stands at the seam may be continued or folded otherwise than before.
    while (from > 0 && (from >= messages.length || starts[from] === undefined || isChange(messages[from]) || isChange(messages[from - 1]))) from -= 1
    const known = new Map(rows.slice(starts[from] ?? 0).map((row) => [row.key, row]))
    rows = rows.slice(0, from === 0 ? 0 : starts[from])
    starts = starts.slice(0, from)
    addRows({ messages, from, firstUnreadId, rows, starts, known })
    before = messages
    unreadBefore = firstUnreadId
    return rows
  }
}

interface Adding {
  messages: readonly Message[]
  from: number
  firstUnreadId: string | undefined
  rows: Row[]
  starts: number[]
  known: ReadonlyMap<string, Row>
}

function addRows({ messages, from, firstUnreadId, rows, starts, known }: Adding): void {
  const add = (row: Row): void => void rows.push(reuse(known.get(row.key), row))
  const firstBefore = messages[from - 1]
  let day = firstBefore === undefined ? undefined : dayOf(firstBefore.sentAtMs)
  let index = from
  for (let message = messages[index]; message !== undefined; message = messages[index]) {
    const previous = messages[index - 1]
    starts[index] = rows.length
    const isNewDay = day === undefined || message.sentAtMs < day.fromMs || message.sentAtMs >= day.toMs
    if (isNewDay) {
      day = dayOf(message.sentAtMs)
      add({ kind: 'day', key: `day-${message.id}`, atMs: message.sentAtMs })
    }
    const isFirstUnread = message.id === firstUnreadId
    if (isFirstUnread) add({ kind: 'unread', key: 'unread' })
    const run = changesFrom(messages, index, day?.toMs ?? Infinity, firstUnreadId)
    if (run.length >= FOLD_FROM) {
      add({ kind: 'changes', key: `changes-${message.id}`, changes: run })
      index += run.length
    } else {
      add({ kind: 'message', key: keyOf(message), message, isContinued: !isNewDay && !isFirstUnread && follows(previous, message) })
      index += 1
    }
  }
}

/** What was sent from here is one row all along: whoever has the focus in it, or something of it open, stays there when the server has it. */
function keyOf({ id, sentAs }: Message): string {
  return sentAs === undefined ? id : `sent-${sentAs}`
}

/** What happened to the room from here on, until something is said or the day ends. */
function changesFrom(messages: readonly Message[], from: number, untilMs: number, firstUnreadId: string | undefined): readonly Message[] {
  let end = from
  for (let message = messages[end]; message !== undefined && isChange(message) && message.sentAtMs < untilMs; message = messages[end]) {
    if (end > from && message.id === firstUnreadId) break
    end += 1
  }
  return messages.slice(from, end)
}

function isChange(message: Message | undefined): boolean {
  return message?.body.kind === 'change'
}

/** Whether a message goes on where the one before it ended: the same person, soon after, answering nobody. */
function follows(before: Message | undefined, message: Message): boolean {
  if (before === undefined || isChange(before) || isChange(message) || message.replyTo !== undefined || before.thread !== undefined) return false
  // Each of the server's is a letter of its own.
  if (message.sender.isServer === true) return false
  return before.sender.userId === message.sender.userId && Math.abs(message.sentAtMs - before.sentAtMs) < TOGETHER_MS
}

function dayOf(ms: number): { fromMs: number; toMs: number } {
  const from = new Date(ms)
  from.setHours(0, 0, 0, 0)
  const to = new Date(from)
  to.setDate(to.getDate() + 1)
  return { fromMs: from.getTime(), toMs: to.getTime() }
}

function commonLength(a: readonly Message[], b: readonly Message[]): number {
  const max = Math.min(a.length, b.length)
  for (let index = 0; index < max; index += 1) if (a[index] !== b[index]) return index
  return max
}

function reuse(known: Row | undefined, row: Row): Row {
  if (known === undefined || known.kind !== row.kind) return row
  if (row.kind === 'message' && known.kind === 'message') return known.message === row.message && known.isContinued === row.isContinued ? known : row
  if (row.kind === 'changes' && known.kind === 'changes') return sameItems(known.changes, row.changes) ? known : row
  if (row.kind === 'day' && known.kind === 'day') return known.atMs === row.atMs ? known : row
  return known
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}
