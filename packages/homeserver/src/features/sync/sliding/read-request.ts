// From the two shapes of the body to the one request that both mean.
import type { BodyOf, QueryOf, simplifiedSlidingSync, slidingSync } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { StateRule } from './required-state.ts'
import { requiredStateOf } from './required-state.ts'
import type { ListFilters, RoomConfig, RoomExtension, SlidingExtensions, SlidingList, SlidingRequest } from './sliding-request.ts'

type MergedBody = BodyOf<typeof slidingSync>
type SimplifiedBody = BodyOf<typeof simplifiedSlidingSync>
type Query = QueryOf<typeof simplifiedSlidingSync>

const MAX_LISTS = 100
const MAX_SUBSCRIPTIONS = 100
const MAX_TIMELINE = 100
const MAX_TO_DEVICE = 100
/** Patterns of state in the whole request; a client has a few dozen. */
const MAX_PATTERNS = 4000
const PRESENCES: ReadonlySet<string> = new Set(['online', 'offline', 'unavailable'])

/** A request in the dialect that was merged. Throws `M_INVALID_PARAM` for what is beyond a bound. */
export function readMerged(body: MergedBody): SlidingRequest {
  assertBounds(body, body.set_presence)
  const lists = Object.entries(body.lists ?? {}).map(([name, list]): SlidingList => {
    const [low, high] = list.range ?? []
    return {
      name,
      ranges: low === undefined || high === undefined ? undefined : [[low, high]],
      filters: filtersOf({ ...list.filters, is_invite: list.filters?.is_invited }),
      config: mergedConfig(list),
    }
  })
  const subscriptions = mapOf(body.room_subscriptions, mergedConfig)
  return {
    dialect: 'merged',
    connId: body.conn_id ?? '',
    txnId: undefined,
    pos: body.pos,
    timeoutMs: body.timeout ?? 0,
    lists,
    subscriptions,
    extensions: extensionsOf(body.extensions),
    configText: JSON.stringify([body.lists, body.room_subscriptions]),
  }
}

/** A request in the dialect that clients speak today. Throws `M_INVALID_PARAM` for what is beyond a bound. */
export function readSimplified(query: Query, body: SimplifiedBody, userId: string): SlidingRequest {
  assertBounds(body, query.set_presence)
  const config = (each: SimplifiedConfig): RoomConfig => simplifiedConfig(each, userId)
  const lists = Object.entries(body.lists ?? {}).map(([name, list]): SlidingList => ({
    name,
    ranges: rangesOf(list.ranges),
    filters: filtersOf(list.filters ?? {}),
    config: config(list),
  }))
  const subscriptions = mapOf(body.room_subscriptions, config)
  return {
    dialect: 'simplified',
    connId: body.conn_id ?? '',
    txnId: body.txn_id ?? undefined,
    pos: query.pos === '' ? undefined : query.pos,
    timeoutMs: query.timeout ?? 0,
    lists,
    subscriptions,
    extensions: extensionsOf(body.extensions ?? undefined),
    configText: JSON.stringify([body.lists, body.room_subscriptions]),
  }
}

function assertBounds(body: { lists?: object | null; room_subscriptions?: object | null }, presence: string | undefined): void {
  const refuse = (message: string): never => {
    throw new MatrixError('M_INVALID_PARAM', { message })
  }
  if (Object.keys(body.lists ?? {}).length > MAX_LISTS) refuse(`lists: at most ${MAX_LISTS}`)
  if (Object.keys(body.room_subscriptions ?? {}).length > MAX_SUBSCRIPTIONS) refuse(`room_subscriptions: at most ${MAX_SUBSCRIPTIONS}`)
  if (patternsIn(body.lists) + patternsIn(body.room_subscriptions) > MAX_PATTERNS) refuse(`required_state: at most ${MAX_PATTERNS} in all`)
  if (presence !== undefined && !PRESENCES.has(presence)) refuse('set_presence: online, offline or unavailable')
}

function patternsIn(configs: object | null | undefined): number {
  let count = 0
  for (const config of Object.values<{ required_state?: unknown }>({ ...configs })) {
    const required = config.required_state
    const lists = Array.isArray(required) ? [required] : Object.values({ ...(typeof required === 'object' ? required : {}) })
    for (const list of lists) if (Array.isArray(list)) count += list.length
  }
  return count
}

function mapOf<T, V>(object: Readonly<Record<string, T>> | null | undefined, map: (value: T) => V): Map<string, V> {
  return new Map(Object.entries(object ?? {}).map(([key, value]) => [key, map(value)]))
}

function rangesOf(ranges: readonly (readonly number[])[] | null | undefined): SlidingList['ranges'] {
  if (ranges === undefined || ranges === null || ranges.length === 0) return undefined
  return ranges.map(([low = 0, high = 0]) => [low, high])
}

type MergedConfig = NonNullable<MergedBody['room_subscriptions']>[string]

function mergedConfig(config: MergedConfig): RoomConfig {
  const { include, exclude, lazy_members: lazyMembers } = config.required_state
  const patterns = (list: typeof include) => (list ?? []).map((each) => ({ type: each.type, stateKey: each.state_key }))
  const rule: StateRule = { include: patterns(include), exclude: patterns(exclude), lazyMembers: lazyMembers === true }
  return { timelineLimit: Math.min(config.timeline_limit, MAX_TIMELINE), required: requiredStateOf(rule) }
}

type SimplifiedConfig = NonNullable<NonNullable<SimplifiedBody['room_subscriptions']>>[string]

/** `*` stands for anything, `$ME` for whoever asks, and `$LAZY` for the members whom the timeline needs. */
function simplifiedConfig(config: SimplifiedConfig, userId: string): RoomConfig {
  const pairs = config.required_state ?? []
  const isLazy = ([type, stateKey]: readonly string[]): boolean => type === 'm.room.member' && stateKey === '$LAZY'
  const include = pairs
    .filter((pair) => !isLazy(pair))
    .map(([type = '', stateKey = '']) => ({
      type: type === '*' ? undefined : type,
      stateKey: stateKey === '*' ? undefined : stateKey === '$ME' ? userId : stateKey,
    }))
  const lazyMembers = pairs.some(isLazy)
  // "m.room.member *" beside $LAZY asks for all of them; "* *" beside it does not.
  const all = include.some((each) => each.type === 'm.room.member' && each.stateKey === undefined)
  const rule: StateRule = { include, exclude: [], lazyMembers: lazyMembers && !all }
  return { timelineLimit: Math.min(config.timeline_limit ?? 0, MAX_TIMELINE), required: requiredStateOf(rule) }
}

interface WireFilters {
  is_dm?: boolean | null | undefined
  is_encrypted?: boolean | null | undefined
  is_invite?: boolean | null | undefined
  spaces?: readonly string[] | null | undefined
  room_types?: readonly (string | null)[] | null | undefined
  not_room_types?: readonly (string | null)[] | null | undefined
  tags?: readonly string[] | null | undefined
  not_tags?: readonly string[] | null | undefined
  room_name_like?: string | null | undefined
}

function filtersOf(filters: WireFilters): ListFilters {
  return {
    isDm: filters.is_dm ?? undefined,
    isEncrypted: filters.is_encrypted ?? undefined,
    isInvited: filters.is_invite ?? undefined,
    spaces: filters.spaces ?? undefined,
    roomTypes: filters.room_types ?? undefined,
    notRoomTypes: filters.not_room_types ?? [],
    tags: filters.tags ?? undefined,
    notTags: filters.not_tags ?? [],
    nameLike: filters.room_name_like?.toLowerCase(),
  }
}

type WireExtensions = NonNullable<MergedBody['extensions']>

function extensionsOf(wire: WireExtensions | undefined): SlidingExtensions {
  const { to_device: toDevice, e2ee, account_data: accountData, receipts, typing } = wire ?? {}
  return {
    toDevice: toDevice?.enabled === true ? toDeviceOf(toDevice) : undefined,
    e2ee: e2ee?.enabled === true,
    accountData: roomExtensionOf(accountData),
    receipts: roomExtensionOf(receipts),
    typing: roomExtensionOf(typing),
  }
}

function toDeviceOf(wire: NonNullable<WireExtensions['to_device']>): SlidingExtensions['toDevice'] {
  const since = wire.since ?? ''
  if (since !== '' && !/^t\d{1,15}$/.test(since)) throw new MatrixError('M_INVALID_PARAM', { message: 'to_device.since: not a token of this server' })
  return { limit: Math.max(1, Math.min(wire.limit ?? MAX_TO_DEVICE, MAX_TO_DEVICE)), since: since === '' ? 0 : Number(since.slice(1)) }
}

function roomExtensionOf(wire: WireExtensions['typing']): RoomExtension | undefined {
  if (wire?.enabled !== true) return undefined
  const rooms = wire.rooms ?? undefined
  return {
    lists: wire.lists === undefined || wire.lists === null ? undefined : new Set(wire.lists),
    rooms: rooms === undefined || rooms.includes('*') ? undefined : new Set(rooms),
  }
}
