// Pushers: where a user's notifications are sent. The calls to the gateways are made elsewhere.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import {
  countOtherPushers,
  deletePusher,
  deletePushersOf,
  deletePushersOfOthers,
  listPushers,
  upsertPusher,
} from './push-store.ts'
import type { ListedPusher, NewPusher, PusherKey } from './push-store.ts'

/** A pusher as it is set over the API. */
export interface PusherInput {
  pushkey: string
  kind: string | null
  app_id: string
  app_display_name?: string
  device_display_name?: string
  profile_tag?: string
  lang?: string
  data?: { url?: string; format?: string; endpoint?: string; auth?: string }
  append?: boolean
  /** Whether notifications go there; true where it is left out (MSC3881). */
  enabled?: boolean
}

/** A pusher as it is listed. */
export interface Pusher {
  pushkey: string
  kind: string
  app_id: string
  app_display_name: string
  device_display_name: string
  profile_tag?: string
  lang: string
  data: JsonObject
  'org.matrix.msc3881.enabled': boolean
  'org.matrix.msc3881.device_id': string
}

/** The operations on pushers. */
export interface Pushers {
  /** Within a transaction: removes every pusher of a user, and what waits for them. Gives back how many there were. */
  endPushersOf(userId: string, tx: Tx): Promise<number>
  listPushers(userId: string): Promise<Pusher[]>
  /** Makes or changes a pusher; kind `null` removes it. */
  setPusher(session: Session, input: PusherInput): Promise<void>
  /** Removes a pusher that its gateway no longer knows. */
  removePusher(key: PusherKey): Promise<void>
  /** Whether a gateway may be called. */
  isGatewayAllowed(url: string): boolean
  /** Called after commit with the user who has set a pusher. */
  onPusherSet(listener: (userId: string) => Promise<void>): void
}

/** What the operations need. */
export interface PushersDeps {
  db: Db
  clock: Clock
  settings: GatewaySettings
  browsers: BrowserGateway
}

/** The gateway for browsers that is built in. */
export interface BrowserGateway {
  isOwnGateway(url: string): boolean
  /** Throws `M_INVALID_PARAM` where a pusher of it names no browser. */
  assertSubscription(pushkey: string, data: JsonObject): void
}

/** Which gateways may be called. */
export interface GatewaySettings {
  /** Whether a gateway may be reached without TLS and under any path. */
  plainGateways: boolean
  /** Whether a gateway may be one that the operator has not named. */
  anyGateway: boolean
  /** The gateways that the operator has named: whole URLs, or hosts (a URL without a path). Empty: none is named. */
  gateways: readonly string[]
}

interface State extends PushersDeps {
  listeners: ((userId: string) => Promise<void>)[]
}

const MAX_PUSHERS = 100
const MAX_DATA_BYTES = 8192
const GATEWAY_PATH = '/_matrix/push/v1/notify'

/** Ties the operations to what they need. */
export function createPushers(deps: PushersDeps): Pushers {
  const state: State = { ...deps, listeners: [] }
  return {
    async listPushers(userId) {
      return (await listPushers(deps.db, userId)).map(toPusher)
    },
    setPusher: (session, input) => setPusher(state, session, input),
    removePusher: (key) => deletePusher(deps.db, key),
    endPushersOf: (userId, tx) => deletePushersOf(tx, userId),
    isGatewayAllowed: (url) => deps.browsers.isOwnGateway(url) || isGatewayAllowed(deps.settings, url),
    onPusherSet: (listener) => void state.listeners.push(listener),
  }
}

async function setPusher(deps: State, session: Session, input: PusherInput): Promise<void> {
  assertNoNul(input)
  const key = { userId: session.userId, appId: input.app_id, pushkey: input.pushkey }
  if (input.kind === null) {
    await deletePusher(deps.db, key)
    return
  }
  const row = rowOf(deps, session, { ...input, kind: input.kind })
  await deps.db.transaction().execute(async (tx) => {
    if (input.append !== true) await deletePushersOfOthers(tx, key)
    if ((await countOtherPushers(tx, key)) >= MAX_PUSHERS) {
      throw new MatrixError('M_TOO_LARGE', { message: `No more than ${MAX_PUSHERS} pushers` })
    }
    // Whoever switches a pusher does so from anywhere; whoever sets it without a word on that has it from now on.
    await upsertPusher(tx, row, { keepDevice: input.enabled !== undefined })
  })
  for (const listener of deps.listeners) await listener(session.userId)
}

function rowOf(deps: PushersDeps, session: Session, input: PusherInput & { kind: string }): NewPusher {
  const { app_display_name, device_display_name, lang, data } = input
  if (app_display_name === undefined || device_display_name === undefined || lang === undefined || data === undefined) {
    const missing = Object.entries({ app_display_name, device_display_name, lang, data })
    const names = missing.filter(([, value]) => value === undefined).map(([name]) => name)
    throw new MatrixError('M_MISSING_PARAM', { message: `Missing parameters: ${names.join(', ')}` })
  }
  if (input.kind !== 'http') {
    throw new MatrixError('M_INVALID_PARAM', { message: 'Pushers of this kind are not offered here' })
  }
  if (data.url === undefined) throw new MatrixError('M_MISSING_PARAM', { message: 'Missing parameters: data.url' })
  if (deps.browsers.isOwnGateway(data.url)) deps.browsers.assertSubscription(input.pushkey, data)
  else assertGateway(deps, data.url)
  const text = JSON.stringify(data)
  if (Buffer.byteLength(text) > MAX_DATA_BYTES) throw new MatrixError('M_TOO_LARGE', { message: 'The data is too large' })
  return {
    user_id: session.userId,
    app_id: input.app_id,
    pushkey: input.pushkey,
    device_nid: session.deviceNid,
    kind: input.kind,
    app_display_name,
    device_display_name,
    profile_tag: input.profile_tag ?? null,
    lang,
    data: text,
    created_at_ms: deps.clock.now(),
    enabled: input.enabled ?? true,
  }
}

/** "MUST be an HTTPS URL with a path of `/_matrix/push/v1/notify`." (v1.19) */
function assertGateway({ settings }: PushersDeps, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isProper = url?.protocol === 'https:' && url.pathname === GATEWAY_PATH
  const isPlain = settings.plainGateways && (url?.protocol === 'http:' || url?.protocol === 'https:')
  if (url === undefined || url.username !== '' || url.password !== '' || !(isProper || isPlain)) {
    throw new MatrixError('M_INVALID_PARAM', { message: `data.url is an https URL with the path ${GATEWAY_PATH}` })
  }
  if (isGatewayAllowed(settings, text)) return
  throw new MatrixError('M_INVALID_PARAM', { message: 'data.url: that push gateway is not one of this server (push.gateways)' })
}

/** A gateway that the operator has named, or any where they need not be named. */
function isGatewayAllowed({ anyGateway, gateways }: GatewaySettings, text: string): boolean {
  if (gateways.length === 0) return anyGateway
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return gateways.some((named) => {
    const { origin, pathname } = new URL(named)
    return origin === url.origin && (pathname === '/' || pathname === url.pathname)
  })
}

/** NUL is the one character that the database does not take. */
function assertNoNul(input: PusherInput): void {
  for (const value of Object.values(input)) {
    if (typeof value === 'string' && value.includes('\0')) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'A pusher has no NUL characters' })
    }
  }
}

function toPusher(row: ListedPusher): Pusher {
  const data = parseJson(row.data)
  return {
    pushkey: row.pushkey,
    kind: row.kind,
    app_id: row.app_id,
    app_display_name: row.app_display_name,
    device_display_name: row.device_display_name,
    ...(row.profile_tag === null ? {} : { profile_tag: row.profile_tag }),
    lang: row.lang,
    data: isJsonObject(data) ? data : {},
    'org.matrix.msc3881.enabled': row.enabled,
    'org.matrix.msc3881.device_id': row.device_id,
  }
}
