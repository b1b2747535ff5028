// What the exposure report asks of the server: facts about what rows of the ledger name by numbers.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { ProfilePolicy } from '@chappe/policy'
import { forumDeclarationOf } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import { serverUserIdOf } from '../../server-user.ts'
import type { Reachable, Reacher } from './reach.ts'
import { findReachable } from './reach.ts'
import type { EventSum, ExposedAccount, ExposedDevice, RoomState } from './exposure-store.ts'
import {
  countEvents,
  listContainedDevices,
  listDeviceNids,
  listEncryptedPlaces,
  listEverMembers,
  listExposedAccounts,
  listExposedDevices,
  listExposedFiles,
  listMembersIn,
  listPositions,
  listRoomNames,
  listRoomStates,
  sumEvents,
} from './exposure-store.ts'

export type { EventSum, ExposedAccount, ExposedDevice } from './exposure-store.ts'
export type { ReachablePeople } from './reach-people.ts'
export type { Reachable, ReachableRoom, Reacher } from './reach.ts'

/** A room as a report names it. */
export interface RoomFacts {
  roomNid: number
  roomId: string
  name: string | null
  /** The id of the organisation whose forum it is. */
  organisation: string | null
  audience: 'everybody' | 'members' | 'server'
  isEncrypted: boolean
  isOpen: boolean
  /** How many events it has. */
  total: number
}

/** A file as a report names it. */
export interface FileFacts {
  mediaId: string
  name: string | null
  bytes: number
  sha256: string | null
  /** The first event that carries it; nothing where none is known. */
  place: { room: number; position: number } | undefined
}

/** The facts. Lists of numbers may be long: they are asked for some at a time. */
export interface ExposureFacts {
  readonly serverName: string
  accounts(by: { userNids: readonly number[] } | { userIds: readonly string[] }): Promise<ExposedAccount[]>
  devices(deviceNids: readonly number[]): Promise<ExposedDevice[]>
  /** The numbers of a device id: one that came back has several. */
  deviceNids(userNid: number, deviceId: string): Promise<number[]>
  containedDevices(userNids: readonly number[]): Promise<Set<number>>
  /** Rooms that were deleted are left out. */
  rooms(roomNids: readonly number[]): Promise<RoomFacts[]>
  /** What rooms are called, by their ids; those without a name, or that were deleted, are left out. */
  roomNames(roomIds: readonly string[]): Promise<Map<string, string>>
  /** What events of a room add up to; those that are there no more are left out. */
  sumEvents(roomNid: number, positions: readonly number[]): Promise<EventSum[]>
  /** Of whom events of a room are the memberships. */
  membersIn(roomNid: number, positions: readonly number[]): Promise<string[]>
  positions(roomNid: number, range: { from: number; to: number; isState: boolean; limit: number }): Promise<number[]>
  /** Those of some accounts that have ever had to do with a room. */
  everMembers(roomNid: number, userNids: readonly number[]): Promise<number[]>
  files(mediaIds: readonly string[]): Promise<FileFacts[]>
  /** What an account could have read. */
  reachable(reacher: Reacher): Promise<Reachable>
  /** Which of some places (`room/position`) hold something encrypted. */
  encryptedPlaces(places: readonly { room: number; position: number }[]): Promise<Set<string>>
}

const STATE_TYPES = ['m.room.create', 'm.room.name', 'm.room.join_rules', 'm.room.encryption', 'org.chappe.room.forum']
const NAME_CHARS_MAX = 255
const AT_ONCE = 2000

/** What it needs. */
export interface ExposureDeps {
  db: Db
  /** How far the stream of events is. */
  stream: { published: number }
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'directoryScope' | 'externalsApart' | 'mediaFollowsEvents' | 'openRoomAudiences'> }
}

/** Ties the facts to the database. */
export function createExposureFacts({ db, stream, settings }: ExposureDeps): ExposureFacts {
  const serverUserId = serverUserIdOf(settings.serverName)
  return {
    serverName: settings.serverName,
    accounts: (by) =>
      'userNids' in by
        ? inSlices(by.userNids, (userNids) => listExposedAccounts(db, { userNids }))
        : inSlices(by.userIds, (userIds) => listExposedAccounts(db, { userIds })),
    devices: (deviceNids) => inSlices(deviceNids, (some) => listExposedDevices(db, some)),
    deviceNids: (userNid, deviceId) => listDeviceNids(db, userNid, deviceId),
    containedDevices: async (userNids) => new Set(await inSlices(userNids, (some) => listContainedDevices(db, some))),
    rooms: (roomNids) =>
      inSlices(roomNids, async (some) => {
        const [states, totals] = await Promise.all([listRoomStates(db, some, STATE_TYPES), countEvents(db, some)])
        return [...Map.groupBy(states, ({ roomNid }) => roomNid)].map(([roomNid, list]) => roomOf(list, { total: totals.get(roomNid) ?? 0, serverUserId }))
      }),
    roomNames: async (roomIds) => {
      const states = await inSlices(roomIds, (some) => listRoomNames(db, some))
      const names = states.map(({ roomId, pdu }) => [roomId, nameIn(contentOf(pdu))] as const)
      return new Map(names.flatMap(([roomId, name]) => (name === null ? [] : [[roomId, name] as const])))
    },
    sumEvents: (roomNid, positions) => sumEvents(db, roomNid, positions),
    membersIn: (roomNid, positions) => listMembersIn(db, roomNid, positions),
    positions: (roomNid, range) => listPositions(db, roomNid, range),
    everMembers: (roomNid, userNids) => inSlices(userNids, (some) => listEverMembers(db, roomNid, some)),
    files: (mediaIds) =>
      inSlices(mediaIds, async (some) =>
        (await listExposedFiles(db, some)).map(({ mediaId, fileName, byteLength, contentHash, roomNid, position }) => ({
          mediaId,
          name: fileName,
          bytes: byteLength ?? 0,
          sha256: contentHash?.toString('hex') ?? null,
          place: roomNid === null || position === null ? undefined : { room: roomNid, position },
        })),
      ),
    reachable: (reacher) => findReachable({ db, stream, settings }, reacher),
    encryptedPlaces: async (places) => new Set(await inSlices(places, async (some) => [...(await listEncryptedPlaces(db, some))])),
  }
}

async function inSlices<T, R>(all: readonly T[], ask: (some: readonly T[]) => Promise<R[]>): Promise<R[]> {
  const found: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) found.push(...(await ask(all.slice(at, at + AT_ONCE))))
  return found
}

function roomOf(states: readonly RoomState[], { total, serverUserId }: { total: number; serverUserId: string }): RoomFacts {
  const contents = new Map(states.map(({ type, pdu }) => [type, contentOf(pdu)]))
  const forum = forumDeclarationOf(contents.get('org.chappe.room.forum'))
  const isOpen = contents.get('m.room.join_rules')?.['join_rule'] === 'public'
  const isOfServer = states.some(({ type, sender }) => type === 'm.room.create' && sender === serverUserId)
  return {
    roomNid: states[0]?.roomNid ?? 0,
    roomId: states[0]?.roomId ?? '',
    name: nameIn(contents.get('m.room.name')),
    organisation: forum?.organisation ?? null,
    audience: isOfServer ? 'server' : isOpen ? 'everybody' : 'members',
    isEncrypted: typeof contents.get('m.room.encryption')?.['algorithm'] === 'string',
    isOpen,
    total,
  }
}

function nameIn(content: JsonObject | undefined): string | null {
  const name = content?.['name']
  return typeof name === 'string' && name !== '' ? name.slice(0, NAME_CHARS_MAX) : null
}

function contentOf(pdu: Buffer | null): JsonObject | undefined {
  const event = pdu === null ? undefined : parseJson(pdu.toString('utf8'))
  const content = isJsonObject(event) ? event['content'] : undefined
  return isJsonObject(content) ? content : undefined
}
