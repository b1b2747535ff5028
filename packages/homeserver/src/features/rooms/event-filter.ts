// Filters on a room's events, as /messages and /context take them.
// https://spec.matrix.org/v1.19/client-server-api/#filtering
import { MatrixError } from '@chappe/contract'
import { isJsonObject, JsonError, parseJson } from '@chappe/core'
import type { JsonValue } from '@chappe/core'
import { parsePdu } from '../../engine/row-mapping.ts'

/** What a filter looks at. */
export interface FilteredEvent {
  type: string
  sender: string
  json: string
}

/** A filter made ready. */
export interface EventFilter {
  lazyLoadMembers: boolean
  /** Whether anything of a room passes at all. */
  allowsRoom(roomId: string): boolean
  matches: (event: FilteredEvent) => boolean
}

const MAX_ENTRIES = 1000
const MAX_FILTER_LENGTH = 65_536

/** Lets everything pass. */
export const NO_FILTER: EventFilter = { lazyLoadMembers: false, allowsRoom: () => true, matches: () => true }

/** The filter of a query parameter; throws `M_INVALID_PARAM` where it is none. */
export function parseEventFilter(text: string | undefined): EventFilter {
  if (text === undefined || text === '') return NO_FILTER
  const value = text.length > MAX_FILTER_LENGTH ? undefined : jsonOf(text)
  if (!isJsonObject(value)) throw invalid('filter: not a JSON object')
  const list = (key: string): string[] | undefined => stringsOf(key, value[key])
  const [types, notTypes] = [list('types')?.map(globOf), list('not_types')?.map(globOf)]
  const [senders, notSenders] = [setOf(list('senders')), setOf(list('not_senders'))]
  const [rooms, notRooms] = [setOf(list('rooms')), setOf(list('not_rooms'))]
  const containsUrl = value['contains_url']
  return {
    lazyLoadMembers: value['lazy_load_members'] === true,
    allowsRoom: (roomId) => rooms?.has(roomId) !== false && notRooms?.has(roomId) !== true,
    matches: (event) =>
      types?.some((glob) => glob(event.type)) !== false &&
      notTypes?.some((glob) => glob(event.type)) !== true &&
      senders?.has(event.sender) !== false &&
      notSenders?.has(event.sender) !== true &&
      (typeof containsUrl !== 'boolean' || hasUrl(event) === containsUrl),
  }
}

function hasUrl(event: FilteredEvent): boolean {
  return typeof parsePdu(event.json).content['url'] === 'string'
}

function jsonOf(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw invalid('filter: not JSON')
    throw error
  }
}

function stringsOf(key: string, value: JsonValue | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) throw invalid(`filter/${key}: not a list that is short enough`)
  return value.map((each) => {
    if (typeof each !== 'string') throw invalid(`filter/${key}: not a list of strings`)
    return each
  })
}

function setOf(list: string[] | undefined): ReadonlySet<string> | undefined {
  return list === undefined ? undefined : new Set(list)
}

/** "A `*` can be used as a wildcard to match any sequence of characters." */
function globOf(pattern: string): (type: string) => boolean {
  const parts = pattern.split('*')
  const first = parts.shift() ?? ''
  const last = parts.pop()
  if (last === undefined) return (type) => type === first
  return (type) => {
    if (type.length < first.length + last.length || !type.startsWith(first) || !type.endsWith(last)) return false
    let at = first.length
    for (const part of parts) {
      const found = type.indexOf(part, at)
      if (found === -1 || found + part.length > type.length - last.length) return false
      at = found + part.length
    }
    return true
  }
}

function invalid(message: string): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message })
}
