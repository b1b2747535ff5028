// Transaction ids: the same request sent again answers with the same event.
// https://spec.matrix.org/v1.19/client-server-api/#transaction-identifiers
import type { Db } from '../db/pool.ts'
import { listTransactions } from './rooms-store.ts'
import { parsePdu } from './row-mapping.ts'

/** What a device has sent, by transaction. */
export interface Transactions {
  /**
   * Runs `send` once for a transaction of a device in a room. The same transaction again, even while the first is
   * under way or after a restart, gives the first one's event id. A `send` that fails leaves no trace.
   */
  once(key: TransactionKey, send: () => Promise<string>): Promise<string>
  /** An event was stored under a transaction in another way than by `once`: that is what the transaction gives from now on. */
  note(key: TransactionKey, eventId: string): Promise<void>
  /** Forgets what is in memory of these devices, whose last commit failed. */
  forget(deviceNids: ReadonlySet<number>): void
}

/** Where a transaction id counts: the path of one device's requests. */
export interface TransactionKey {
  deviceNid: number
  roomNid: number
  type: string
  txnId: string
  /** The event that a redaction names in its path. */
  target?: string | undefined
}

/** What a device has sent: an event id by transaction, or the promise of one. */
type Sent = Map<string, string | Promise<string>>

/** How many transactions of a device are remembered, and of how many devices. */
const PER_DEVICE = 2000
const MAX_DEVICES = 20_000

/**
 * Opens the memory of transactions. `assertOpen` throws while the outcome of a commit is in doubt: what would be read
 * then might lack a transaction that turns out to be durable, and its message would be sent twice.
 */
export function createTransactions(db: Db, assertOpen: () => void): Transactions {
  const devices = new Map<number, Promise<Sent>>()

  async function load(deviceNid: number): Promise<Sent> {
    assertOpen()
    const known: Sent = new Map()
    const rows = await listTransactions(db, deviceNid, PER_DEVICE)
    for (const row of rows.reverse()) known.set(keyOf({ ...row, target: targetOf(row.redactionJson) }), row.eventId)
    return known
  }

  function deviceOf(deviceNid: number): Promise<Sent> {
    let device = devices.get(deviceNid)
    if (device === undefined) {
      device = load(deviceNid)
      device.catch(() => devices.delete(deviceNid))
      devices.set(deviceNid, device)
      if (devices.size > MAX_DEVICES) dropOldest(devices)
    }
    return device
  }

  return {
    async once(key, send) {
      const known = await deviceOf(key.deviceNid)
      const name = keyOf(key)
      const earlier = known.get(name)
      if (earlier !== undefined) return earlier
      const sending = send()
      known.set(name, sending)
      if (known.size > PER_DEVICE * 2) dropOldest(known)
      try {
        const eventId = await sending
        known.set(name, eventId)
        return eventId
      } catch (error) {
        known.delete(name)
        throw error
      }
    },
    async note(key, eventId) {
      // What is not in memory is read with it when it is needed.
      const known = await devices.get(key.deviceNid)
      known?.set(keyOf(key), eventId)
    },
    forget(deviceNids) {
      for (const deviceNid of deviceNids) devices.delete(deviceNid)
    },
  }
}

/** No part of a path holds U+0000. */
function keyOf({ roomNid, type, txnId, target = '' }: Omit<TransactionKey, 'deviceNid'>): string {
  return `${roomNid}\0${type}\0${target}\0${txnId}`
}

function targetOf(redactionJson: string | null): string | undefined {
  if (redactionJson === null) return undefined
  const pdu = parsePdu(redactionJson)
  const target = pdu.redacts ?? pdu.content['redacts']
  return typeof target === 'string' ? target : undefined
}

function dropOldest<K>(map: Map<K, unknown>): void {
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}
