// Pushers: where a user's notifications are sent. The calls to the gateways are made elsewhere.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import {
  countOtherPushers,
  deletePusher,
  deletePushersOfOthers,
  deletePushersOfUser,
  listPushers,
  upsertPusher,
} from './push-store.ts'
import type { PusherTable } from './push-tables.ts'

/** A pusher as it is set over the API. */
export interface PusherInput {
  pushkey: string
  kind: string | null
  app_id: string
  app_display_name?: string
  device_display_name?: string
  profile_tag?: string
  lang?: string
  data?: { url?: string; format?: string }
  append?: boolean
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
}

/** The operations on pushers. */
export interface Pushers {
  listPushers(userId: string): Promise<Pusher[]>
  /** Makes or changes a pusher; kind `null` removes it. */
  setPusher(session: Session, input: PusherInput): Promise<void>
  /** Removes a user's pushers, except those set by one device: the password was changed from there. */
  dropPushers(userId: string, exceptDeviceNid: number): Promise<void>
}

/** What the operations need. */
export interface PushersDeps {
  db: Db
  clock: Clock
  /** Whether a gateway may be reached without TLS and under any path. */
  plainGateways: boolean
}

const MAX_PUSHERS = 100
const MAX_DATA_BYTES = 8192
const GATEWAY_PATH = '/_matrix/push/v1/notify'

/** Ties the operations to what they need. */
export function createPushers(deps: PushersDeps): Pushers {
  return {
    async listPushers(userId) {
      return (await listPushers(deps.db, userId)).map(toPusher)
    },
    setPusher: (session, input) => setPusher(deps, session, input),
    dropPushers: (userId, exceptDeviceNid) => deletePushersOfUser(deps.db, userId, exceptDeviceNid),
  }
}

async function setPusher(deps: PushersDeps, session: Session, input: PusherInput): Promise<void> {
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
    await upsertPusher(tx, row)
  })
}

function rowOf(deps: PushersDeps, session: Session, input: PusherInput & { kind: string }): PusherTable {
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
  assertGateway(deps, data.url)
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
  }
}

/** "MUST be an HTTPS URL with a path of `/_matrix/push/v1/notify`." (v1.19) */
function assertGateway({ plainGateways }: PushersDeps, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isProper = url?.protocol === 'https:' && url.pathname === GATEWAY_PATH
  const isPlain = plainGateways && (url?.protocol === 'http:' || url?.protocol === 'https:')
  if (url !== undefined && url.username === '' && url.password === '' && (isProper || isPlain)) return
  throw new MatrixError('M_INVALID_PARAM', { message: `data.url is an https URL with the path ${GATEWAY_PATH}` })
}

/** NUL is the one character that the database does not take. */
function assertNoNul(input: PusherInput): void {
  for (const value of Object.values(input)) {
    if (typeof value === 'string' && value.includes('\0')) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'A pusher has no NUL characters' })
    }
  }
}

function toPusher(row: PusherTable): Pusher {
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
  }
}
