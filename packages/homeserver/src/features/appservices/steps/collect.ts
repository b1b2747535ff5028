// Follows the event stream and queues for each application service what it has an interest in.
// https://spec.matrix.org/v1.19/application-service-api/#registration ("Namespaces")
import type { Tx } from '../../../db/pool.ts'
import type { QueuedTransaction, StreamEvent } from '../appservices-store.ts'
import { insertTransactions, listAliasesOf, listJoinedBefore, listStream } from '../appservices-store.ts'
import { isIn, ownsUser } from '../namespaces.ts'
import type { Registration } from '../registration.ts'
import type { Moves } from './collect-moves.ts'
import { createMoves } from './collect-moves.ts'

/** How many events one transaction carries. */
const MAX_EVENTS = 100
const MAX_ROOMS = 20_000

/** The members of each room that belong to an application service, as of the last event taken. */
type OwnedMembers = Map<number, Set<string>>

/** Makes the collector; what it remembers of rooms is forgotten when a stretch could not be committed. */
export function createCollector(registrations: readonly Registration[]): (tx: Tx, after: number, upTo: number) => Promise<void> {
  const owned: OwnedMembers = new Map()
  return async (tx, after, upTo) => {
    try {
      const events = await listStream(tx, after, upTo)
      if (owned.size > MAX_ROOMS) owned.clear()
      const moves = createMoves(registrations)
      await insertTransactions(tx, await collect(tx, { registrations, owned, moves }, events))
      await moves.queue(tx, { after, upTo }, async (roomNid) => {
        const members = owned.get(roomNid) ?? (await ownedBefore(tx, registrations, { roomNid, position: upTo + 1 }))
        owned.set(roomNid, members)
        return members
      })
    } catch (error) {
      owned.clear()
      throw error
    }
  }
}

async function collect(
  tx: Tx,
  known: { registrations: readonly Registration[]; owned: OwnedMembers; moves: Moves },
  events: readonly StreamEvent[],
): Promise<QueuedTransaction[]> {
  const { registrations, owned } = known
  const aliases = new Map<number, string[]>()
  const wantsAliases = registrations.some((each) => each.aliases.length > 0)
  const wanted = new Map<Registration, StreamEvent[]>(registrations.map((each) => [each, []]))
  for (const event of events) {
    const { roomNid } = event
    const members = owned.get(roomNid) ?? (await ownedBefore(tx, registrations, event))
    owned.set(roomNid, members)
    if (wantsAliases && !aliases.has(roomNid)) aliases.set(roomNid, await listAliasesOf(tx, roomNid))
    for (const registration of registrations) {
      if (isOfInterest(registration, event, { members, aliases: aliases.get(roomNid) ?? [] })) wanted.get(registration)?.push(event)
    }
    known.moves.note(event, members)
    noteMember(registrations, members, event)
  }
  return [...wanted].flatMap(([registration, list]) => transactionsOf(registration, list))
}

async function ownedBefore(tx: Tx, registrations: readonly Registration[], event: Pick<StreamEvent, 'roomNid' | 'position'>): Promise<Set<string>> {
  const joined = await listJoinedBefore(tx, event.roomNid, event.position)
  return new Set(joined.filter((userId) => registrations.some((each) => ownsUser(each, userId))))
}

function noteMember(registrations: readonly Registration[], members: Set<string>, { stateKey, membership }: StreamEvent): void {
  if (stateKey === null || membership === null) return
  if (membership !== 'join') members.delete(stateKey)
  else if (registrations.some((each) => ownsUser(each, stateKey))) members.add(stateKey)
}

/** Sent or received by one of its users, in a room that is its own, or in one that one of its users is joined to. */
function isOfInterest(
  registration: Registration,
  event: StreamEvent,
  room: { members: ReadonlySet<string>; aliases: readonly string[] },
): boolean {
  const concerns = event.membership === null ? undefined : event.stateKey
  if (ownsUser(registration, event.sender)) return true
  if (concerns !== undefined && concerns !== null && ownsUser(registration, concerns)) return true
  if (isIn(registration.rooms, event.roomId) || room.aliases.some((alias) => isIn(registration.aliases, alias))) return true
  for (const userId of room.members) if (ownsUser(registration, userId)) return true
  return false
}

function transactionsOf(registration: Registration, events: readonly StreamEvent[]): QueuedTransaction[] {
  const transactions: QueuedTransaction[] = []
  if (registration.url === undefined) return transactions
  for (let start = 0; start < events.length; start += MAX_EVENTS) {
    const part = events.slice(start, start + MAX_EVENTS)
    transactions.push({
      appserviceId: registration.id,
      // Positions are given once for all time, so that they name transactions.
      txnId: String(part.at(-1)?.position ?? 0),
      roomNids: part.map((event) => event.roomNid),
      positions: part.map((event) => event.position),
    })
  }
  return transactions
}
