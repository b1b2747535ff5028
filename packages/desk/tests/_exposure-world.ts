// A small country for scenarios: people, rooms that are open, private or encrypted, and an intruder who reads by chance.
import type { Server } from '@chappe/server'
import type { Chance, Json, Person, TestServer } from '@chappe/testkit'

/** A room, and who is in it. */
export interface WorldRoom {
  roomId: string
  /** `knock`: nobody of the intruder's comes in, and who knocks could see what it is called. */
  kind: 'open' | 'private' | 'encrypted' | 'knock'
  owner: Person
  members: string[]
  eventIds: string[]
  mxcs: string[]
  picture: string
}

/** Everything. */
export interface World {
  people: Person[]
  rooms: WorldRoom[]
  roomsById: Map<string, WorldRoom>
}

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve']
const HOSTILE = ['=1+1', '<img src=x onerror=alert(1)>', '"; DROP TABLE room; --', '\u202eevil', 'a\u0000b'.replace('\u0000', ' '), '@SUM(A1)']
const ALGORITHM = { algorithm: 'm.megolm.v1.aes-sha2' }

/** Makes people who talk in rooms of every kind. */
export async function makeWorld(chappe: TestServer<Server>, chance: Chance, name: string): Promise<World> {
  const people: Person[] = []
  for (const each of NAMES) people.push(await chappe.person(`${each}-${name}`))
  const rooms: WorldRoom[] = []
  for (const kind of ['open', 'open', 'private', 'encrypted', 'encrypted', 'knock'] as const) rooms.push(await makeRoom(people, chance, kind))
  const faces = people.filter(() => chance.is(0.5))
  for (const person of faces) await person.put(`${V3}/profile/${encodeURIComponent(person.userId)}/avatar_url`, { avatar_url: await uploadPicture(person, chance) })
  return { people, rooms, roomsById: new Map(rooms.map((room) => [room.roomId, room])) }
}

async function makeRoom(people: readonly Person[], chance: Chance, kind: WorldRoom['kind']): Promise<WorldRoom> {
  const owner = chance.oneOf(people)
  const visibility = { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: chance.oneOf(['shared', 'joined', 'invited']) } }
  const encryption = { type: 'm.room.encryption', state_key: '', content: ALGORITHM }
  const knocking = { type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }
  const roomId = await owner.createRoom({
    preset: kind === 'open' ? 'public_chat' : 'private_chat',
    visibility: kind === 'open' ? 'public' : 'private',
    ...(chance.is(0.7) || kind === 'open' ? { name: chance.oneOf(HOSTILE) } : {}),
    initial_state: [visibility, ...(kind === 'encrypted' ? [encryption] : []), ...(kind === 'knock' ? [knocking] : [])],
  })
  const picture = await uploadPicture(owner, chance)
  await owner.setState(roomId, 'm.room.avatar', '', { url: picture })
  const room: WorldRoom = { roomId, kind, owner, members: [owner.userId], eventIds: [], mxcs: [], picture }
  for (const person of people) {
    if (person === owner || chance.is(0.4)) continue
    if (kind !== 'open') await owner.invite(roomId, person.userId)
    await person.join(roomId)
    room.members.push(person.userId)
  }
  const members = people.filter(({ userId }) => room.members.includes(userId))
  for (let said = 0; said < 6 + chance.below(8); said += 1) await sayByChance(chance.oneOf(members), room, chance)
  return room
}

async function uploadPicture(person: Person, chance: Chance): Promise<string> {
  const { body } = await person.request('POST', '/_matrix/media/v3/upload?filename=face.png', { raw: `face ${chance.below(1e9)}`, headers: { 'content-type': 'image/png' } })
  return body.content_uri
}

async function sayByChance(person: Person, room: WorldRoom, chance: Chance): Promise<void> {
  const { roomId, eventIds } = room
  const type = room.kind === 'encrypted' ? 'm.room.encrypted' : 'm.room.message'
  const content: Json = room.kind === 'encrypted' ? { ...ALGORITHM, ciphertext: `c${chance.below(1e9)}`, session_id: 's' } : { msgtype: 'm.text', body: `word${chance.below(5)} soup` }
  if (chance.is(0.2) && room.kind !== 'encrypted') {
    const file = await person.request('POST', `/_matrix/media/v3/upload?filename=${encodeURIComponent(chance.oneOf(HOSTILE))}`, { raw: `bytes ${chance.below(1e9)}`, headers: { 'content-type': 'text/plain' } })
    room.mxcs.push(file.body.content_uri)
    eventIds.push(await person.send(roomId, 'm.room.message', { msgtype: 'm.file', body: 'a file', url: file.body.content_uri }))
  } else if (chance.is(0.2) && eventIds.length > 0) {
    await person.send(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: chance.oneOf(eventIds), key: `key ${chance.below(1e9)}` } })
  } else if (eventIds.length > 0 && chance.is(0.25)) {
    await person.send(roomId, type, { ...content, 'm.relates_to': { rel_type: 'm.thread', event_id: eventIds[0] } })
  } else if (chance.is(0.1) && person === room.owner) {
    await person.setState(roomId, 'm.room.topic', '', { topic: `about ${chance.below(9)}` })
  } else {
    eventIds.push(await person.send(roomId, type, content))
  }
}

interface Reading {
  world: World
  mallory: Person
  chance: Chance
  record(path: string, body: Json): void
}

/** The intruder comes into rooms and reads, by whatever way; every answer is recorded. Gives back which rooms were looked at from outside with an answer; nothing where that was not tried. */
export async function readByChance(chappe: TestServer<Server>, { world, mallory, chance, record }: Reading): Promise<Set<string> | undefined> {
  const joined: WorldRoom[] = []
  const asked = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await mallory.request(method, path, body === undefined ? {} : { body })
    if (answer.status === 200 || answer.status === 206) record(path, answer.body)
    return answer.body
  }
  for (const room of world.rooms) {
    if (room.kind === 'knock' || chance.is(0.3)) continue
    if (room.kind !== 'open') await room.owner.invite(room.roomId, mallory.userId)
    // An invitation that stays one.
    if (room.kind !== 'open' && chance.is(0.2)) continue
    await mallory.join(room.roomId)
    room.members.push(mallory.userId)
    joined.push(room)
  }
  if (chance.is(0.3)) await sendToMallory(world, mallory, chance)
  for (let read = 0; read < 2 + chance.below(6); read += 1) {
    if (chance.is(0.2) && joined.length > 0) await sayByChance(chance.oneOf(world.people.filter(({ userId }) => chance.oneOf(joined).members.includes(userId))), chance.oneOf(joined), chance).catch(() => undefined)
    await chance.oneOf(WAYS)({ world, mallory, chance, joined, asked })
  }
  const previews = chance.is(0.4) ? await lookAround(world, asked) : undefined
  for (const room of joined) room.members.splice(room.members.indexOf(mallory.userId), 1)
  await chappe.server.homeserver.ports.ledger.settle()
  return previews
}

async function lookAround({ rooms }: World, asked: (method: string, path: string) => Promise<Json>): Promise<Set<string>> {
  const seen = new Set<string>()
  for (const { roomId } of rooms) if ((await asked('GET', `/_matrix/client/v1/room_summary/${encodeURIComponent(roomId)}`)).room_id === roomId) seen.add(roomId)
  return seen
}

/** How many pictures somebody is shown with the profiles of everybody. */
export async function countPictures(chappe: TestServer<Server>, viewer: Person): Promise<number> {
  const found = new Set<string>()
  for (const { user_id: userId } of await chappe.database.query('SELECT user_id FROM account')) {
    const { avatar_url: mxc } = (await viewer.get(`${V3}/profile/${encodeURIComponent(String(userId))}`)).body
    if (mxc !== undefined && (await viewer.get(`/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}`)).status === 200) found.add(mxc)
  }
  return found.size
}

async function sendToMallory({ people }: World, mallory: Person, chance: Chance): Promise<void> {
  const type = chance.oneOf(['m.room.encrypted', 'm.key.verification.request', 'm.room_key_request'])
  const body = { messages: { [mallory.userId]: { '*': { algorithm: 'm.olm.v1.curve25519-aes-sha2', ciphertext: {} } } } }
  await chance.oneOf(people).put(`/_matrix/client/v3/sendToDevice/${type}/t${chance.below(1e9)}`, body)
}

interface Asking extends Omit<Reading, 'record'> {
  joined: WorldRoom[]
  asked(method: string, path: string, body?: unknown): Promise<Json>
}

const V3 = '/_matrix/client/v3'
const pathOf = (room: WorldRoom, rest: string): string => `${V3}/rooms/${encodeURIComponent(room.roomId)}/${rest}`
const eventOf = (room: WorldRoom, chance: Chance): string => encodeURIComponent(chance.oneOf(room.eventIds.length === 0 ? ['$none'] : room.eventIds))

function filterOf(chance: Chance, people: readonly Person[]): string {
  const filter: Json = {}
  if (chance.is(0.3)) filter.types = [chance.oneOf(['m.room.message', 'm.room.encrypted', 'm.room.member'])]
  if (chance.is(0.3)) filter.senders = [chance.oneOf(people).userId]
  if (chance.is(0.4)) filter.lazy_load_members = true
  if (chance.is(0.2)) filter.contains_url = true
  return encodeURIComponent(JSON.stringify(filter))
}

/** Every way of reading. */
const WAYS: readonly ((asking: Asking) => Promise<unknown>)[] = [
  async ({ asked, chance }) => {
    const lazy = chance.is(0.5)
    const filter = { room: { timeline: { limit: 1 + chance.below(8), lazy_load_members: lazy }, state: { lazy_load_members: lazy } } }
    const { next_batch: since } = await asked('GET', `${V3}/sync?timeout=0&filter=${encodeURIComponent(JSON.stringify(filter))}`)
    if (chance.is(0.5)) await asked('GET', `${V3}/sync?timeout=0&since=${since}`)
  },
  ({ asked, chance, joined }) => {
    const body = { lists: { all: { ranges: [[0, chance.below(4)]], timeline_limit: 1 + chance.below(6), required_state: chance.oneOf([[['*', '*']], [['m.room.member', '$LAZY']], []]) } }, extensions: { to_device: { enabled: chance.is(0.5) } } }
    return asked('POST', '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', joined.length === 0 ? {} : body)
  },
  async ({ asked, chance, world }) => {
    const room = chance.oneOf(world.rooms)
    const dir = chance.oneOf(['b', 'f'])
    const { end } = await asked('GET', pathOf(room, `messages?dir=${dir}&limit=${1 + chance.below(8)}&filter=${filterOf(chance, world.people)}`))
    if (end !== undefined) await asked('GET', pathOf(room, `messages?dir=${dir}&from=${end}&limit=${1 + chance.below(20)}`))
  },
  ({ asked, chance, world }) => {
    const room = chance.oneOf(world.rooms)
    return asked('GET', pathOf(room, `context/${eventOf(room, chance)}?limit=${chance.below(8)}`))
  },
  ({ asked, chance, world }) => {
    const room = chance.oneOf(world.rooms)
    return asked('GET', pathOf(room, `event/${eventOf(room, chance)}`))
  },
  ({ asked, chance, world }) => {
    const room = chance.oneOf(world.rooms)
    return asked('GET', `/_matrix/client/v1/rooms/${encodeURIComponent(room.roomId)}/relations/${eventOf(room, chance)}`)
  },
  ({ asked, chance, world }) => asked('GET', `/_matrix/client/v1/rooms/${encodeURIComponent(chance.oneOf(world.rooms).roomId)}/threads`),
  ({ asked, chance }) => {
    const events = { search_term: `word${chance.below(5)}`, ...(chance.is(0.5) ? { event_context: { before_limit: chance.below(3), after_limit: chance.below(3) } } : {}), include_state: chance.is(0.3) }
    return asked('POST', `${V3}/search`, { search_categories: { room_events: events } })
  },
  ({ asked, chance, world }) => asked('GET', pathOf(chance.oneOf(world.rooms), 'state')),
  ({ asked, chance, world }) => asked('GET', pathOf(chance.oneOf(world.rooms), `state/${chance.oneOf(['m.room.name', 'm.room.topic', 'm.room.create'])}`)),
  ({ asked, chance, world }) => asked('GET', pathOf(chance.oneOf(world.rooms), chance.oneOf(['members', 'members?membership=join', 'joined_members']))),
  ({ asked, chance, world }) => asked('GET', `${V3}/profile/${encodeURIComponent(chance.oneOf(world.people).userId)}`),
  ({ asked, chance }) => asked('POST', `${V3}/user_directory/search`, { search_term: chance.oneOf(NAMES), limit: 1 + chance.below(9) }),
  ({ asked, chance }) => asked('GET', `${V3}/publicRooms?limit=${1 + chance.below(4)}`),
  ({ asked, chance, world }) => {
    const mxcs = world.rooms.flatMap((room) => room.mxcs)
    return mxcs.length === 0 ? Promise.resolve() : asked('GET', `/_matrix/client/v1/media/download/${chance.oneOf(mxcs).slice('mxc://'.length)}`)
  },
  ({ asked }) => asked('GET', `${V3}/notifications`),
]
