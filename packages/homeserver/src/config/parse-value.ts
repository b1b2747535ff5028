// One parser per kind of value: text (or what YAML makes of it) in, value out, or nothing where it does not fit.
// What was expected stands in the table of keys, so that a parser need not word its own refusals.
import { isIP } from 'node:net'

import { parseAddress } from '@chappe/policy'

import type { ListenAddress } from './types.ts'

/** What a file, a variable or a flag can hold. */
export type RawValue = string | number | boolean | null | readonly RawValue[]

/** Answers the parsed value, or undefined where the text does not fit. */
export type ValueParser<T> = (raw: RawValue) => T | undefined

const TEXT_LENGTH_MAX = 4096

/** Text that is not empty and holds no control character. */
export const parseText: ValueParser<string> = (raw) => {
  if (typeof raw !== 'string' || raw.length === 0 || raw.length > TEXT_LENGTH_MAX) return undefined
  return Array.from(raw).some((character) => character < ' ' || character === '\u007f') ? undefined : raw
}

/** 32 bytes in unpadded base64. */
export const parseEd25519Key: ValueParser<string> = (raw) =>
  typeof raw === 'string' && /^[A-Za-z0-9+/_-]{43}$/.test(raw) ? raw : undefined

/** One of a few words. */
export function parseOneOf<const T extends string>(words: readonly T[]): ValueParser<T> {
  return (raw) => words.find((word) => word === raw)
}

/** `on` or `off`, and YAML's true and false. */
export const parseSwitch: ValueParser<boolean> = (raw) => {
  if (raw === 'on' || raw === 'true' || raw === true) return true
  if (raw === 'off' || raw === 'false' || raw === false) return false
  return undefined
}

/** `host:port`, `[v6 address]:port` or `unix:/path`. */
export const parseListen: ValueParser<ListenAddress> = (raw) => {
  const text = parseText(raw)
  if (text === undefined) return undefined
  // The kernel keeps 108 bytes for the path of a socket, the last one for its end.
  if (text.startsWith('unix:/')) return Buffer.byteLength(text) - 5 <= 107 ? { socketPath: text.slice(5) } : undefined
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (match === null || port > 65535) return undefined
  if (match[1] !== undefined && isIP(match[1]) !== 6) return undefined
  return { host: match[1] ?? match[2] ?? '', port }
}

/** The `server_name` grammar of the specification (appendices, 4.1), at most 230 characters. */
export const parseServerName: ValueParser<string> = (raw) => {
  const text = parseText(raw)
  if (text === undefined || text.length > 230) return undefined
  const match = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|[A-Za-z0-9.-]{1,255})(?::[0-9]{1,5})?$/.exec(text)
  if (match === null) return undefined
  return match[1] !== undefined && isIP(match[1]) !== 6 ? undefined : text
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** https URL, or http on this machine; without user, query or fragment. Answers it without a slash at the end. */
export const parsePublicUrl: ValueParser<string> = (raw) => {
  const url = parseUrl(raw)
  if (url === undefined || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
  return isAllowed ? url.href.replace(/\/+$/, '') : undefined
}

/** A URL with one of the schemes given; answers it as it was written. */
export function parseUrlWith(schemes: readonly string[]): ValueParser<string> {
  return (raw) => {
    const url = parseUrl(raw)
    return url !== undefined && schemes.includes(url.protocol) ? parseText(raw) : undefined
  }
}

function parseUrl(raw: RawValue): URL | undefined {
  const text = parseText(raw)
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined
}

/** A list of files (or, from a variable or flag, text with commas). */
export const parseFileList: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  const files = items?.map((item) => parseText(item))
  if (files === undefined || files.length > 256) return undefined
  return files.every((file) => file !== undefined) ? Object.freeze(files) : undefined
}

/** A list (or, from a variable or flag, text with commas) of CIDR blocks; a bare address is a block of one. */
export const parseCidrList: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  if (items === undefined || items.length > 256) return undefined
  const blocks: string[] = []
  for (const item of items) {
    const block = parseCidr(item)
    if (block === undefined) return undefined
    blocks.push(block)
  }
  return Object.freeze(blocks)
}

/** A list (or text with commas) of http:// or https:// URLs without user, query or fragment. */
export const parseUrlList: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  if (items === undefined || items.length > 256) return undefined
  const urls = items.map(parseUrl).filter((url) => url !== undefined)
  const isPlain = (url: URL): boolean => /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === ''
  return urls.length === items.length && urls.every(isPlain) ? Object.freeze(urls.map((url) => url.href)) : undefined
}

/** A list (or text with commas) of host names, `*.` and a domain, or http:// or https:// origins. */
export const parseHostList: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  if (items === undefined || items.length > 256) return undefined
  const hosts = items.map((item) => (typeof item === 'string' ? parseHostOrOrigin(item.toLowerCase()) : undefined)).filter((host) => host !== undefined)
  return hosts.length === items.length ? Object.freeze(hosts) : undefined
}

/** A list (or text with commas) of at most eight names of LDAP attributes (RFC 4512, 2.5). */
export const parseAttributeList: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  const names = items?.filter((item) => typeof item === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(item)).map(String)
  return names !== undefined && names.length === items?.length && names.length <= 8 ? Object.freeze(names) : undefined
}

/** `any`, or a list (or text with commas) of host names, `*.` and a domain among them. */
export const parseClients: ValueParser<'any' | readonly string[]> = (raw) => {
  if (raw === 'any') return raw
  const hosts = parseHostList(raw)
  return hosts?.every((host) => !host.includes('/')) === true ? hosts : undefined
}

function parseHostOrOrigin(text: string): string | undefined {
  if (/^(?:\*\.)?(?:[a-z0-9-]{1,63}\.){1,20}[a-z][a-z0-9-]{0,62}$/.test(text)) return text
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined
  const { origin, href } = new URL(text)
  return href === `${origin}/` ? origin : undefined
}

/** A list (or text with commas) of TURN URIs, without credentials (RFC 7065). */
export const parseTurnUris: ValueParser<readonly string[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  if (items === undefined || items.length > 64) return undefined
  const uris = items.filter((item) => typeof item === 'string' && /^turns?:[\w.\-[\]:]{1,255}(?:\?transport=(?:udp|tcp))?$/.test(item))
  return uris.length === items.length ? Object.freeze(uris.map(String)) : undefined
}

/** A whole number of seconds from a minute to a week. */
export const parseSeconds: ValueParser<number> = (raw) => {
  const text = typeof raw === 'number' ? String(raw) : raw
  const seconds = typeof text === 'string' && /^[0-9]{1,6}$/.test(text) ? Number(text) : 0
  return seconds >= 60 && seconds <= 604_800 ? seconds : undefined
}

function splitList(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '')
}

function parseCidr(raw: RawValue): string | undefined {
  if (typeof raw !== 'string') return undefined
  const match = /^([0-9a-fA-F:.]+)(?:\/([0-9]{1,3}))?$/.exec(raw)
  const address = match?.[1] ?? ''
  const family = isIP(address)
  if (match === null || family === 0) return undefined
  const bitsMax = family === 4 ? 32 : 128
  const bits = match[2] === undefined ? bitsMax : Number(match[2])
  return bits <= bitsMax ? `${address}/${bits}` : undefined
}

const UNIT_BYTES: ReadonlyMap<string, number> = new Map([['', 1], ['KiB', 1024], ['MiB', 1024 ** 2], ['GiB', 1024 ** 3]])

/** A whole number of hours, up to thirty days. */
export const parseHours: ValueParser<number> = (raw) => {
  const text = typeof raw === 'number' ? String(raw) : raw
  return typeof text === 'string' && /^[0-9]{1,3}$/.test(text) && Number(text) <= 720 ? Number(text) : undefined
}

/** A whole number from 1 to a million. */
export const parseCount: ValueParser<number> = (raw) => {
  const text = typeof raw === 'number' ? String(raw) : raw
  return typeof text === 'string' && /^[1-9][0-9]{0,6}$/.test(text) && Number(text) <= 1_000_000 ? Number(text) : undefined
}

/** A whole number of months, to five years. */
export const parseMonths: ValueParser<number> = (raw) => {
  const text = typeof raw === 'number' ? String(raw) : raw
  return typeof text === 'string' && /^[0-9]{1,2}$/.test(text) && Number(text) <= 60 ? Number(text) : undefined
}

/** Months for which the ledger keeps rows. */
export const parseLedgerMonths: ValueParser<number> = (raw) => {
  const months = parseMonths(raw)
  return months !== undefined && months >= 6 && months <= 36 ? months : undefined
}

/** A list of witnesses, each as its URL and its key. */
export const parseWitnessList: ValueParser<readonly { url: string; key: string }[]> = (raw) => {
  const items: readonly RawValue[] | undefined = Array.isArray(raw) ? raw : typeof raw === 'string' ? splitList(raw) : undefined
  const witnesses = items?.map((item) => {
    const [, url = '', key = ''] = typeof item === 'string' ? (/^(\S+)\s+(\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44})$/.exec(item.trim()) ?? []) : []
    return ['http:', 'https:'].includes(parseUrl(url)?.protocol ?? '') ? { url: url.replace(/\/+$/, ''), key } : undefined
  })
  return witnesses?.every((witness) => witness !== undefined) === true ? Object.freeze(witnesses) : undefined
}

/** An e-mail address, in the one spelling that the policy takes. */
export const parseMailAddress: ValueParser<string> = (raw) => (typeof raw === 'string' ? parseAddress(raw)?.address : undefined)

/** A whole number of bytes from 1 to 1 TiB, as a number or as text with KiB, MiB or GiB. */
export const parseBytes: ValueParser<number> = (raw) => {
  const match = /^([0-9]{1,13}) ?(|KiB|MiB|GiB)$/.exec(typeof raw === 'number' ? String(raw) : typeof raw === 'string' ? raw : 'no')
  const unit = UNIT_BYTES.get(match?.[2] ?? 'no')
  if (match === null || unit === undefined) return undefined
  const bytes = Number(match[1]) * unit
  return bytes >= 1 && bytes <= 1024 ** 4 ? bytes : undefined
}
