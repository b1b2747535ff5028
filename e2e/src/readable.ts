// Everything that somebody can read with a token, as requests: from the contract, so that what is added to it is in.
import type { AnyEndpoint } from '@chappe/contract'
import { allEndpoints } from '@chappe/contract'

/** A request that shows something, or says that there is nothing. */
export interface ReadRequest {
  operation: string
  method: string
  path: string
  body?: unknown
}

/** The things that there are to read. */
export interface ThingsToRead {
  roomId: string
  eventId: string
  userId: string
  mediaId: string
}

/** What is held, or sends as much as a session can take, is asked for by sessions of its own. */
const BY_THEMSELVES: ReadonlySet<string> = new Set(['sync', 'simplifiedSlidingSync', 'slidingSync', 'getEvents'])
/** Large files are downloaded by sessions of their own; a thumbnail of one takes a processor, and shows nothing more. */
const LARGE: ReadonlySet<string> = new Set(['getContentAuthed', 'getContentOverrideNameAuthed', 'getContentThumbnailAuthed'])
/** Shows something of others, but changes something first. */
const ACTING: ReadonlySet<string> = new Set(['copyContent', 'adminPutUser', 'claimKeys'])

const queries: Readonly<Record<string, string>> = {
  getEventByTimestamp: 'ts=0&dir=f',
  getRoomEvents: 'dir=b&limit=30',
  getKeysChanges: 'from=s1.0.0&to=s1.0.0',
  getUrlPreviewAuthed: 'url=https://example.org/',
  getMutualRooms: 'user_id=@ada:localhost',
}

function bodyOf({ operation }: AnyEndpoint, { userId }: ThingsToRead): unknown {
  if (operation === 'queryKeys') return { device_keys: { [userId]: [] } }
  if (operation === 'search') return { search_categories: { room_events: { search_term: 'still' } } }
  if (operation === 'searchUserDirectory') return { search_term: 'ada' }
  return {}
}

/** Lists them: every endpoint that takes a token and reads, but those that only people with a role may call. */
export function everythingReadable(things: ThingsToRead): ReadRequest[] {
  const params: Readonly<Record<string, string>> = {
    ...things,
    roomIdOrAlias: things.roomId,
    serverName: 'localhost',
    eventType: 'm.room.member',
    stateKey: things.userId,
    keyName: 'displayname',
    type: 'm.direct',
    kind: 'override',
    ruleId: '.m.rule.master',
    relType: 'm.thread',
    version: '1',
  }
  return allEndpoints.filter(isReadable).map((endpoint) => {
    const { operation, method, path } = endpoint
    const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(params[name] ?? 'made-up'))
    const query = queries[operation]
    return { operation, method, path: query === undefined ? filled : `${filled}?${query}`, ...(method === 'GET' ? {} : { body: bodyOf(endpoint, things) }) }
  })
}

function isReadable({ operation, method, auth, roles, reveals, path }: AnyEndpoint): boolean {
  if (auth === 'none' || roles !== undefined || path.startsWith('/_synapse/')) return false
  if (BY_THEMSELVES.has(operation) || LARGE.has(operation) || ACTING.has(operation)) return false
  return method === 'GET' || reveals.length > 0
}
