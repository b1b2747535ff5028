// What a profile may hold. https://spec.matrix.org/v1.19/client-server-api/#profiles
import { MatrixError } from '@chappe/contract'
import type { JsonObject, JsonValue } from '@chappe/core'
import { AVAILABILITY_FIELD, availabilityFault, isJsonObject, parseJson } from '@chappe/core'
import type { ProfileRow } from './profiles-store.ts'

/** A profile as clients see it: `displayname`, `avatar_url` and any further fields. */
export type Profile = JsonObject

/** What somebody says of themselves at present, and when they are to be reached: docs/api/availability.md */
const STATUS_FIELD = 'org.chappe.status'
/** The fields that are not shown to everybody. */
export const NEAR_FIELDS: readonly string[] = [STATUS_FIELD, AVAILABILITY_FIELD]

const MAX_STATUS_LENGTH = 200
const MAX_KEY_BYTES = 255
/** "the total profile MUST be under 64 KiB" (v1.19) */
const MAX_PROFILE_BYTES = 65_535
const MAX_DISPLAYNAME_LENGTH = 256
const MAX_AVATAR_URL_LENGTH = 1000

/** `m.tz` and custom fields: the Common Namespaced Identifier Grammar, with at least one dot. */
const NAMESPACED = /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+$/
const MXC = /^mxc:\/\/[0-9A-Za-z.:[\]-]{1,255}\/[A-Za-z0-9_-]{1,255}$/

/** Throws unless `key` may name a field of a profile. */
export function assertKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new MatrixError('M_KEY_TOO_LARGE')
  if (key === 'displayname' || key === 'avatar_url' || NAMESPACED.test(key)) return
  throw new MatrixError('M_INVALID_PARAM', { message: 'That cannot be the name of a profile field' })
}

/** Reads the value of a field from a body: `{ [key]: value }`. Throws where it is missing or not what the field holds. */
export function parseField(key: string, body: object): JsonValue {
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1]
  if (value === undefined) throw new MatrixError('M_MISSING_PARAM', { message: `The body needs the member ${key}` })
  if (key === 'displayname') return parseText(key, value, MAX_DISPLAYNAME_LENGTH)
  if (key === 'avatar_url') return parseAvatarUrl(value)
  if (key === 'm.tz') return parseText(key, value, 255)
  const parsed = isJsonValue(value) ? value : null
  const fault = key === AVAILABILITY_FIELD ? availabilityFault(parsed) : key === STATUS_FIELD ? statusFault(parsed) : undefined
  if (fault !== undefined) throw new MatrixError('M_INVALID_PARAM', { message: `${key}: ${fault}` })
  return parsed
}

function statusFault(status: JsonValue): string | undefined {
  if (!isJsonObject(status)) return 'it is an object'
  const { text, until_ts: untilMs } = status
  if (typeof text !== 'string' || text.length > MAX_STATUS_LENGTH) return `text has at most ${MAX_STATUS_LENGTH} characters`
  return untilMs === undefined || (Number.isSafeInteger(untilMs) && Number(untilMs) >= 0) ? undefined : 'until_ts is a moment'
}

/** The profile with a field set; an empty name or picture is none, as clients without DELETE send it. */
export function withField(profile: Profile, key: string, value: JsonValue): Profile {
  const isRemoval = (key === 'displayname' || key === 'avatar_url') && value === ''
  if (isRemoval) return withoutField(profile, key)
  const changed = { ...profile, [key]: value }
  if (Buffer.byteLength(JSON.stringify(changed)) > MAX_PROFILE_BYTES) throw new MatrixError('M_PROFILE_TOO_LARGE')
  return changed
}

/** The profile without a field. */
export function withoutField(profile: Profile, key: string): Profile {
  return Object.fromEntries(Object.entries(profile).filter(([name]) => name !== key))
}

/** From a row to a profile. */
export function profileFromRow(row: ProfileRow): Profile {
  const fields = parseJson(row.fields)
  return {
    ...(row.displayname === null ? {} : { displayname: row.displayname }),
    ...(row.avatarUrl === null ? {} : { avatar_url: row.avatarUrl }),
    ...(isJsonObject(fields) ? fields : {}),
  }
}

/** From a profile to a row. */
export function profileToRow(profile: Profile): ProfileRow {
  const { displayname, avatar_url, ...fields } = profile
  return {
    displayname: typeof displayname === 'string' ? displayname : null,
    avatarUrl: typeof avatar_url === 'string' ? avatar_url : null,
    fields: JSON.stringify(fields),
  }
}

function parseText(key: string, value: unknown, maxLength: number): string {
  // NUL is the one character that the database does not take.
  if (typeof value === 'string' && value.length <= maxLength && !value.includes('\0')) return value
  throw new MatrixError('M_INVALID_PARAM', { message: `${key} is a string of at most ${maxLength} characters` })
}

function parseAvatarUrl(value: unknown): string {
  const text = parseText('avatar_url', value, MAX_AVATAR_URL_LENGTH)
  // "For `avatar_url`, the value MUST be an MXC URI string." (v1.19)
  if (text === '' || MXC.test(text)) return text
  throw new MatrixError('M_INVALID_PARAM', { message: 'avatar_url is an mxc:// URI' })
}

/** The body came through the JSON parser: whatever it holds is JSON. */
function isJsonValue(value: unknown): value is JsonValue {
  return value !== undefined
}
