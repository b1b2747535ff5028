// One request of sliding sync in either dialect, as the steps see it.
import type { RequiredState } from './required-state.ts'

/** Which of the two dialects a client speaks: MSC4186 as merged, or what clients spoke before that. */
export type Dialect = 'merged' | 'simplified'

/** What is shown of a room. */
export interface RoomConfig {
  timelineLimit: number
  required: RequiredState
}

/** Which rooms a list holds. */
export interface ListFilters {
  isDm: boolean | undefined
  isEncrypted: boolean | undefined
  isInvited: boolean | undefined
  spaces: readonly string[] | undefined
  roomTypes: readonly (string | null)[] | undefined
  notRoomTypes: readonly (string | null)[]
  tags: readonly string[] | undefined
  notTags: readonly string[]
  /** In lower case. */
  nameLike: string | undefined
}

/** A window onto the rooms that pass its filters. */
export interface SlidingList {
  name: string
  /** Both ends included; nothing: every room. */
  ranges: readonly (readonly [number, number])[] | undefined
  filters: ListFilters
  config: RoomConfig
}

/** Where an extension that knows rooms applies; `undefined`: everywhere. */
export interface RoomExtension {
  lists: ReadonlySet<string> | undefined
  rooms: ReadonlySet<string> | undefined
}

/** The extensions that are switched on. */
export interface SlidingExtensions {
  /** `since`: the change position up to which the client has its messages. */
  toDevice: { limit: number; since: number } | undefined
  e2ee: boolean
  accountData: RoomExtension | undefined
  receipts: RoomExtension | undefined
  typing: RoomExtension | undefined
}

/** One request. */
export interface SlidingRequest {
  dialect: Dialect
  connId: string
  txnId: string | undefined
  pos: string | undefined
  timeoutMs: number
  lists: readonly SlidingList[]
  subscriptions: ReadonlyMap<string, RoomConfig>
  extensions: SlidingExtensions
  /** Two requests with the same text ask for the same rooms and the same of each. */
  configText: string
}
