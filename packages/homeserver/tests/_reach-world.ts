// A world by chance for what could have been read, and somebody who then tries to read all of it.
import type { Server } from '@chappe/server'
import type { Chance, Json, Person, TestServer } from '@chappe/testkit'

/** A room, and the files that were sent there. */
export interface ReachRoom {
  roomId: string
  owner: Person
  mxcs: string[]
}

/** A room after a time: the acts of it that somebody took, by chance. */
export interface ReachWorld {
  rooms: ReachRoom[]
  owners: readonly Person[]
  /** Whose reach is looked at. */
  mallory: Person
  /** Rooms that were forgotten, blocked or frozen at any time: when is not on record. */
  marked: Set<string>
}

/** What may happen in a world. */
export type ReachAct = (world: ReachWorld, chance: Chance) => Promise<unknown>

/** What somebody could read: events by the ids of their rooms, files, and those that these events name. */
export interface Truth {
  events: Map<string, Set<string>>
  files: Set<string>
  named: Set<string>
  /** Rooms whose name and picture were shown to them from outside or within. */
  previews: Set<string>
  /** The pictures of people that were shown to them with a profile. */
  profiles: Set<string>
}

const V3 = '/_matrix/client/v3'

/** The path of a room. */
export function pathOf(roomId: string, rest: string): string {
  return `${V3}/rooms/${encodeURIComponent(roomId)}/${rest}`
}

/** Sends a file into a room. */
export async function sendFile(person: Person, room: ReachRoom, chance: Chance): Promise<void> {
  const { body } = await person.request('POST', '/_matrix/media/v3/upload?filename=soup.txt', { raw: `soup ${chance.below(1e9)}`, headers: { 'content-type': 'text/plain' } })
  const { status } = await person.put(pathOf(room.roomId, `send/m.room.message/t${chance.below(1e9)}`), { msgtype: 'm.file', body: 'soup.txt', url: body.content_uri })
  if (status === 200) room.mxcs.push(body.content_uri)
}

/** Gives a room another picture. */
async function setPicture({ owner, ...room }: ReachRoom, chance: Chance): Promise<void> {
  const mxc = await uploadPicture(owner, chance)
  if ((await owner.put(pathOf(room.roomId, 'state/m.room.avatar/'), { url: mxc })).status === 200) room.mxcs.push(mxc)
}

/** Brings in a picture. */
export async function uploadPicture(person: Person, chance: Chance): Promise<string> {
  const { body } = await person.request('POST', '/_matrix/media/v3/upload?filename=face.png', { raw: `face ${chance.below(1e9)}`, headers: { 'content-type': 'image/png' } })
  return body.content_uri
}

/** What happens in any world, whoever may do it or not. */
export const COMMON_ACTS: readonly ReachAct[] = [
  ({ rooms, mallory }, chance) => mallory.post(`${V3}/join/${encodeURIComponent(chance.oneOf(rooms).roomId)}`, {}),
  ({ rooms, mallory }, chance) => mallory.post(pathOf(chance.oneOf(rooms).roomId, 'leave'), {}),
  async ({ rooms, mallory, marked }, chance) => {
    const { roomId } = chance.oneOf(rooms)
    if ((await mallory.post(pathOf(roomId, 'forget'), {})).status === 200) marked.add(roomId)
  },
  ({ rooms, mallory }, chance) => mallory.post(`${V3}/knock/${encodeURIComponent(chance.oneOf(rooms).roomId)}`, {}),
  ...(['invite', 'invite', 'kick', 'ban', 'unban'] as const).map((act): ReachAct => ({ rooms, mallory }, chance) => {
    const { owner, roomId } = chance.oneOf(rooms)
    return owner.post(pathOf(roomId, act), { user_id: mallory.userId })
  }),
  ({ rooms }, chance) => {
    const { owner, roomId } = chance.oneOf(rooms)
    return owner.put(pathOf(roomId, 'state/m.room.history_visibility/'), { history_visibility: chance.oneOf(['shared', 'joined', 'invited', 'world_readable']) })
  },
  ({ rooms }, chance) => {
    const { owner, roomId } = chance.oneOf(rooms)
    return owner.put(pathOf(roomId, 'state/m.room.topic/'), { topic: `about ${chance.below(9)}` })
  },
  ({ rooms }, chance) => setPicture(chance.oneOf(rooms), chance),
  ({ rooms, owners }, chance) => sayIn(chance.oneOf(owners), chance.oneOf(rooms), chance),
  ({ rooms, owners }, chance) => sayIn(chance.oneOf(owners), chance.oneOf(rooms), chance),
  ({ rooms }, chance) => {
    const room = chance.oneOf(rooms)
    return sendFile(room.owner, room, chance)
  },
]

function sayIn(person: Person, { roomId }: ReachRoom, chance: Chance): Promise<unknown> {
  return person.put(pathOf(roomId, `send/org.example.said/t${chance.below(1e9)}`), { body: `word${chance.below(9)}` })
}

/** Reads by every way, comes in wherever there is one, and reads again. What was said before that is the truth. */
export async function readAll(chappe: TestServer<Server>, { rooms, mallory }: ReachWorld): Promise<Truth> {
  const before = await chappe.database.query('SELECT r.room_id, e.event_id FROM event e JOIN room r USING (room_nid) WHERE r.room_id = ANY($1) ORDER BY e.position', [rooms.map(({ roomId }) => roomId)])
  const ids = Map.groupBy(before as Json[], (row) => row.room_id)
  const truth: Truth = { events: new Map(), files: new Set(), named: new Set(), previews: new Set(), profiles: new Set() }
  const readRooms = async (): Promise<void> => {
    for (const { roomId } of rooms) {
      const known = truth.events.get(roomId) ?? new Set()
      truth.events.set(roomId, known)
      const there: string[] = (ids.get(roomId) ?? []).map((row: Json) => row.event_id)
      const seen = await readRoom(mallory, roomId, there)
      for (const eventId of there) {
        const event = seen.get(eventId)
        if (event === undefined) continue
        known.add(eventId)
        for (const mxc of [event.content.url, event.content.avatar_url]) if (mxc !== undefined) truth.named.add(mxc)
      }
    }
    for (const mxc of rooms.flatMap((room) => room.mxcs)) if (await mayRead(mallory, mxc)) truth.files.add(mxc)
    for (const { roomId } of rooms) {
      const { status, body } = await mallory.get(`/_matrix/client/v1/room_summary/${encodeURIComponent(roomId)}`)
      if (status === 200) truth.previews.add(roomId)
      if (body.avatar_url !== undefined) truth.named.add(body.avatar_url)
    }
    for (const mxc of await picturesOf(chappe, mallory)) truth.profiles.add(mxc)
  }
  await readRooms()
  // What lets her in may let her into others.
  for (let came = 1; came > 0; ) {
    came = 0
    const joined = new Set<string>((await mallory.get(`${V3}/joined_rooms`)).body.joined_rooms)
    for (const { roomId } of rooms) if (!joined.has(roomId) && (await mallory.post(`${V3}/join/${encodeURIComponent(roomId)}`, {})).status === 200) came += 1
  }
  await readRooms()
  return truth
}

async function mayRead(mallory: Person, mxc: string): Promise<boolean> {
  return (await mallory.get(`/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}`)).status === 200
}

/** The pictures that somebody is shown with the profiles of others. */
async function picturesOf(chappe: TestServer<Server>, mallory: Person): Promise<string[]> {
  const found: string[] = []
  for (const { user_id: userId } of await chappe.database.query('SELECT user_id FROM account WHERE user_id <> $1', [mallory.userId])) {
    const { body } = await mallory.get(`${V3}/profile/${encodeURIComponent(String(userId))}`)
    if (body.avatar_url !== undefined && (await mayRead(mallory, body.avatar_url))) found.push(body.avatar_url)
  }
  return found
}

async function readRoom(mallory: Person, roomId: string, eventIds: readonly string[]): Promise<Map<string, Json>> {
  const seen = new Map<string, Json>()
  const take = (events: Json[] | undefined): void => events?.forEach((event) => seen.set(event.event_id, event))
  const ask = async (path: string): Promise<Json> => {
    const { status, body } = await mallory.get(path)
    return status === 200 ? body : undefined
  }
  take((await ask(pathOf(roomId, 'messages?dir=b&limit=1000')))?.chunk)
  take((await ask(pathOf(roomId, 'messages?dir=f&limit=1000')))?.chunk)
  take(await ask(pathOf(roomId, 'state')))
  take((await ask(pathOf(roomId, 'members')))?.chunk)
  for (const eventId of eventIds) {
    const event = await ask(pathOf(roomId, `event/${encodeURIComponent(eventId)}`))
    if (event === undefined) continue
    take([event])
    take((await ask(pathOf(roomId, `context/${encodeURIComponent(eventId)}?limit=0`)))?.state)
  }
  return seen
}
