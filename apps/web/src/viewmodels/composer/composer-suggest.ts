// What is offered while somebody writes a word that means a person, a room, an emoji or a command.
import type { Membership, Person, RoomSummary } from '../../session/types.ts'
import type { Token } from './composer-text.ts'
import type { OfferedGroup } from './groups.ts'
import type { EmojiBook } from './emoji.ts'
import { fold } from './emoji.ts'

/** What can be done by a word at the beginning. */
export const COMMANDS = ['me', 'plain', 'poll', 'date'] as const

/** What can be done by a word at the beginning. */
export type Command = (typeof COMMANDS)[number]

/** The command that a text begins with. */
export function commandOf(text: string): Command | undefined {
  const word = /^\/(\w+)(?:\s|$)/.exec(text)?.[1]
  return COMMANDS.find((command) => command === word)
}

/** Something that is offered. */
export type Suggestion =
  | { kind: 'person'; id: string; name: string }
  | { kind: 'everybody'; count: number }
  | { kind: 'group'; group: OfferedGroup }
  | { kind: 'room'; id: string; name: string }
  | { kind: 'emoji'; char: string; name: string }
  | { kind: 'command'; command: Command }

/** What suggestions are made of. */
export interface Offered {
  me: string
  people: { count: number; members: readonly (Person & { membership: Membership })[] }
  groups: readonly OfferedGroup[]
  rooms: readonly RoomSummary[]
  /** Undefined until it is loaded. */
  emoji: EmojiBook | undefined
  mayNotifyAll: boolean
}

const SHOWN_MAX = 8
const GROUPS_SHOWN = 4

/** What is offered for a word, the best first. */
export function suggest({ kind, query }: Token, offered: Offered): readonly Suggestion[] {
  switch (kind) {
    case 'person':
      return suggestPeople(query, offered)
    case 'room':
      return rank(
        offered.rooms.filter((room) => room.kind !== 'person' && room.membership === 'join'),
        query,
        ({ name }) => [name],
      ).map(({ roomId, name }) => ({ kind: 'room', id: roomId, name }))
    case 'emoji':
      return (offered.emoji?.search(query, SHOWN_MAX) ?? []).map(({ char, name }) => ({ kind: 'emoji', char, name }))
    case 'command':
      return COMMANDS.filter((command) => command.startsWith(query.toLowerCase())).map((command) => ({ kind: 'command', command }))
  }
}

function suggestPeople(query: string, { me, people, groups, mayNotifyAll }: Offered): Suggestion[] {
  const others = people.members.filter(({ userId, membership }) => userId !== me && membership === 'join')
  const found: Suggestion[] = rank(others, query, ({ name, userId }) => [name, userId.slice(1)]).map(({ userId, name }) => ({ kind: 'person', id: userId, name }))
  const named: Suggestion[] = rank(groups, query, ({ name }) => [name]).slice(0, GROUPS_SHOWN).map((group) => ({ kind: 'group', group }))
  const everybody: Suggestion[] = mayNotifyAll && 'room'.startsWith(query.toLowerCase()) ? [{ kind: 'everybody', count: Math.max(people.count - 1, 0) }] : []
  return [...found.slice(0, SHOWN_MAX - named.length - everybody.length), ...named, ...everybody]
}

/** Those of whom a word begins with the query; whose first does come first. */
function rank<T>(all: readonly T[], query: string, namesOf: (each: T) => readonly string[]): T[] {
  const asked = fold(query)
  const scored: { each: T; score: number; name: string }[] = []
  for (const each of all) {
    const names = namesOf(each).map(fold)
    const score = names.some((name) => name.startsWith(asked)) ? 0 : names.some((name) => name.split(/[\s._-]+/).some((word) => word.startsWith(asked))) ? 1 : 2
    if (score < 2) scored.push({ each, score, name: names[0] ?? '' })
  }
  return scored
    .toSorted((a, b) => a.score - b.score || a.name.localeCompare(b.name))
    .slice(0, SHOWN_MAX)
    .map(({ each }) => each)
}
