// Sets the stage of a drill: accounts, rooms, what is said in them, files; each by the calls that anybody makes.
import { EXERCISE } from '@chappe/policy'
import type { DeskPorts } from '../../../ports.ts'
import { CAST, fileOf, lineOf, ROOMS, TARGET } from '../script.ts'
import type { SceneRoom } from '../script.ts'
import type { Player } from './calls.ts'
import { mustCall } from './calls.ts'

/** What the intruder finds. */
export interface Stage {
  /** The account that is taken over; no session of the intruder's is there yet. */
  userId: string
  /** Rooms it is invited to whose invitation stays one. */
  waiting: ReadonlySet<string>
}

/** What is set. */
export interface StageWish {
  label: string
  isStopped(): boolean
}

/** Addresses that are nobody's. https://www.rfc-editor.org/rfc/rfc5737 */
const CAST_IP = '192.0.2.10'
const OWNER_IP = '192.0.2.20'
const V3 = '/_matrix/client/v3'
const MEGOLM = 'm.megolm.v1.aes-sha2'

/** Sets it; undefined: it was called off meanwhile. */
export async function setStage(ports: DeskPorts, { label, isStopped }: StageWish): Promise<Stage | undefined> {
  const cast: Player[] = []
  for (const name of CAST) cast.push(await playerOf(ports, name, CAST_IP))
  const owner = await playerOf(ports, TARGET, OWNER_IP)
  const waiting = new Set<string>()
  for (const [index, room] of ROOMS.entries()) {
    if (isStopped()) return undefined
    const roomId = await furnish(ports, { room, label, cast: [...cast.slice(index % cast.length), ...cast.slice(0, index % cast.length)], owner, isStopped })
    if (room.way === 'waiting') waiting.add(roomId)
  }
  // Who has spoken has no session any more: nothing is left that could be taken.
  for (const player of cast) await mustCall(ports, player, { method: 'POST', path: `${V3}/logout`, body: {} })
  return { userId: owner.userId, waiting }
}

async function playerOf({ exercises }: DeskPorts, name: string, ip: string): Promise<Player> {
  const userId = await exercises.create(name)
  const { accessToken } = await exercises.signIn(userId, { ip, displayName: 'Exercise' })
  return { userId, token: accessToken, ip }
}

interface Furnishing extends StageWish {
  room: SceneRoom
  /** The first of them makes the room. */
  cast: readonly Player[]
  owner: Player
}

async function furnish(ports: DeskPorts, { room, label, cast, owner, isStopped }: Furnishing): Promise<string> {
  const [maker] = cast
  if (maker === undefined) throw new Error('nobody is there to make a room')
  const { room_id: made } = await mustCall(ports, maker, {
    method: 'POST',
    path: `${V3}/createRoom`,
    body: {
      preset: 'private_chat',
      name: `Exercise ${label}: ${room.title}`.replace(/ +:/, ':'),
      creation_content: { [EXERCISE]: true },
      invite: [...cast.slice(1).map(({ userId }) => userId), owner.userId],
      ...(room.isEncrypted ? { initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: MEGOLM } }] } : {}),
    },
  })
  const roomId = String(made)
  for (const player of [...cast.slice(1), ...(room.way === 'in' ? [owner] : [])]) {
    await mustCall(ports, player, { method: 'POST', path: `${V3}/join/${encodeURIComponent(roomId)}`, body: {} })
  }
  for (let index = 0; index < room.messages && !isStopped(); index += 1) await say(ports, cast[index % cast.length] ?? maker, { roomId, room, index })
  for (const name of room.files) await share(ports, maker, { roomId, name, label })
  return roomId
}

async function say(ports: DeskPorts, player: Player, { roomId, room, index }: { roomId: string; room: SceneRoom; index: number }): Promise<void> {
  const [type, body] = room.isEncrypted
    ? ['m.room.encrypted', { algorithm: MEGOLM, ciphertext: Buffer.from(lineOf(index)).toString('base64'), session_id: 'exercise' }]
    : ['m.room.message', { msgtype: 'm.text', body: lineOf(index) }]
  await mustCall(ports, player, { method: 'PUT', path: `${V3}/rooms/${encodeURIComponent(roomId)}/send/${type}/exercise${index}`, body })
}

async function share(ports: DeskPorts, player: Player, { roomId, name, label }: { roomId: string; name: string; label: string }): Promise<void> {
  const bytes = Buffer.from(fileOf(name, label))
  const { content_uri: url } = await mustCall(ports, player, { method: 'POST', path: `/_matrix/media/v3/upload?filename=${name}`, body: { bytes, contentType: 'text/plain' } })
  const body = { msgtype: 'm.file', body: name, url, info: { size: bytes.byteLength, mimetype: 'text/plain' } }
  await mustCall(ports, player, { method: 'PUT', path: `${V3}/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${name}`, body })
}
