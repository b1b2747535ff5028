// What of people was shown: their words, their names, and what was looked up of them.
import { classOfPerson } from '@chappe/ledger'
import type { ExposedPerson, Tally, Times } from '@chappe/ledger'
import type { ExposureFacts } from '@chappe/homeserver/ports'
import type { SeenPerson } from './gather-rooms.ts'

/** People by their user ids. */
export async function gatherPeople(facts: ExposureFacts, { people }: Tally, seen: ReadonlyMap<string, SeenPerson>): Promise<ExposedPerson[]> {
  const looked = new Map<string, Times>(people.userIds)
  const accounts = await facts.accounts({ userNids: [...people.accounts.keys()] })
  for (const { userNid, userId } of accounts) {
    const times = people.accounts.get(userNid)
    if (times !== undefined) looked.set(userId, bothOf(times, looked.get(userId)))
  }
  const userIds = [...new Set([...seen.keys(), ...looked.keys()])].toSorted(byCodeUnits)
  const known = new Map((await facts.accounts({ userIds })).map((account) => [account.userId, account]))
  return userIds.map((userId) => {
    const inRooms = seen.get(userId)
    const asProfile = looked.get(userId)
    const account = known.get(userId)
    const { clear = 0, ciphertext = 0, rooms = 0, asMember = false, hasKeys = false } = inRooms ?? {}
    const times = bothOf(inRooms, asProfile)
    return {
      userId,
      displayName: account?.displayName ?? null,
      organisation: account?.organisation ?? null,
      class: classOfPerson({ clear, ciphertext, isNamed: asMember || asProfile !== undefined }, hasKeys),
      events: clear + ciphertext,
      rooms,
      asProfile: asProfile !== undefined,
      asMember,
      firstAtMs: times.firstAtMs,
      lastAtMs: times.lastAtMs,
    }
  })
}

/** The order of code units: the same everywhere. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function bothOf(a: Times | undefined, b: Times | undefined): Times {
  if (a === undefined || b === undefined) {
    const { firstAtMs = 0, lastAtMs = 0 } = a ?? b ?? {}
    return { firstAtMs, lastAtMs }
  }
  return { firstAtMs: Math.min(a.firstAtMs, b.firstAtMs), lastAtMs: Math.max(a.lastAtMs, b.lastAtMs) }
}
