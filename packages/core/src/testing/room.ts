// A room built event by event, as one server would, with the real auth events, hashes and ids. Nothing is checked while
// building, so that a test can also make what is forbidden; `check` asks the rules.
import { authEventOf } from '../auth/auth-event.ts'
import { checkAuth, type AuthTools } from '../auth/check-auth.ts'
import { authTypesFor } from '../auth/selection.ts'
import type { AuthEvent, AuthRejection, AuthState } from '../auth/state.ts'
import type { CoreCrypto } from '../crypto/crypto.ts'
import { buildEvent, type BuiltEvent, type EventInput } from '../events/build-event.ts'
import { referenceHash, roomIdFromCreate } from '../events/hash.ts'
import type { EventReferences } from '../events/pdu.ts'
import type { JsonObject } from '../json/value.ts'
import type { RoomVersion, RoomVersionRules } from '../room-versions/rules.ts'
import { DEFAULT_ROOM_VERSION, ROOM_VERSIONS } from '../room-versions/table.ts'

/** The people of the stories. Alice and Bob are of one server, Charlie of another, and Eve means no good. */
export const people = {
  alice: '@alice:example.org',
  bob: '@bob:example.org',
  charlie: '@charlie:elsewhere.example',
  eve: '@eve:evil.example',
} as const

/** How a room begins. */
export interface TestRoomOptions {
  crypto: CoreCrypto
  /** 12 unless told. */
  version?: RoomVersion
  /** Alice unless told. */
  creator?: string
  /** More content for the create event. */
  createContent?: JsonObject
  /** What makes the ids of rooms and of version 1 and 2 events differ between rooms. */
  name?: string
}

/** What the next event says; the room knows the rest. */
export interface RoomEventInput {
  type: string
  sender: string
  content?: JsonObject
  stateKey?: string
  redacts?: string
  /** Names of the events before it; the latest one unless told. */
  prev?: readonly string[]
  /** Names of its auth events; the selection from the current state unless told. */
  auth?: readonly string[]
}

/** A complete event and what authorization reads of it. */
export interface RoomEvent extends BuiltEvent {
  auth: AuthEvent
}

/** A room under construction. */
export interface TestRoom {
  readonly rules: RoomVersionRules
  readonly roomId: string
  /** The state after the latest event that was sent. */
  readonly state: AuthState
  /** Builds an event on top of the room without putting it in. */
  build(input: RoomEventInput): RoomEvent
  /** Builds an event and puts it into the room under a name, whether or not the rules allow it. */
  send(name: string, input: RoomEventInput): RoomEvent
  /** Sends a membership event, named `userId membership`; the sender is the user unless told. */
  member(userId: string, membership: string, options?: { sender?: string; content?: JsonObject }): RoomEvent
  /** Sends a state event with an empty state key, named after its type. */
  set(type: string, content: JsonObject, sender?: string): RoomEvent
  /** What the rules say to an event on top of the room, without putting it in. */
  check(input: RoomEventInput, tools?: AuthTools): AuthRejection | undefined
  /** The event of that name; the last one where several had it. */
  get(name: string): RoomEvent
  /** Every event, in the order they were sent. */
  events(): RoomEvent[]
}

/** A room with a create event (named `create`) and nothing else. */
export function testRoom(options: TestRoomOptions): TestRoom {
  const rules = ROOM_VERSIONS[options.version ?? DEFAULT_ROOM_VERSION]
  const creator = options.creator ?? people.alice
  const name = options.name ?? 'room'
  const byName = new Map<string, RoomEvent>()
  const byId = new Map<string, RoomEvent>()
  const sent: RoomEvent[] = []
  const current = new Map<string, AuthEvent>()
  const state: AuthState = { get: (type, stateKey) => current.get(`${type}\n${stateKey}`) }
  let roomId: string | undefined = rules.roomIdIsCreateHash ? undefined : `!${name}:${domain(creator)}`
  let latest: string | undefined

  const get = (eventName: string): RoomEvent => {
    const event = byName.get(eventName)
    if (event === undefined) throw new TypeError(`The room has no event named ${eventName}`)
    return event
  }
  const references = (events: readonly RoomEvent[]): EventReferences =>
    rules.eventIdFormat === 'server'
      ? events.map((event): [string, { sha256: string }] => [
          event.eventId,
          { sha256: referenceHash(event.pdu, rules, options.crypto) },
        ])
      : events.map((event) => event.eventId)

  const selected = (input: RoomEventInput): RoomEvent[] => {
    const event = { type: input.type, sender: input.sender, content: input.content ?? {} }
    const types = authTypesFor(rules, input.stateKey === undefined ? event : { ...event, state_key: input.stateKey })
    return types.flatMap(([type, stateKey]) => {
      const found = state.get(type, stateKey)
      const known = found === undefined ? undefined : byId.get(found.event_id)
      return known === undefined ? [] : [known]
    })
  }

  const build = (input: RoomEventInput): RoomEvent => {
    const before = (input.prev ?? (latest === undefined ? [] : [latest])).map(get)
    const event: EventInput = {
      auth_events: references(input.auth?.map(get) ?? selected(input)),
      prev_events: references(before),
      depth: 1 + Math.max(0, ...before.map((previous) => previous.pdu.depth)),
      origin_server_ts: 1_750_000_000_000 + sent.length * 1000,
      sender: input.sender,
      type: input.type,
      content: input.content ?? {},
    }
    if (roomId !== undefined) event.room_id = roomId
    if (input.stateKey !== undefined) event.state_key = input.stateKey
    if (input.redacts !== undefined) event.redacts = input.redacts
    if (rules.eventIdFormat === 'server') event.event_id = `$${name}-${sent.length}:${domain(input.sender)}`
    const built = buildEvent(event, rules, options.crypto)
    return { ...built, auth: authEventOf(built.pdu, built.eventId) }
  }

  const send = (eventName: string, input: RoomEventInput): RoomEvent => {
    const event = build(input)
    byName.set(eventName, event)
    byId.set(event.eventId, event)
    sent.push(event)
    if (input.stateKey !== undefined) current.set(`${input.type}\n${input.stateKey}`, event.auth)
    latest = eventName
    return event
  }

  const content: JsonObject = { room_version: rules.version, ...options.createContent }
  if (!rules.implicitCreator) content.creator ??= creator
  const create = send('create', { type: 'm.room.create', sender: creator, stateKey: '', content })
  roomId ??= roomIdFromCreate(create.eventId)

  return {
    rules,
    roomId,
    state,
    build,
    send,
    member: (userId, membership, member) =>
      send(`${userId} ${membership}`, {
        type: 'm.room.member',
        sender: member?.sender ?? userId,
        stateKey: userId,
        content: { membership, ...member?.content },
      }),
    set: (type, value, sender) => send(type, { type, sender: sender ?? creator, stateKey: '', content: value }),
    check: (input, tools) => checkAuth(rules, build(input).auth, state, tools),
    get,
    events: () => [...sent],
  }
}

function domain(userId: string): string {
  return userId.slice(userId.indexOf(':') + 1)
}
