// What each connection was sent, so that the next answer says only what is new. In memory, bounded: a connection that
// is not there any more answers `M_UNKNOWN_POS`, and its client starts over.
import { MatrixError } from '@chappe/contract'
import type { Random } from '../../../deps.ts'
import type { Session } from '../../../session.ts'
import { formatSyncToken } from '../../../streams/sync-token.ts'
import type { Positions } from '../sync-request.ts'
import type { RequiredState } from './required-state.ts'

/** What was sent of one room. Never changed: a newer one takes its place. */
export interface SentRoom {
  membership: string
  /** Every event up to this position was sent, or skipped for good. */
  upTo: number
  required: RequiredState
  timelineLimit: number
  /** How many of the newest events the client has without a gap; Infinity: all there are. */
  held: number
  joined: number
  invited: number
  isDm: boolean
  bumpStamp: number
  notifications: number
  highlights: number
  /** The names of the lists it was in, and whether it was asked for by itself. */
  lists: readonly string[]
  isSubscribed: boolean
  /** Users whose present member events were sent lazily. */
  lazyMembers: ReadonlySet<string>
}

/** Where a connection stands after one answer. */
export interface Snapshot {
  at: Positions
  /** The number of rooms in each list. */
  counts: ReadonlyMap<string, number>
  /** Some room stood on a list for the last time. */
  fading: boolean
  configText: string
  /** Which extensions that know rooms were on, and where: who switches one on is told everything once. */
  extensions: { accountData: string; receipts: string; typing: string }
}

/** One connection of one device. */
export interface Connection {
  readonly key: string
  readonly deviceNid: number
  /** Told apart from a connection of the same name before it, or before a restart. */
  readonly id: string
  answers: number
  /** The rooms sent up to `base`. */
  readonly rooms: Map<number, SentRoom>
  /** What the client has for certain: it came back with this position. */
  base: { pos: string; snapshot: Snapshot } | undefined
  /** The answer that is on its way to the client: received for certain when the next request says so. */
  pending: { pos: string; snapshot: Snapshot; rooms: ReadonlyMap<number, SentRoom> } | undefined
  /** Ends the request before this one, whose answer nobody reads any more. */
  supersede: (() => void) | undefined
}

/** The connections of everybody. */
export interface Connections {
  /**
   * The connection that a request goes on with, standing where the request says; a new one without `pos`.
   * Throws `M_UNKNOWN_POS` where it is not known any more.
   */
  open(session: Pick<Session, 'deviceNid'>, connId: string, pos: string | undefined): Connection
  /** Notes what an answer holds; gives back its `pos`. */
  note(connection: Connection, snapshot: Snapshot, rooms: ReadonlyMap<number, SentRoom>): string
}

/** Bounds of the whole memory; a client has two connections, three at the most. */
export interface ConnectionBounds {
  perDevice: number
  /** Rooms remembered over all connections. */
  rooms: number
}

const BOUNDS: ConnectionBounds = { perDevice: 8, rooms: 4_000_000 }
const WRITER = 1

/** Opens an empty memory. */
export function createConnections(random: Pick<Random, 'text'>, bounds: ConnectionBounds = BOUNDS): Connections {
  const byKey = new Map<string, Connection>()
  const devices = new Map<number, Set<string>>()
  const total = { rooms: 0 }

  function drop(connection: Connection | undefined): void {
    if (connection === undefined || byKey.get(connection.key) !== connection) return
    byKey.delete(connection.key)
    total.rooms -= connection.rooms.size
    const keys = devices.get(connection.deviceNid)
    keys?.delete(connection.key)
    if (keys?.size === 0) devices.delete(connection.deviceNid)
  }

  function start({ deviceNid }: Pick<Session, 'deviceNid'>, key: string): Connection {
    drop(byKey.get(key))
    const keys = devices.get(deviceNid) ?? new Set()
    const [oldest] = keys
    if (oldest !== undefined && keys.size >= bounds.perDevice) drop(byKey.get(oldest))
    devices.set(deviceNid, keys.add(key))
    const id = random.text(10).replaceAll(/[^A-Za-z0-9]/g, '0')
    const fresh: Connection = { key, deviceNid, id, answers: 0, rooms: new Map(), base: undefined, pending: undefined, supersede: undefined }
    byKey.set(key, fresh)
    return fresh
  }

  /** What was on its way has arrived. */
  function confirm(connection: Connection): void {
    const { pending } = connection
    if (pending === undefined) return
    for (const [roomNid, sent] of pending.rooms) {
      if (!connection.rooms.has(roomNid)) total.rooms += 1
      connection.rooms.set(roomNid, sent)
    }
    connection.base = pending
    connection.pending = undefined
    for (const oldest of byKey.values()) {
      if (total.rooms <= bounds.rooms) return
      if (oldest !== connection) drop(oldest)
    }
  }

  return {
    open(session, connId, pos) {
      const key = `${session.deviceNid} ${connId}`
      if (pos === undefined) return start(session, key)
      const connection = byKey.get(key)
      if (connection === undefined) throw new MatrixError('M_UNKNOWN_POS')
      if (connection.pending?.pos === pos) confirm(connection)
      // The answer was lost on the way: what it held is told again, and whatever came since.
      else if (connection.base?.pos !== pos) throw new MatrixError('M_UNKNOWN_POS')
      // Used last, dropped last.
      byKey.delete(key)
      byKey.set(key, connection)
      return connection
    },
    note(connection, snapshot, rooms) {
      connection.answers += 1
      const pos = `q${connection.id}x${connection.answers}_${formatSyncToken({ writer: WRITER, ...snapshot.at })}`
      connection.pending = { pos, snapshot, rooms }
      return pos
    },
  }
}
