// Queues for an application service what it asked for beside events: receipts, typing and presence in its rooms, messages to the
// devices of its users, and what changed of the devices of those they share rooms with.
// https://spec.matrix.org/v1.19/application-service-api/#pushing-ephemeral-data, MSC3202, MSC4203
import type { Db } from '../../../db/pool.ts'
import type { Logger } from '../../../deps.ts'
import { moveCursor, openCursor } from '../../../streams/follow-store.ts'
import type { OwnedDevice } from '../changes-store.ts'
import { insertOthers, listChangedUsers, listRoomsOf, listUserIds, listWaitingDevices } from '../changes-store.ts'
import { ownsUser } from '../namespaces.ts'
import type { Registration } from '../registration.ts'

/** Where changes are read. */
export interface ChangeSources {
  /** Every change up to this position can be read. */
  current(): number
  receiptsFor(roomNids: readonly number[], viewer: string, from: number, to: number): Promise<Map<number, string>>
  typingIn(roomNid: number): { position: number; json: string } | undefined
  /** Presence events, as JSON texts, of those who changed in (from, to] and are in one of the rooms. */
  presenceIn(range: { roomNids: ReadonlySet<number>; from: number; to: number }): readonly { json: string }[]
  toDeviceFor(range: { userId: string; deviceNid: number; from: number; to: number; limit?: number }): Promise<{ events: string[]; upTo: number }>
  confirmToDevice(deviceNid: number, upTo: number): Promise<void>
  keyCountsOf(deviceNid: number): Promise<{ oneTimeKeyCounts: Record<string, number>; unusedFallbackKeyTypes: string[] }>
}

/** What following needs. */
export interface FollowChangesDeps {
  db: Db
  logger: Logger
  sources: ChangeSources
  queued(): void
}

/** A running follower of changes. */
export interface ChangesFollower {
  /** An account was made: it may be one of its own. */
  noteAccount(userId: string): void
  close(): Promise<void>
}

interface Range {
  from: number
  to: number
}

const EVERY_MS = 250
const MAX_MESSAGES = 1000
const PAGE = 10_000

/** Starts where an earlier process stopped; a new application service gets nothing of before. */
export function startFollowingChanges(deps: FollowChangesDeps, registration: Registration): ChangesFollower {
  const { db, logger, sources } = deps
  const name = `appservice-changes:${registration.id}`
  const owned = new Set<string>()
  const startedAt = sources.current()
  let position: number | undefined
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function open(): Promise<number> {
    for (let page = await listUserIds(db, '', PAGE); page.length > 0; page = await listUserIds(db, page.at(-1) ?? '', PAGE)) {
      for (const userId of page) if (ownsUser(registration, userId)) owned.add(userId)
    }
    const stored = await openCursor(db, name)
    if (stored > 0) return stored
    // What happens between the start and the first look is told already.
    await moveCursor(db, name, 0, startedAt)
    return startedAt
  }

  async function step(): Promise<void> {
    position ??= await open()
    const range = { from: position, to: sources.current() }
    if (range.to <= range.from) return
    const found = await gather(deps, registration, [...owned], range)
    if (found === undefined) {
      position = range.to
      return
    }
    await db.transaction().execute(async (tx) => {
      const stored = await openCursor(tx, name)
      await moveCursor(tx, name, stored, range.to)
      await insertOthers(tx, { appserviceId: registration.id, txnId: `c${range.to}`, others: found.others, reads: found.reads })
    })
    position = range.to
    deps.queued()
    // What is queued has left the inboxes; where this is cut short, it waits there for nobody and is passed over.
    for (const { deviceNid } of found.devices) await sources.confirmToDevice(deviceNid, range.to)
  }

  function schedule(ms = EVERY_MS): void {
    timer = setTimeout(() => {
      running = step()
        .catch((error: unknown) => logger.warn({ err: error, appservice: registration.id }, 'changes could not be queued'))
        .finally(() => {
          if (!closed) schedule()
        })
    }, ms)
    timer.unref()
  }

  // At once: what changes from now on is to be told.
  schedule(0)
  return {
    noteAccount(userId) {
      if (ownsUser(registration, userId)) owned.add(userId)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

interface Gathered {
  others: string
  reads: string
  devices: OwnedDevice[]
}

async function gather(
  { db, sources }: FollowChangesDeps,
  registration: Registration,
  owned: readonly string[],
  range: Range,
): Promise<Gathered | undefined> {
  const rooms = await listRoomsOf(db, owned)
  const ephemeral = registration.receivesEphemeral ? [...(await ephemeralOf(sources, rooms, range)), ...presenceOf(sources, rooms, range)] : []
  const inboxes = await inboxesOf({ db, sources }, owned, range)
  const changed = registration.receivesDevices ? await listChangedUsers(db, rooms.map((each) => each.roomNid), range) : []
  if (ephemeral.length === 0 && inboxes.messages.length === 0 && changed.length === 0) return undefined
  const members = [
    ...(ephemeral.length === 0 ? [] : [`"ephemeral":[${ephemeral.map((each) => each.text).join(',')}]`]),
    ...twice('de.sorunome.msc2409.', 'to_device', inboxes.messages.length === 0 ? undefined : `[${inboxes.messages.join(',')}]`),
  ]
  if (registration.receivesDevices) {
    const { counts, fallbacks } = await keysOf(sources, inboxes.devices)
    members.push(
      ...twice('org.matrix.msc3202.', 'device_lists', changed.length === 0 ? undefined : JSON.stringify({ changed, left: [] })),
      ...twice('org.matrix.msc3202.', 'device_one_time_keys_count', JSON.stringify(counts)),
      ...twice('org.matrix.msc3202.', 'device_unused_fallback_key_types', JSON.stringify(fallbacks)),
    )
  }
  const reads = [
    ...ephemeral.map(({ roomNid }) => ({ kind: 'people', roomNid, count: 1 })),
    ...(inboxes.messages.length + changed.length === 0 ? [] : [{ kind: 'keys', count: inboxes.messages.length + changed.length }]),
  ]
  return { others: `{${members.join(',')}}`, reads: JSON.stringify(reads), devices: inboxes.devices }
}

/** A member under the name of its proposal and under the one that it is to have. */
function twice(prefix: string, name: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`"${name}":${text}`, `"${prefix}${name}":${text}`]
}

/** What passes, in a room or of somebody, as JSON text. */
interface Ephemeral {
  roomNid: number | undefined
  text: string
}

function presenceOf(sources: ChangeSources, rooms: readonly { roomNid: number }[], range: Range): Ephemeral[] {
  const roomNids = new Set(rooms.map((each) => each.roomNid))
  return sources.presenceIn({ roomNids, ...range }).map(({ json }) => ({ roomNid: undefined, text: json }))
}

async function ephemeralOf(
  sources: ChangeSources,
  rooms: readonly { roomNid: number; roomId: string }[],
  { from, to }: Range,
): Promise<Ephemeral[]> {
  const receipts = await sources.receiptsFor(rooms.map((each) => each.roomNid), '', from, to)
  return rooms.flatMap(({ roomNid, roomId }) => {
    const typing = sources.typingIn(roomNid)
    const textOf = (type: string, content: string): Ephemeral =>
      ({ roomNid, text: `{"type":"${type}","room_id":${JSON.stringify(roomId)},"content":${content}}` })
    const receipt = receipts.get(roomNid)
    return [
      ...(receipt === undefined ? [] : [textOf('m.receipt', receipt)]),
      ...(typing === undefined || typing.position <= from || typing.position > to ? [] : [textOf('m.typing', typing.json)]),
    ]
  })
}

async function inboxesOf(
  { db, sources }: { db: Db; sources: ChangeSources },
  owned: readonly string[],
  range: Range,
): Promise<{ messages: string[]; devices: OwnedDevice[] }> {
  const messages: string[] = []
  const devices: OwnedDevice[] = []
  for (const device of await listWaitingDevices(db, owned)) {
    const { userId, deviceId, deviceNid } = device
    const { events } = await sources.toDeviceFor({ userId, deviceNid, ...range, limit: MAX_MESSAGES })
    if (events.length > 0) devices.push(device)
    const head = `{"to_user_id":${JSON.stringify(userId)},"to_device_id":${JSON.stringify(deviceId)},`
    for (const event of events) messages.push(head + event.slice(1))
  }
  return { messages, devices }
}

type ByDevice<T> = Record<string, Record<string, T>>

async function keysOf(
  sources: ChangeSources,
  devices: readonly OwnedDevice[],
): Promise<{ counts: ByDevice<Record<string, number>>; fallbacks: ByDevice<string[]> }> {
  const counts: ByDevice<Record<string, number>> = {}
  const fallbacks: ByDevice<string[]> = {}
  for (const { userId, deviceId, deviceNid } of devices) {
    const found = await sources.keyCountsOf(deviceNid)
    counts[userId] = { ...counts[userId], [deviceId]: found.oneTimeKeyCounts }
    fallbacks[userId] = { ...fallbacks[userId], [deviceId]: found.unusedFallbackKeyTypes }
  }
  return { counts, fallbacks }
}
