// Where a link in a message leads: to somebody, to a room or a message within the messenger, or out of it.
import { paths } from '../paths.ts'

/** Where a link leads. */
export type LinkTarget = { kind: 'person'; userId: string } | { kind: 'room'; path: string; id: string } | { kind: 'outside'; href: string }

const HREF_CHARS = 4096
const OUTSIDE = new Set(['http:', 'https:', 'ftp:', 'mailto:', 'magnet:'])
const KINDS: ReadonlyMap<string, string> = new Map([
  ['u', '@'],
  ['r', '#'],
  ['roomid', '!'],
])

/** Reads a link; undefined for what is no link that anybody should follow. `origin` is this messenger's own. */
export function linkTarget(href: string, origin: string): LinkTarget | undefined {
  if (href.length > HREF_CHARS) return undefined
  const url = URL.parse(href)
  if (url === null) return undefined
  if (url.protocol === 'matrix:') return ofMatrixUri(url)
  if (url.protocol === 'https:' && url.hostname === 'matrix.to' && url.hash.startsWith('#/')) return ofParts(url.hash.slice(2).split('?')[0]?.split('/') ?? []) ?? { kind: 'outside', href: url.href }
  if (url.origin === origin && url.pathname.startsWith('/rooms/')) return ofParts(url.pathname.slice('/rooms/'.length).split('/'))
  return OUTSIDE.has(url.protocol) ? { kind: 'outside', href: url.href } : undefined
}

function ofParts(parts: readonly string[]): LinkTarget | undefined {
  const [id = '', eventId] = parts.map(decode)
  if (id.startsWith('@') && id.includes(':')) return { kind: 'person', userId: id }
  if (!/^[!#]./.test(id)) return undefined
  return { kind: 'room', id, path: paths.room(id, eventId?.startsWith('$') === true ? eventId : undefined) }
}

/** https://spec.matrix.org/v1.12/appendices/#matrix-uri-scheme */
function ofMatrixUri({ pathname }: URL): LinkTarget | undefined {
  const [kind = '', id = '', eventKind, eventId] = pathname.split('/')
  const sign = KINDS.get(kind)
  if (sign === undefined || id === '') return undefined
  return ofParts(eventKind === 'e' && eventId !== undefined ? [`${sign}${id}`, `$${eventId}`] : [`${sign}${id}`])
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
