// Matrix identifiers: parsed once at the edge into branded types.
// https://spec.matrix.org/v1.19/appendices/#identifier-grammar
import { fitsUtf8 } from '../json/text.ts'

declare const brand: unique symbol

/** A text that was checked to be what its name says. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }

export type UserId = Branded<'UserId'>
export type RoomId = Branded<'RoomId'>
export type EventId = Branded<'EventId'>
export type RoomAlias = Branded<'RoomAlias'>
export type ServerName = Branded<'ServerName'>
export type DeviceId = Branded<'DeviceId'>

/** No identifier is longer, its sigil and domain included. */
export const MAX_ID_BYTES = 255

/** A user id or alias in its two parts. */
export interface IdParts {
  localpart: string
  serverName: ServerName
}

// server_name = hostname [ ":" port ]; an IPv4 literal is within the grammar of a DNS name.
const SERVER_NAME = /^(?:[0-9A-Za-z.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$/

/** Whether `text` is a server name: DNS name, IPv4 or bracketed IPv6 literal, with or without a port. */
export function isServerName(text: string): text is ServerName {
  return text.length <= MAX_ID_BYTES && SERVER_NAME.test(text)
}

/**
 * A user id in its parts, or undefined. Historical localparts count (any code point except `:` and NUL, and even the
 * empty one): servers must accept them from others. New accounts are held to `isValidLocalpart`.
 */
export function parseUserId(text: string): IdParts | undefined {
  return parseWithDomain('@', text)
}

/** Whether `text` is a user id, historical ones included. */
export function isUserId(text: string): text is UserId {
  return parseUserId(text) !== undefined
}

// user_id_char = DIGIT / a-z / "-" / "." / "=" / "_" / "/" / "+"
const NEW_LOCALPART = /^[a-z0-9._=/+-]+$/

/** Whether a new account may have this localpart. The length of the whole id is for `userIdOf`. */
export function isValidLocalpart(localpart: string): boolean {
  return NEW_LOCALPART.test(localpart)
}

/** The user id of a localpart on a server; undefined where they make none (too long, `:` or NUL in the localpart). */
export function userIdOf(localpart: string, serverName: string): UserId | undefined {
  const text = `@${localpart}:${serverName}`
  return isUserId(text) && parseUserId(text)?.localpart === localpart ? text : undefined
}

/** A room alias in its parts, or undefined. */
export function parseRoomAlias(text: string): IdParts | undefined {
  return parseWithDomain('#', text)
}

/** Whether `text` is a room alias. */
export function isRoomAlias(text: string): text is RoomAlias {
  return parseRoomAlias(text) !== undefined
}

const HASH_ROOM_ID = /^![A-Za-z0-9_-]{43}$/

/** Whether `text` is a room id: `!opaque:domain`, or from room version 12 on `!` and the create event's hash. */
export function isRoomId(text: string): text is RoomId {
  return isHashRoomId(text) || parseWithDomain('!', text) !== undefined
}

/** Whether `text` is a room id as room version 12 makes them: without a domain. */
export function isHashRoomId(text: string): text is RoomId {
  return HASH_ROOM_ID.test(text)
}

// 32 bytes in unpadded base64: the plain alphabet in room version 3, the URL-safe one from 4 on.
const HASH_EVENT_ID = /^\$(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})$/

/** Whether `text` is an event id in any of the three formats: `$opaque:domain`, `$base64`, `$base64url`. */
export function isEventId(text: string): text is EventId {
  return HASH_EVENT_ID.test(text) || parseWithDomain('$', text) !== undefined
}

/** Whether `text` may name a device: 1 to 255 bytes without control characters. Clients choose device ids freely. */
export function isDeviceId(text: string): text is DeviceId {
  return text !== '' && fitsUtf8(text, MAX_ID_BYTES) && text.isWellFormed() && !hasControlCharacter(text)
}

/** What stands behind the first colon of an identifier, unchecked; undefined where there is no colon. */
export function domainOf(id: string): string | undefined {
  const colon = id.indexOf(':')
  return colon < 0 ? undefined : id.slice(colon + 1)
}

function parseWithDomain(sigil: string, text: string): IdParts | undefined {
  if (!text.startsWith(sigil) || !fitsUtf8(text, MAX_ID_BYTES)) return undefined
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  const localpart = text.slice(1, colon)
  const serverName = text.slice(colon + 1)
  if (localpart.includes('\0') || !localpart.isWellFormed() || !isServerName(serverName)) return undefined
  return { localpart, serverName }
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 || unit === 0x7f) return true
  }
  return false
}
