// The part of a filter that a sync obeys.
// https://spec.matrix.org/v1.19/client-server-api/#filtering
import { MatrixError } from '@chappe/contract'
import type { JsonObject, JsonValue } from '@chappe/core'
import { isJsonObject, JsonError, parseJson } from '@chappe/core'
import type { EventFormat } from './steps/event-format.ts'
import { fieldPath } from './steps/event-format.ts'

/** Which events of a section are wanted. */
export interface EventFilter {
  limit: number | undefined
  types: readonly string[] | undefined
  notTypes: readonly string[]
  senders: readonly string[] | undefined
  notSenders: readonly string[]
  containsUrl: boolean | undefined
}

/** A filter as the sync reads it. */
export interface SyncFilter {
  rooms: ReadonlySet<string> | undefined
  notRooms: ReadonlySet<string>
  includeLeave: boolean
  timeline: EventFilter
  state: EventFilter
  ephemeral: EventFilter
  roomAccountData: EventFilter
  accountData: EventFilter
  presence: EventFilter
  lazyLoadMembers: boolean
  includeRedundantMembers: boolean
  /** How events look, where the filter wants anything but the usual form. */
  format: EventFormat | undefined
  /** Counts of each thread on their own. */
  unreadThreads: boolean
}

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100
const MAX_LIST = 1000

const parsed = new Map<string, SyncFilter>()
const read = new WeakMap<object, SyncFilter>()
const MAX_PARSED = 1000

/** Reads a filter in JSON text; throws `M_BAD_JSON` for what is none. Nothing: no filter. */
export function parseSyncFilter(text: string | undefined): SyncFilter {
  const key = text === undefined || text === '' ? '{}' : text
  let filter = parsed.get(key)
  if (filter !== undefined) return filter
  filter = filterOf(objectOf(parse(key)))
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(key, filter)
  return filter
}

/** Reads a stored filter, which was checked when it was stored; read once for each object. */
export function readSyncFilter(stored: object): SyncFilter {
  let filter = read.get(stored)
  if (filter === undefined) {
    filter = filterOf(objectOf(parse(JSON.stringify(stored))))
    read.set(stored, filter)
  }
  return filter
}

function filterOf(filter: JsonObject): SyncFilter {
  const room = objectOf(filter['room'])
  const state = objectOf(room['state'])
  const timeline = objectOf(room['timeline'])
  const rooms = listOf(room['rooms'])
  return {
    rooms: rooms === undefined ? undefined : new Set(rooms),
    notRooms: new Set(listOf(room['not_rooms']) ?? []),
    includeLeave: room['include_leave'] === true,
    timeline: eventFilterOf(timeline),
    state: eventFilterOf(state),
    ephemeral: eventFilterOf(objectOf(room['ephemeral'])),
    roomAccountData: eventFilterOf(objectOf(room['account_data'])),
    accountData: eventFilterOf(objectOf(filter['account_data'])),
    presence: eventFilterOf(objectOf(filter['presence'])),
    lazyLoadMembers: state['lazy_load_members'] === true || timeline['lazy_load_members'] === true,
    includeRedundantMembers: state['include_redundant_members'] === true,
    format: formatOf(filter),
    unreadThreads: timeline['unread_thread_notifications'] === true,
  }
}

function formatOf(filter: JsonObject): EventFormat | undefined {
  const fields = listOf(filter['event_fields'])
  const federation = filter['event_format'] === 'federation'
  return fields === undefined && !federation ? undefined : { federation, fields: fields?.map(fieldPath) }
}

/** How many timeline events a room shows at most. */
export function timelineLimitOf(filter: SyncFilter): number {
  return Math.max(0, Math.min(MAX_LIMIT, filter.timeline.limit ?? DEFAULT_LIMIT))
}

/** Whether a filter lets everything pass, which spares looking at each event. */
export function passesAll(filter: EventFilter): boolean {
  return (
    filter.types === undefined &&
    filter.notTypes.length === 0 &&
    filter.senders === undefined &&
    filter.notSenders.length === 0 &&
    filter.containsUrl === undefined
  )
}

/** Whether an event is wanted. */
export function passes(filter: EventFilter, event: { type: string; sender: string; json?: string }): boolean {
  if (filter.types !== undefined && !filter.types.some((pattern) => matchesType(pattern, event.type))) return false
  if (filter.notTypes.some((pattern) => matchesType(pattern, event.type))) return false
  if (filter.senders !== undefined && !filter.senders.includes(event.sender)) return false
  if (filter.notSenders.includes(event.sender)) return false
  if (filter.containsUrl === undefined || event.json === undefined) return true
  return hasUrl(event.json) === filter.containsUrl
}

/** `*` stands for any characters; type filters have it at their end in practice. */
function matchesType(pattern: string, type: string): boolean {
  if (!pattern.includes('*')) return pattern === type
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (!type.startsWith(first) || type.length < first.length + last.length || !type.endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = type.indexOf(part, at)
    if (found === -1 || found + part.length > type.length - last.length) return false
    at = found + part.length
  }
  return true
}

function hasUrl(json: string): boolean {
  const pdu = parseJson(json)
  const content = isJsonObject(pdu) ? pdu['content'] : undefined
  return isJsonObject(content) && typeof content['url'] === 'string'
}

function parse(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new MatrixError('M_BAD_JSON', { message: `filter: ${error.message}` })
    throw error
  }
}

function eventFilterOf(value: JsonObject): EventFilter {
  const limit = value['limit']
  const containsUrl = value['contains_url']
  return {
    limit: typeof limit === 'number' && Number.isInteger(limit) ? limit : undefined,
    types: listOf(value['types']),
    notTypes: listOf(value['not_types']) ?? [],
    senders: listOf(value['senders']),
    notSenders: listOf(value['not_senders']) ?? [],
    containsUrl: typeof containsUrl === 'boolean' ? containsUrl : undefined,
  }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw new MatrixError('M_BAD_JSON', { message: 'filter: an object was expected' })
  return value
}

function listOf(value: JsonValue | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > MAX_LIST) {
    throw new MatrixError('M_BAD_JSON', { message: 'filter: a list was expected' })
  }
  return value.filter((each) => typeof each === 'string')
}
