// How much a message matters, and whom it asks to confirm that they have read it: said within what is encrypted, under names of
// our own, so that other clients show the words alone (docs/decisions/0085).
import type { Content } from '../read-content.ts'
import { contentOf, fieldOf, textOf, textsOf } from '../read-content.ts'
import type { Asked, Priority } from '../types.ts'

const PRIORITY = 'org.chappe.priority'
const ASK = 'org.chappe.ack_requested'
const PRIORITIES: ReadonlyMap<string, Priority> = new Map([
  ['important', 'important'],
  ['urgent', 'urgent'],
])
/** So many people can be asked by name; more are asked as everybody. */
export const ASKED_MAX = 200

/** The type of what confirms a message. It refers to it (`m.reference`), and who sent it is who confirms. */
export const CONFIRMATION_TYPE = 'org.chappe.acknowledgement'

/** What is asked of a message's readers. */
export interface Weight {
  priority: Priority | undefined
  asks: Asked | undefined
}

/** Reads it off a content. */
export function weightOf(content: Content): Weight {
  const ask = contentOf(fieldOf(content, ASK))
  const userIds = textsOf(fieldOf(ask, 'user_ids'), ASKED_MAX)
  const isRoom = fieldOf(ask, 'room') === true
  return { priority: PRIORITIES.get(textOf(fieldOf(content, PRIORITY))), asks: isRoom ? 'everybody' : userIds.length > 0 ? { userIds } : undefined }
}

/** The fields of a content that say it. */
export function toWeight({ priority, asks }: Weight): Content {
  return {
    ...(priority === undefined ? {} : { [PRIORITY]: priority }),
    ...(asks === undefined ? {} : { [ASK]: asks === 'everybody' ? { room: true } : { user_ids: asks.userIds.slice(0, ASKED_MAX) } }),
  }
}

/** A content that asks nothing of its readers. */
export function withoutWeight(content: Content): Content {
  const { [PRIORITY]: _priority, [ASK]: _ask, ...rest } = content
  return rest
}

/** What confirms a message. */
export function toConfirmation(id: string): Content {
  return { 'm.relates_to': { rel_type: 'm.reference', event_id: id } }
}
