// What happened to a room in a row, in one line: who came and went by name, and what else there was.
import { personNameOf } from '@chappe/policy'
import type { Words } from '@chappe/ui'
import type { Message, RoomChange } from '../viewmodels/types.ts'
import type { WordKey } from '../words/en.ts'
import { wordChange } from './word-body.ts'
import { wordPerson } from './word-person.ts'

type Say = Words<WordKey>['say']
type Move = 'joined' | 'left' | 'passed' | 'invited' | 'declined' | 'removed' | 'asked' | 'shown'
type MemberChange = Extract<RoomChange, { kind: 'member' }>

/** What somebody did, from the first of it to the last. */
interface Way {
  name: string
  first: MemberChange
  last: MemberChange
  /** Whether they were in the room meanwhile. */
  wasIn: boolean
}

/** One line for many changes. What happens to somebody in a row is told once, as it came out. */
export function wordChanges(changes: readonly Message[], say: Say): string {
  const ways = new Map<string, Way>()
  const others = new Map<string, { last: RoomChange; count: number }>()
  const makerId = changes.find(({ body }) => body.kind === 'change' && body.change.kind === 'created')?.sender.userId
  for (const { body } of changes) {
    if (body.kind !== 'change') continue
    const { change } = body
    // That whoever begins a room is in it goes without saying.
    if (change.kind === 'member' && change.to === 'join' && change.person.userId === makerId) continue
    if (change.kind === 'member') ways.set(change.person.userId, wayOf(ways.get(change.person.userId), change, say))
    else others.set(change.kind, { last: change, count: (others.get(change.kind)?.count ?? 0) + 1 })
  }
  const moves = Map.groupBy(ways.values(), moveOf)
  return [
    ...[...others.values()].filter(({ last }) => last.kind === 'created').map(({ last }) => wordChange(last, say)),
    ...[...moves].map(([move, people]) => say(`talk.changes.${move}`, { count: people.length, names: wordNames(people, say) })),
    ...[...others.values()].filter(({ last }) => last.kind !== 'created').map(({ last, count }) => wordOther(last, count, say)),
  ].join(' · ')
}

function wayOf(known: Way | undefined, change: MemberChange, say: Say): Way {
  return { name: personNameOf(wordPerson(change.person, say)), first: known?.first ?? change, last: change, wasIn: known?.wasIn === true || change.to === 'join' }
}

function moveOf({ first, last: { from, to, isOwn }, wasIn }: Way): Move {
  if (to === 'join') return first.from === 'join' && from === 'join' ? 'shown' : 'joined'
  if (to === 'invite') return 'invited'
  if (to === 'knock') return 'asked'
  if (!isOwn || to === 'ban') return 'removed'
  if (!wasIn && from === 'invite') return 'declined'
  return wasIn && first.from !== 'join' ? 'passed' : 'left'
}

function wordNames(people: readonly Way[], say: Say): string {
  const [first, second, third] = people.map(({ name }) => name)
  return say('talk.changes.names', { count: people.length, more: people.length - 2, first: first ?? '', second: second ?? '', third: third ?? '' })
}

function wordOther(last: RoomChange, count: number, say: Say): string {
  if (last.kind === 'pinned' || last.kind === 'other' || last.kind === 'topic') return say(`talk.changes.${last.kind}`, { count })
  return wordChange(last, say)
}
