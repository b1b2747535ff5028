// How tall a row of the log will be, before it was drawn: near enough that what is drawn first fills the log, and little moves
// once it is measured.
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import type { Message } from '../../viewmodels/types.ts'

const LINE_PX = 24
const HEAD_PX = 34
const DAY_PX = 44
const CHANGE_PX = 28
const CHAR_PX = 7.5
/** What stands beside a text, and how wide it may get. */
const BESIDE_PX = 100
const LIST_PX = 320
const LIST_FROM_PX = 720
const WIDEST_PX = 768
const LINES_MAX = 13

/** The height of a row in CSS pixels, in a window so wide. */
export function estimateRow(row: Row | undefined, windowWidth: number): number {
  const logWidth = windowWidth < LIST_FROM_PX ? windowWidth : windowWidth - LIST_PX
  switch (row?.kind) {
    case 'day':
    case 'unread':
      return DAY_PX
    case 'message':
      return row.message.body.kind === 'change' ? CHANGE_PX : (row.isContinued ? 2 : HEAD_PX) + bodyPx(row.message, logWidth) + besidePx(row.message)
    default:
      return CHANGE_PX
  }
}

function bodyPx({ body }: Message, logWidth: number): number {
  switch (body.kind) {
    case 'text': {
      const perLine = Math.max(Math.min(logWidth - BESIDE_PX, WIDEST_PX), 120) / CHAR_PX
      return Math.min(Math.ceil(body.text.length / perLine) + newLines(body.text), LINES_MAX) * LINE_PX
    }
    case 'file':
      return body.media === 'image' || body.media === 'video' ? 240 : 64
    case 'poll':
      return 96 + body.poll.answers.length * 44
    default:
      return LINE_PX
  }
}

/** What hangs on a message. */
function besidePx({ replyTo, reactions, thread }: Message): number {
  return (replyTo === undefined ? 0 : LINE_PX) + (reactions.length === 0 ? 0 : 30) + (thread === undefined ? 0 : 36)
}

function newLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && count < LINES_MAX; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
