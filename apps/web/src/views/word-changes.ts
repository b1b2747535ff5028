// What happened to a room in a row, in one line.
import type { Words } from '@chappe/ui'
import type { Message } from '../viewmodels/types.ts'
import type { WordKey } from '../words/en.ts'

const KINDS = ['joined', 'left', 'invited', 'other'] as const

/** One line for many changes, by how many people came, went and were invited. */
export function wordChanges(changes: readonly Message[], say: Words<WordKey>['say']): string {
  const counts = { joined: 0, left: 0, invited: 0, other: 0 }
  for (const { body } of changes) counts[kindOf(body)] += 1
  return KINDS.flatMap((kind) => (counts[kind] === 0 ? [] : [say(`talk.changes.${kind}`, { count: counts[kind] })])).join(' · ')
}

function kindOf(body: Message['body']): (typeof KINDS)[number] {
  if (body.kind !== 'change' || body.change.kind !== 'member') return 'other'
  const { from, to } = body.change
  if (to === 'join') return from === 'join' ? 'other' : 'joined'
  if (to === 'invite') return 'invited'
  return to === 'leave' || to === 'ban' ? 'left' : 'other'
}
