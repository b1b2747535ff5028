// Account data: what the devices of one user share, for the account and for single rooms.
// https://spec.matrix.org/v1.19/client-server-api/#client-config
import { MatrixError } from '@chappe/contract'
import { isRoomId } from '@chappe/core'
import type { Db, Tx } from '../../db/pool.ts'
import { IGNORED_USERS } from '../../engine/ignored-users.ts'
import type { Changes, ChangeTarget } from '../../streams/changes.ts'
import {
  countAccountData,
  deleteSecretsOf,
  findAccountData,
  insertAccountData,
  listAccountData,
  listIgnoreLists,
  updateAccountData,
} from './account-data-store.ts'
import type { AccountDataKey } from './account-data-store.ts'
import { assertEntrySize, assertRoomForEntry } from './entry-size.ts'
import type { Filters } from './filters.ts'
import { createFilters } from './filters.ts'
import type { SealedEntries } from './sealed.ts'
import { createSealedEntries } from './sealed.ts'
import type { Tags } from './tags.ts'
import { createTags } from './tags.ts'

/** The way from a room id to its number. */
export interface RoomNids {
  findRoomNid(roomId: string): Promise<number | undefined>
}

/** Global account data that another feature keeps: push rules. Clients read it as any other and cannot write it. */
export interface VirtualAccountData {
  type: string
  /** JSON text. Everybody has it, also who never changed anything. */
  contentOf(userId: string): Promise<string>
  /** The change position of its last change; 0: never. */
  changedPosition(userId: string): Promise<number>
}

/** What the operations need. */
export interface AccountDataDeps {
  db: Db
  changes: Changes
  rooms: RoomNids
  virtual: readonly VirtualAccountData[]
  /** Told of entries of the account that were stored, before the user's devices are. */
  stored?(userId: string, entry: AccountDataEntry): void
}

/** One entry as a sync shows it. `content` is JSON text, to be spliced in. */
export interface AccountDataEntry {
  type: string
  content: string
}

/** What changed in a range of the change stream. Rooms by number. */
export interface AccountDataChanges {
  global: AccountDataEntry[]
  rooms: Map<number, AccountDataEntry[]>
}

/** The operations of this feature. */
export interface AccountData extends Filters, SealedEntries, Tags {
  /** JSON text of an entry that a client asks for; throws `M_NOT_FOUND`. Without a room id: of the account. */
  get(userId: string, roomId: string | undefined, type: string): Promise<string>
  /** Stores what a client sent; throws where the type is the server's, or a limit is reached. */
  put(userId: string, roomId: string | undefined, entry: AccountDataEntry): Promise<void>
  /** Deletes what a client has stored (MSC3391); fine when it was not there. */
  remove(userId: string, roomId: string | undefined, type: string): Promise<void>
  /** For other features. Room 0 stands for the account itself. */
  find(userId: string, roomNid: number, type: string): Promise<string | undefined>
  /** For other features: stores an entry and wakes the user's devices. `content` is JSON text. */
  set(userId: string, roomNid: number, entry: AccountDataEntry): Promise<void>
  /** The same of a room that is being made, of which nobody has an entry: none is looked for. */
  setFirst(userId: string, roomNid: number, entry: AccountDataEntry): Promise<void>
  /** For other features: everybody's list of ignored users. */
  listIgnoreLists(): Promise<{ userId: string; content: string }[]>
  /** For other features, within a transaction: deletes secret storage, and what is stored in it. Gives back how many entries. */
  deleteSecretsOf(userId: string, position: number, tx: Tx): Promise<number>
  /** What changed in (from, to], oldest change first; `from` 0: everything there is. */
  changesFor(range: { userId: string; from: number; to: number }): Promise<AccountDataChanges>
}

/** "m.fully_read" moves with read markers only; "m.push_rules" has an API of its own. */
const SERVER_TYPES = new Set(['m.fully_read', 'm.push_rules'])

/** Ties the operations to what they need. */
export function createAccountData(deps: AccountDataDeps): AccountData {
  const roomNid = (roomId: string) => getRoomNid(deps, roomId)
  return {
    ...createFilters(deps.db),
    ...createSealedEntries(deps),
    ...createTags({ ...deps, roomNid }),
    get: (userId, roomId, type) => getEntry(deps, { userId, roomId, type }),
    put: (userId, roomId, entry) => putEntry(deps, { userId, roomId }, entry),
    remove: (userId, roomId, type) => removeEntry(deps, { userId, roomId, type }),
    find: (userId, nid, type) => findAccountData(deps.db, { userId, roomNid: nid, type }),
    set: (userId, nid, { type, content }) => setEntry(deps, { userId, roomNid: nid, type }, content),
    async setFirst(userId, nid, { type, content }) {
      const key = { userId, roomNid: nid, type }
      await deps.changes.write([targetOf(key, content)], (position) => insertAccountData(deps.db, key, { content, position, deleted: false }))
    },
    listIgnoreLists: () => listIgnoreLists(deps.db),
    deleteSecretsOf: (userId, position, tx) => deleteSecretsOf(tx, userId, position),
    changesFor: (range) => changesFor(deps, range),
  }
}

/** Throws `M_FORBIDDEN` unless the path names the caller: account data is nobody else's business. */
export function assertOwn(userIdOfPath: string, userIdOfCaller: string): void {
  if (userIdOfPath === userIdOfCaller) return
  throw new MatrixError('M_FORBIDDEN', { message: 'Account data can be read and written by its owner only' })
}

async function getEntry(
  deps: AccountDataDeps,
  { userId, roomId, type }: { userId: string; roomId: string | undefined; type: string },
): Promise<string> {
  assertType(type)
  if (roomId === undefined) {
    const virtual = deps.virtual.find((each) => each.type === type)
    if (virtual !== undefined) return virtual.contentOf(userId)
  }
  const roomNid = roomId === undefined ? 0 : await getRoomNid(deps, roomId)
  const content = await findAccountData(deps.db, { userId, roomNid, type })
  if (content === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'Account data not found' })
  return content
}

async function putEntry(
  deps: AccountDataDeps,
  { userId, roomId }: { userId: string; roomId: string | undefined },
  { type, content }: AccountDataEntry,
): Promise<void> {
  assertWritable(type)
  const roomNid = roomId === undefined ? 0 : await getRoomNid(deps, roomId)
  await setEntry(deps, { userId, roomNid, type }, content)
}

async function removeEntry(
  deps: AccountDataDeps,
  { userId, roomId, type }: { userId: string; roomId: string | undefined; type: string },
): Promise<void> {
  assertWritable(type)
  const roomNid = roomId === undefined ? 0 : await getRoomNid(deps, roomId)
  const key = { userId, roomNid, type }
  if ((await findAccountData(deps.db, key)) === undefined) return
  await deps.changes.write([targetOf(key, '{}')], async (position) => {
    await updateAccountData(deps.db, key, { content: '{}', position, deleted: true })
    if (roomNid === 0) deps.stored?.(userId, { type, content: '{}' })
  })
}

function assertWritable(type: string): void {
  assertType(type)
  // "This type of account data is controlled by the server; it cannot be modified by clients." (v1.19)
  if (!SERVER_TYPES.has(type)) return
  throw new MatrixError('M_BAD_JSON', { status: 405, message: `Cannot set ${type} through this API` })
}

async function setEntry(deps: AccountDataDeps, key: AccountDataKey, content: string): Promise<void> {
  assertEntrySize(content)
  await deps.changes.write([targetOf(key, content)], async (position) => {
    await storeEntry(deps.db, key, { content, position })
    if (key.roomNid === 0) deps.stored?.(key.userId, { type: key.type, content })
  })
}

/** Who hears of an entry; whom somebody ignores, every process has in memory. */
function targetOf({ userId, roomNid, type }: AccountDataKey, content: string): ChangeTarget {
  const isList = roomNid === 0 && type === IGNORED_USERS
  return { kind: 'accountData', users: [userId], ...(isList ? { note: { what: 'ignored', userId, content } } : {}) }
}

async function storeEntry(db: Db, key: AccountDataKey, entry: { content: string; position: number }): Promise<void> {
  const value = { ...entry, deleted: false }
  if (await updateAccountData(db, key, value)) return
  assertRoomForEntry(await countAccountData(db, key.userId))
  await insertAccountData(db, key, value)
}

async function changesFor(
  deps: AccountDataDeps,
  range: { userId: string; from: number; to: number },
): Promise<AccountDataChanges> {
  const [rows, virtual] = await Promise.all([listAccountData(deps.db, range), changedVirtual(deps, range)])
  const result: AccountDataChanges = { global: virtual, rooms: new Map() }
  for (const { roomNid, type, content } of rows) {
    if (roomNid === 0) {
      result.global.push({ type, content })
      continue
    }
    const entries = result.rooms.get(roomNid)
    if (entries === undefined) result.rooms.set(roomNid, [{ type, content }])
    else entries.push({ type, content })
  }
  return result
}

async function changedVirtual(
  { virtual }: AccountDataDeps,
  { userId, from, to }: { userId: string; from: number; to: number },
): Promise<AccountDataEntry[]> {
  const entries: AccountDataEntry[] = []
  for (const each of virtual) {
    const position = from === 0 ? undefined : await each.changedPosition(userId)
    if (position !== undefined && (position <= from || position > to)) continue
    entries.push({ type: each.type, content: await each.contentOf(userId) })
  }
  return entries
}

async function getRoomNid({ rooms }: AccountDataDeps, roomId: string): Promise<number> {
  if (!isRoomId(roomId)) throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a room id' })
  const roomNid = await rooms.findRoomNid(roomId)
  if (roomNid === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The room is not known' })
  return roomNid
}

/** Types come from the path: bounded, and without the NUL that the database does not take. */
function assertType(type: string): void {
  if (type !== '' && Buffer.byteLength(type) <= 255 && !type.includes('\0')) return
  throw new MatrixError('M_INVALID_PARAM', { message: 'A type has 1 to 255 bytes' })
}
