// How events relate to each other.
import type { MatrixEvent } from 'matrix-js-sdk'
import type { Content } from '../read-content.ts'
import { contentOf, fieldOf, textOf } from '../read-content.ts'

/** How an event relates to another: said outside of what is encrypted. */
export function relationOf(event: MatrixEvent): Content {
  const said = contentOf(fieldOf(contentOf(event.getWireContent()), 'm.relates_to'))
  return Object.keys(said).length > 0 ? said : contentOf(fieldOf(contentOf(event.getOriginalContent()), 'm.relates_to'))
}

/** The message that an event answers; what a thread writes there for older clients is no answer. */
export function replyTarget(event: MatrixEvent): string | undefined {
  const relation = relationOf(event)
  if (fieldOf(relation, 'rel_type') === 'm.thread' && fieldOf(relation, 'is_falling_back') === true) return undefined
  return textOf(fieldOf(contentOf(fieldOf(relation, 'm.in_reply_to')), 'event_id')) || undefined
}
