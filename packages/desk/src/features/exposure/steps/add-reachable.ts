// What could have been read and was not delivered, put beside what was.
import type { ExposedFile, ExposedRoom, ReachablePeople } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import type { Order } from '../order.ts'
import { byCodeUnits } from './gather-people.ts'
import type { Gathered } from './gather-rooms.ts'

/** What is known of what could have been read. */
export interface Reached {
  people: ReachablePeople | null
  /** Files that were not delivered. */
  files: ExposedFile[]
}

/** Adds to the rooms what of them could have been read; only where the order is about one account. */
export async function addReachable({ accounts, exposure }: DeskPorts, { subject, fromMs, toMs }: Order, { gathered, files }: { gathered: Gathered; files: readonly ExposedFile[] }): Promise<Reached> {
  if (subject.userId === undefined) return { people: null, files: [] }
  const { userId, accountType, organisationNid } = await accounts.get(subject.userId)
  const reachable = await exposure.reachable({ userId, deviceId: subject.deviceId, accountType, organisationNid, fromMs, toMs })
  const roomNids = reachable.rooms.map(({ roomNid }) => roomNid)
  const known = new Map((await exposure.rooms(roomNids)).map((room) => [room.roomNid, room]))
  for (const { roomNid, way, isNow, events } of reachable.rooms) {
    const facts = known.get(roomNid)
    const room = gathered.rooms.get(roomNid) ?? (facts === undefined ? undefined : unreadRoom(roomNid, facts))
    if (room === undefined) continue
    const { delivered, ciphertextOnly, keysReachable, unknown } = room.events
    room.reachableBy = way
    room.reachableNow = isNow
    room.events.reachable = Math.max(0, events - delivered - ciphertextOnly - keysReachable - unknown)
    gathered.rooms.set(roomNid, room)
  }
  return { people: reachable.people, files: await unreadFiles({ accounts, exposure }, reachable.files, { gathered, files }) }
}

function unreadRoom(roomNid: number, facts: Awaited<ReturnType<DeskPorts['exposure']['rooms']>>[number]): ExposedRoom {
  const { roomId, name, organisation, audience, isEncrypted, isOpen, total } = facts
  return {
    roomId,
    number: roomNid,
    name,
    organisation,
    audience,
    isEncrypted,
    isOpen,
    class: 'reachable',
    events: { delivered: 0, ciphertextOnly: 0, keysReachable: 0, unknown: 0, reachable: 0, state: 0, total },
    share: 0,
    bytes: 0,
    firstAtMs: null,
    lastAtMs: null,
    sessions: [],
    reachableBy: null,
    reachableNow: false,
    isListed: false,
  }
}

async function unreadFiles(
  { exposure }: Pick<DeskPorts, 'accounts' | 'exposure'>,
  reachable: readonly { mediaId: string; room: number }[],
  { gathered, files }: { gathered: Gathered; files: readonly ExposedFile[] },
): Promise<ExposedFile[]> {
  const prefix = `mxc://${exposure.serverName}/`
  const delivered = new Set(files.map(({ mxc }) => mxc))
  const rooms = new Map(reachable.filter(({ mediaId }) => !delivered.has(prefix + mediaId)).map(({ mediaId, room }) => [mediaId, room]))
  const found = await exposure.files([...rooms.keys()])
  return found
    .map(({ mediaId, name, bytes, sha256 }): ExposedFile => ({
      mxc: prefix + mediaId,
      name,
      roomId: gathered.rooms.get(rooms.get(mediaId) ?? 0)?.roomId ?? null,
      bytes,
      sha256,
      class: 'reachable',
      isWhole: false,
      firstAtMs: null,
      lastAtMs: null,
      sessions: [],
    }))
    .toSorted((a, b) => byCodeUnits(a.mxc, b.mxc))
}

/** Where the record has a gap, what could have been read has to be taken as read. */
export function assumeInGaps({ rooms, files }: { rooms: readonly ExposedRoom[]; files: readonly ExposedFile[] }): void {
  for (const room of rooms) {
    if (room.reachableBy === 'preview' && room.class === 'reachable') room.class = 'unknown'
    if (room.reachableBy === null || room.events.reachable === 0) continue
    room.events.unknown += room.events.reachable
    room.events.reachable = 0
    if (room.class !== 'delivered') room.class = 'unknown'
  }
  for (const file of files) if (file.class === 'reachable') file.class = 'unknown'
}
