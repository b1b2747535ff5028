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
import { domainOf } from '../ids/ids.ts'
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
  const creator = options.creator ?? people.alice
  const workings = newWorkings(options, creator)
  const { rules, state } = workings
  const send = (name: string, input: RoomEventInput): RoomEvent => put(workings, name, input)

  const content: JsonObject = { room_version: rules.version, ...options.createContent }
  if (!rules.implicitCreator) content.creator ??= creator
  const create = send('create', { type: 'm.room.create', sender: creator, stateKey: '', content })
  const roomId = workings.roomId ?? roomIdFromCreate(create.eventId)
  workings.roomId = roomId

  return {
    rules,
    roomId,
    state,
    build: (input) => build(workings, input),
    send,
    member: (userId, membership, member) =>
      send(`${userId} ${membership}`, {
        type: 'm.room.member',
        sender: member?.sender ?? userId,
        stateKey: userId,
        content: { membership, ...member?.content },
      }),
    set: (type, value, sender) => send(type, { type, sender: sender ?? creator, stateKey: '', content: value }),
    check: (input, tools) => checkAuth(rules, build(workings, input).auth, state, tools),
    get: (name) => named(workings, name),
    events: () => [...workings.sent],
  }
}

/** What a room under construction knows of itself. */
interface Workings {
  rules: RoomVersionRules
  crypto: CoreCrypto
  name: string
  /** Unknown in version 12 until the create event is there. */
  roomId: string | undefined
  sent: RoomEvent[]
  byName: Map<string, RoomEvent>
  byId: Map<string, RoomEvent>
  current: Map<string, AuthEvent>
  state: AuthState
}

function newWorkings(options: TestRoomOptions, creator: string): Workings {
  const rules = ROOM_VERSIONS[options.version ?? DEFAULT_ROOM_VERSION]
  const name = options.name ?? 'room'
  const current = new Map<string, AuthEvent>()
  return {
    rules,
    crypto: options.crypto,
    name,
    roomId: rules.roomIdIsCreateHash ? undefined : `!${name}:${domainOf(creator) ?? ''}`,
    sent: [],
    byName: new Map(),
    byId: new Map(),
    current,
    state: { get: (type, stateKey) => current.get(`${type}\n${stateKey}`) },
  }
}

function named(room: Workings, name: string): RoomEvent {
  const event = room.byName.get(name)
  if (event === undefined) throw new TypeError(`The room has no event named ${name}`)
  return event
}

function build(room: Workings, input: RoomEventInput): RoomEvent {
  const before = input.prev === undefined ? room.sent.slice(-1) : input.prev.map((name) => named(room, name))
  const auth = input.auth === undefined ? selected(room, input) : input.auth.map((name) => named(room, name))
  const event: EventInput = {
    auth_events: references(room, auth),
    prev_events: references(room, before),
    depth: 1 + Math.max(0, ...before.map((previous) => previous.pdu.depth)),
    origin_server_ts: 1_750_000_000_000 + room.sent.length * 1000,
    sender: input.sender,
    type: input.type,
    content: input.content ?? {},
  }
  if (room.roomId !== undefined) event.room_id = room.roomId
  if (input.stateKey !== undefined) event.state_key = input.stateKey
  if (input.redacts !== undefined) event.redacts = input.redacts
  if (room.rules.eventIdFormat === 'server') {
    event.event_id = `$${room.name}-${room.sent.length}:${domainOf(input.sender) ?? ''}`
  }
  const built = buildEvent(event, room.rules, room.crypto)
  return { ...built, auth: authEventOf(built.pdu, built.eventId) }
}

function put(room: Workings, name: string, input: RoomEventInput): RoomEvent {
  const event = build(room, input)
  room.byName.set(name, event)
  room.byId.set(event.eventId, event)
  room.sent.push(event)
  if (input.stateKey !== undefined) room.current.set(`${input.type}\n${input.stateKey}`, event.auth)
  return event
}

/** The auth events that the selection takes from the current state. */
function selected(room: Workings, input: RoomEventInput): RoomEvent[] {
  const event = { type: input.type, sender: input.sender, content: input.content ?? {} }
  const keyed = input.stateKey === undefined ? event : { ...event, state_key: input.stateKey }
  return authTypesFor(room.rules, keyed).flatMap(([type, stateKey]) => {
    const found = room.state.get(type, stateKey)
    const known = found === undefined ? undefined : room.byId.get(found.event_id)
    return known === undefined ? [] : [known]
  })
}

function references(room: Workings, events: readonly RoomEvent[]): EventReferences {
  if (room.rules.eventIdFormat !== 'server') return events.map((event) => event.eventId)
  return events.map((event): [string, { sha256: string }] => [
    event.eventId,
    { sha256: referenceHash(event.pdu, room.rules, room.crypto) },
  ])
}
