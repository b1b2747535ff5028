// Messages from device to device: carried exactly once, in order of arrival, kept until they are proved received.
// https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import { isPlainName } from '../../plain-name.ts'
import type { Session } from '../../session.ts'
import type { Changes } from '../../streams/changes.ts'
import { createKeySenders, NO_SENDERS } from './key-senders.ts'
import type { DeviceAddress } from './to-device-store.ts'
import {
  deleteMessages,
  deleteOldTransactions,
  deleteTransactions,
  deliver,
  isDone,
  listAddresses,
  listMessages,
} from './to-device-store.ts'

/** What the operations need. */
export interface ToDeviceDeps {
  db: Db
  changes: Changes
  clock: Clock
}

/** User id -> device id, or `*` for every device -> content. */
export type Messages = Readonly<Record<string, Readonly<Record<string, object>>>>

/** A request to send. */
export interface SendRequest {
  eventType: string
  txnId: string
  messages: Messages
}

/** Which messages a sync asks for: positions in (from, to], at most `limit` messages. */
export interface MessageRange {
  userId: string
  deviceNid: number
  from: number
  to: number
  limit?: number
}

/** The operations of this feature. */
export interface ToDevice {
  /** Sends to every device named that exists. The same request again does nothing. */
  send(session: Session, request: SendRequest): Promise<void>
  /**
   * For sync: JSON texts of events in order of arrival, and the change position up to which there is nothing else:
   * `to`, or that of the last event where `limit` cut the list. `senders`: the numbers of the accounts that have sent what may
   * carry keys of rooms; `isVague`: not each of them has one.
   */
  messagesFor(range: MessageRange): Promise<{ events: string[]; upTo: number; senders: number[]; isVague: boolean }>
  /** Removes what a later `since` proved received: every message up to `upTo`, included. */
  confirm(deviceNid: number, upTo: number): Promise<void>
  /** Removes what waits for a device that is gone. */
  forgetDevice(deviceNid: number): Promise<void>
}

/** The size of an event is the bound for a message too. */
const MAX_CONTENT_BYTES = 65_536
/** The order number of a shared event is a smallint. */
const MAX_SHARED = 32_000
const DEFAULT_LIMIT = 100

/** A client repeats a request within minutes; a day covers a night without network. */
const TRANSACTION_LIFE_MS = 24 * 60 * 60 * 1000
const CLEANING_INTERVAL_MS = 10 * 60 * 1000
const CLEANING_LIMIT = 20_000

/** Ties the operations to what they need. */
export function createToDevice(deps: ToDeviceDeps): ToDevice {
  const { db, clock } = deps
  const inboxes = createInboxMemory()
  const senders = createKeySenders(db)
  let cleanedAt = clock.now()
  return {
    async send(session, request) {
      await sendToDevice(deps, session, request)
      if (clock.now() - cleanedAt < CLEANING_INTERVAL_MS) return
      cleanedAt = clock.now()
      await deleteOldTransactions(db, clock.now() - TRANSACTION_LIFE_MS, CLEANING_LIMIT)
    },
    async messagesFor({ deviceNid, from, to, limit = DEFAULT_LIMIT }) {
      if (to <= from) return { events: [], upTo: to, ...NO_SENDERS }
      const found = await listMessages(db, { deviceNid, from, to, limit })
      const last = found.at(-1)
      if (last === undefined) return { events: [], upTo: to, ...NO_SENDERS }
      inboxes.deliver(deviceNid, last.position)
      const events = found.map((each) => each.event)
      return { events, upTo: found.length < limit ? to : last.position, ...(await senders.of(events)) }
    },
    async confirm(deviceNid, upTo) {
      const delivered = inboxes.deliveredTo(deviceNid)
      if (upTo <= 0 || delivered === 0) return
      await db.transaction().execute((tx) => deleteMessages(tx, deviceNid, upTo))
      inboxes.empty(deviceNid, delivered, upTo)
    },
    async forgetDevice(deviceNid) {
      inboxes.forget(deviceNid)
      await db.transaction().execute(async (tx) => {
        await deleteMessages(tx, deviceNid, Number.MAX_SAFE_INTEGER)
        await deleteTransactions(tx, deviceNid)
      })
    },
  }
}

async function sendToDevice(deps: ToDeviceDeps, session: Session, request: SendRequest): Promise<void> {
  const { db, changes, clock } = deps
  const { eventType, txnId, messages } = request
  if (!isPlainName(eventType)) throw new MatrixError('M_INVALID_PARAM', { message: 'The event type is not valid' })
  if (!isPlainName(txnId)) throw new MatrixError('M_INVALID_PARAM', { message: 'The transaction id is not valid' })
  const texts = eventTexts(session.userId, eventType, messages)
  if (await isDone(db, session.deviceNid, eventType, txnId)) return
  const addresses = await listAddresses(db, Object.keys(messages))
  const byEvent = groupByEvent(texts, addresses)
  const users = new Set(addresses.filter((each) => contentOf(texts, each) !== undefined).map((each) => each.userId))
  const groups = [...byEvent].map(([event, deviceNids]) => ({ event, deviceNids }))
  const shared = groups.filter((each) => each.deviceNids.length > 1)
  if (shared.length > MAX_SHARED) throw new MatrixError('M_TOO_LARGE')
  const single = groups.flatMap(({ event, deviceNids }) => {
    const [deviceNid, another] = deviceNids
    return deviceNid === undefined || another !== undefined ? [] : [{ deviceNid, event }]
  })
  await changes.write<boolean>(
    (isNew) => (isNew ? [{ kind: 'toDevice', users }] : []),
    (position) =>
      deliver(db, { position, senderNid: session.deviceNid, eventType, txnId, nowMs: clock.now(), single, shared }),
  )
}

/** User id -> device id -> the event as JSON text. */
type EventTexts = ReadonlyMap<string, ReadonlyMap<string, string>>

function eventTexts(sender: string, eventType: string, messages: Messages): EventTexts {
  const head = `{"type":${JSON.stringify(eventType)},"sender":${JSON.stringify(sender)},"content":`
  // A `*` and hundreds of devices may carry one object in many copies; equal texts are made one later.
  return new Map(
    Object.entries(messages).map(([userId, devices]) => [
      userId,
      new Map(Object.entries(devices).map(([deviceId, content]) => [deviceId, `${head}${contentText(content)}}`])),
    ]),
  )
}

function contentText(content: object): string {
  const text = JSON.stringify(content)
  if (Buffer.byteLength(text) > MAX_CONTENT_BYTES) throw new MatrixError('M_TOO_LARGE', { message: 'A message is too large' })
  return text
}

/** What a device is sent: what is addressed to it, else what is addressed to all devices of its user. */
function contentOf(texts: EventTexts, address: DeviceAddress): string | undefined {
  const devices = texts.get(address.userId)
  return devices?.get(address.deviceId) ?? devices?.get('*')
}

function groupByEvent(texts: EventTexts, addresses: readonly DeviceAddress[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const address of addresses) {
    const event = contentOf(texts, address)
    if (event === undefined) continue
    const group = groups.get(event)
    if (group === undefined) groups.set(event, [address.deviceNid])
    else group.push(address.deviceNid)
  }
  return groups
}

interface InboxMemory {
  /** A message at this position left for the device. */
  deliver(deviceNid: number, position: number): void
  /** Position of the last message that left and was not removed yet; 0: there is none; undefined: not known. */
  deliveredTo(deviceNid: number): number | undefined
  /** Everything up to `upTo` was removed, of what had left when `deliveredTo` answered `delivered`. */
  empty(deviceNid: number, delivered: number | undefined, upTo: number): void
  forget(deviceNid: number): void
}

const MAX_REMEMBERED = 200_000

/**
 * Remembers what left for which device. Every sync confirms, and most of them confirm nothing: those cost no
 * statement. A device that is not remembered (after a restart) costs one.
 */
function createInboxMemory(): InboxMemory {
  const delivered = new Map<number, number>()
  const set = (deviceNid: number, position: number): void => {
    if (delivered.size >= MAX_REMEMBERED) delivered.clear()
    delivered.set(deviceNid, position)
  }
  return {
    deliver: (deviceNid, position) => set(deviceNid, Math.max(position, delivered.get(deviceNid) ?? 0)),
    deliveredTo: (deviceNid) => delivered.get(deviceNid),
    empty(deviceNid, before, upTo) {
      if (delivered.get(deviceNid) === before && (before ?? 0) <= upTo) set(deviceNid, 0)
    },
    forget: (deviceNid) => void delivered.delete(deviceNid),
  }
}
