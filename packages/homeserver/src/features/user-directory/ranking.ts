// Who stands first among those who were found: by their keys, and once their names are known, by these.
import { parseUserId } from '@chappe/core'
import { foldText } from '../../folding.ts'
import type { Wanted } from './directory-keys.ts'
import { closenessOf, closenessOfKey, isFoundByName } from './directory-keys.ts'
import type { Candidate, FoundPerson } from './user-directory-store.ts'

/** The people of keys, each once, best first: by their names as the words fit, then those who are near, then in the order of keys; then by what they do. */
export function shortlist(candidates: readonly Candidate[], wanted: Wanted): number[] {
  const best = new Map<number, { rank: number; key: string }>()
  for (const { userNid, key, isNear, isJob } of candidates) {
    const rank = isJob ? 0 : closenessOfKey(wanted, key) * 2 + Number(isNear)
    const before = best.get(userNid)
    if (before === undefined || before.rank < rank || (before.rank === rank && key < before.key)) best.set(userNid, { rank, key })
  }
  const people = [...best].sort(([, a], [, b]) => b.rank - a.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return people.map(([userNid]) => userNid)
}

/** Whole names first, then whole words, then beginnings, then what people do; among equals those one shares a room with, then by name. */
export function ranked(found: readonly FoundPerson[], wanted: Wanted): FoundPerson[] {
  const rows = found.map((person) => {
    const { displayName, userId, sharesRoom } = person
    const named = { displayName, localpart: parseUserId(userId)?.localpart ?? '' }
    const closeness = isFoundByName(wanted, named) ? closenessOf(wanted, named) : 0
    return { person, rank: closeness * 4 + Number(sharesRoom) * 2 + Number(displayName !== null), name: foldText(displayName ?? userId) }
  })
  rows.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.person.userId < b.person.userId ? -1 : 1))
  return rows.map((row) => row.person)
}
