// Who has confirmed a message, and who has not.
import type { Outgoing } from '../../session/talk/compose.ts'
import { ASKED_MAX } from '../../session/talk/priority.ts'
import type { Asking, Confirmation, Message, Person, RoomPeople } from '../../session/types.ts'

/** Who has confirmed a message, and who has not. */
export interface Tally {
  confirmed: readonly Confirmation[]
  missing: readonly Person[]
  /** Both together. */
  total: number
}

/** Counts. Who has left is asked no more; who came in after it was said is not asked with everybody. */
export function tallyOf({ sender, sentAtMs }: Pick<Message, 'sender' | 'sentAtMs'>, { asked, confirmations }: Asking, { members }: Pick<RoomPeople, 'members'>): Tally {
  const done = new Set(confirmations.map(({ person }) => person.userId))
  const named = asked === 'everybody' ? undefined : new Set(asked.userIds)
  const missing = members.filter(({ userId, membership, cameAtMs = 0 }) => {
    if (membership !== 'join' || userId === sender.userId || done.has(userId)) return false
    return named === undefined ? cameAtMs <= sentAtMs : named.has(userId)
  })
  return { confirmed: confirmations, missing: missing.toSorted((a, b) => a.name.localeCompare(b.name)), total: confirmations.length + missing.length }
}

/** So many are named in the words of a reminder; all are told. */
const NAMED_MAX = 20

/** What reminds those who have not confirmed, in `word`'s words. */
export async function toReminder(word: string, missing: readonly Person[]): Promise<Outgoing> {
  const told = missing.slice(0, ASKED_MAX)
  const mentions = told.slice(0, NAMED_MAX).map(({ userId, name }) => ({ label: `@${name}`, id: userId }))
  const more = told.length > NAMED_MAX ? ` +${told.length - NAMED_MAX}` : ''
  const text = `${word} ${mentions.map(({ label }) => label).join(' ')}${more}`
  const { toHtml } = await import('../composer/composer-markdown.ts')
  return { text, html: toHtml(text, mentions), tone: 'plain', mentions: { userIds: told.map(({ userId }) => userId), room: false } }
}
