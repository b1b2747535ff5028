// Registration files of application services.
// https://spec.matrix.org/v1.19/application-service-api/#registration
import { readFileSync } from 'node:fs'
import { userIdOf } from '@chappe/core'
import { parse } from 'yaml'

/** One namespace: names that match belong to the application service, and to nobody else where it is exclusive. */
export interface Namespace {
  exclusive: boolean
  matches(name: string): boolean
}

/** An application service as its operator has registered it. */
export interface Registration {
  id: string
  /** Without a slash at the end; undefined: nothing is sent to it. */
  url: string | undefined
  asToken: string
  hsToken: string
  /** The user it acts as unless it names another. */
  senderId: string
  users: readonly Namespace[]
  aliases: readonly Namespace[]
  rooms: readonly Namespace[]
  isRateLimited: boolean
  protocols: readonly string[]
  receivesEphemeral: boolean
  /** Device lists and counts of one-time keys of its users come with the transactions (MSC3202). */
  receivesDevices: boolean
}

const FILE_BYTES_MAX = 256 * 1024
const MAX_NAMESPACES = 1000
const MAX_REGEX_LENGTH = 1000

/** Reads the files; throws with the file and the member that is wrong, and never with a token. */
export function readRegistrations(files: readonly string[], serverName: string): Registration[] {
  const found = files.map((file) => {
    try {
      const text = readFileSync(file, 'utf8')
      if (Buffer.byteLength(text) > FILE_BYTES_MAX) throw new RegistrationError('is too large')
      return parseRegistration(parse(text, { prettyErrors: false }), serverName)
    } catch (error) {
      const reason = error instanceof RegistrationError ? error.message : 'cannot be read as YAML'
      throw new Error(`appservices: ${file}: ${reason}`, { cause: error })
    }
  })
  for (const key of ['id', 'asToken', 'senderId'] as const) {
    if (new Set(found.map((each) => each[key])).size < found.length) throw new Error(`appservices: two files have the same ${key}`)
  }
  return found
}

class RegistrationError extends Error {}

/** Checks one registration. */
export function parseRegistration(value: unknown, serverName: string): Registration {
  const file = objectOf(value, 'the file')
  const namespaces = objectOf(file['namespaces'] ?? {}, 'namespaces')
  const url = file['url'] ?? undefined
  const sender = userIdOf(textOf(file, 'sender_localpart'), serverName)
  if (sender === undefined) throw new RegistrationError('sender_localpart: not a localpart')
  if (url !== undefined && (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url))) throw new RegistrationError('url: not a http:// or https:// URL')
  return {
    id: textOf(file, 'id'),
    url: typeof url === 'string' ? url.replace(/\/+$/, '') : undefined,
    asToken: textOf(file, 'as_token'),
    hsToken: textOf(file, 'hs_token'),
    senderId: sender,
    users: namespacesOf(namespaces, 'users'),
    aliases: namespacesOf(namespaces, 'aliases'),
    rooms: namespacesOf(namespaces, 'rooms'),
    isRateLimited: file['rate_limited'] !== false,
    protocols: listOf(file['protocols'] ?? [], 'protocols').filter((each) => typeof each === 'string'),
    receivesEphemeral: [file['receive_ephemeral'], file['de.sorunome.msc2409.push_ephemeral'], file['push_ephemeral']].includes(true),
    receivesDevices: [file['org.matrix.msc3202'], file['msc3202']].includes(true),
  }
}

function namespacesOf(namespaces: Record<string, unknown>, key: string): Namespace[] {
  return listOf(namespaces[key] ?? [], `namespaces/${key}`).map((each) => {
    const entry = objectOf(each, `namespaces/${key}`)
    const regex = textOf(entry, 'regex')
    if (regex.length > MAX_REGEX_LENGTH) throw new RegistrationError(`namespaces/${key}: too long`)
    const pattern = regexOf(regex, key)
    return { exclusive: entry['exclusive'] === true, matches: (name) => pattern.test(name) }
  })
}

function regexOf(text: string, key: string): RegExp {
  try {
    // The whole name has to match: `@irc_.*` is no claim to `@alice_irc_fan`.
    return new RegExp(`^(?:${text})$`)
  } catch {
    throw new RegistrationError(`namespaces/${key}: not a regular expression`)
  }
}

function objectOf(value: unknown, key: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new RegistrationError(`${key}: expected keys and values`)
}

function listOf(value: unknown, key: string): unknown[] {
  if (Array.isArray(value) && value.length <= MAX_NAMESPACES) return value
  throw new RegistrationError(`${key}: expected a list`)
}

function textOf(value: Record<string, unknown>, key: string): string {
  const text = value[key]
  if (typeof text === 'string' && text !== '' && text.length <= 1000) return text
  throw new RegistrationError(`${key}: expected text`)
}
