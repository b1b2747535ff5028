// Rooms that fork, told in names: the event `topic by bob` has the id `$topic by bob`, so that a test can say what a
// state should be in the words of its story. Ids are given rather than hashed, and nothing is signed.
import { authTypesFor, buildStateMap, findStateId, resolveState, ROOM_VERSIONS, stateEntries } from '../src/index.ts'
import type { JsonObject, ResolutionEvent, ResolutionSource, RoomVersion, StateMap } from '../src/index.ts'
import { nodeCrypto } from './node-crypto.ts'

export const alice = '@alice:example.org'
export const bob = '@bob:example.org'
export const charlie = '@charlie:elsewhere.example'
export const ella = '@ella:elsewhere.example'

/** What happens next on a branch. */
export interface StoryEvent {
  name: string
  sender: string
  type: string
  stateKey?: string
  content?: JsonObject
  /** When the sender says it happened; one tick after the latest event of the story unless told. */
  at?: number
}

/** One line of a room's history: the state at its end. */
export interface Branch {
  readonly state: StateMap
  readonly depth: number
  readonly tip: string
  /** The branch one event longer; this one stays as it is. */
  send(event: StoryEvent): Branch
  join(sender: string, name?: string): Branch
}

/** A room of a story. */
export interface Story {
  readonly source: ResolutionSource
  readonly events: Map<string, ResolutionEvent>
  /** The branch on which Alice has created the room, joined, given Bob power 50 and opened it, and Bob has joined. */
  readonly start: Branch
  /** The branch with nothing but Alice's create event and join. */
  readonly bare: Branch
  resolve(...branches: readonly Branch[]): StateMap
}

/** Begins a story in a room of that version. */
export function tellStory(version: RoomVersion, rejected: ReadonlySet<string> = new Set()): Story {
  const rules = ROOM_VERSIONS[version]
  const events = new Map<string, ResolutionEvent>()
  const roomId = rules.roomIdIsCreateHash ? '!create' : '!room:example.org'

  function extend(from: Omit<Branch, 'send' | 'join'>, next: StoryEvent): Branch {
    const { name, sender, type, stateKey = '', content = {} } = next
    const eventId = `$${name}`
    const auth = authTypesFor(rules, { type, sender, content, state_key: stateKey })
    const event: ResolutionEvent = {
      event_id: eventId,
      type,
      sender,
      state_key: stateKey,
      content,
      auth_events: auth.map(([key, at]) => findStateId(from.state, key, at)).filter((id) => id !== undefined),
      prev_events: from.tip === '' ? [] : [from.tip],
      origin_server_ts: next.at ?? events.size,
      depth: from.depth + 1,
      ...(type === 'm.room.create' && rules.roomIdIsCreateHash ? {} : { room_id: roomId }),
    }
    if (events.has(eventId)) throw new Error(`There are two events called ${name}`)
    events.set(eventId, event)
    return branchAt({
      state: buildStateMap([...stateEntries(from.state), { type, stateKey, eventId }]),
      depth: from.depth + 1,
      tip: eventId,
    })
  }

  function branchAt(end: Omit<Branch, 'send' | 'join'>): Branch {
    const send = (event: StoryEvent): Branch => extend(end, event)
    const join = (sender: string, name = `${nameOf(sender)} joins`): Branch =>
      send({ name, sender, type: 'm.room.member', stateKey: sender, content: { membership: 'join' } })
    return { ...end, send, join }
  }

  const source: ResolutionSource = {
    getEvent: (eventId) => events.get(eventId),
    isRejected: (eventId) => rejected.has(eventId),
    crypto: nodeCrypto,
  }
  const bare = branchAt({ state: new Map(), depth: 0, tip: '' })
    .send({ name: 'create', sender: alice, type: 'm.room.create', content: { creator: alice, room_version: version } })
    .join(alice)
  const users = rules.privilegedCreators ? { [bob]: 50 } : { [alice]: 100, [bob]: 50 }
  const start = bare
    .send({ name: 'power', sender: alice, type: 'm.room.power_levels', content: { users } })
    .send({ name: 'public', sender: alice, type: 'm.room.join_rules', content: { join_rule: 'public' } })
    .join(bob)
  const resolve = (...branches: readonly Branch[]): StateMap =>
    resolveState(rules, branches.map(({ state }) => state), source)
  return { source, events, start, bare, resolve }
}

/** The localpart of a person. */
export function nameOf(userId: string): string {
  return userId.slice(1, userId.indexOf(':'))
}

/** The name of the event at a place of the state. */
export function nameAt(state: StateMap, type: string, stateKey = ''): string | undefined {
  return findStateId(state, type, stateKey)?.slice(1)
}

/** A state as sorted text, to compare by. */
export function written(state: StateMap): string[] {
  return [...stateEntries(state)].map(({ type, stateKey, eventId }) => `${type} ${stateKey} ${eventId}`).toSorted()
}
