// Room versions are data: what differs between them stands in one table, and code asks the table.
// https://spec.matrix.org/v1.19/rooms/

/** The room versions Chappe speaks. */
export type RoomVersion = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '10' | '11' | '12'

/** How one room version behaves. */
export interface RoomVersionRules {
  version: RoomVersion
  /** `server`: `$opaque:domain` (1, 2); `base64`: unpadded base64 of the reference hash (3); `base64url` (4 and later). */
  eventIdFormat: 'server' | 'base64' | 'base64url'
  stateResolution: 'v1' | 'v2' | 'v2.1'
  /** Version 6 and later: numbers in events are integers within 2^53 - 1. */
  strictCanonicalJson: boolean
  /** Version 5 and later: signatures count only while the key is valid. */
  enforceKeyValidity: boolean
  /** Versions 1 to 5: `m.room.aliases` has its own authorization rule. */
  specialCaseAliasesAuth: boolean
  /** Versions 1 and 2: a redaction is judged by the domain of the redacted event. */
  redactionsJudgedByDomain: boolean
  /** Version 6 and later: changing `notifications` in power levels is judged too. */
  limitNotificationsPowerLevels: boolean
  knocking: boolean
  restrictedJoins: boolean
  knockRestrictedJoins: boolean
  /** Version 10 and later: power levels are integers, never strings. */
  integerPowerLevels: boolean
  /** Version 11 and later: the creator is the sender of the create event. */
  implicitCreator: boolean
  /** Version 11 and later: `redacts` lives in `content`, and redaction keeps more of it. */
  updatedRedactionRules: boolean
  /** Versions 8 and later: which keys survive redaction for join rules (`allow`). */
  redactionKeepsJoinRulesAllow: boolean
  /** Version 9 and later: `join_authorised_via_users_server` survives redaction. */
  redactionKeepsJoinAuthorised: boolean
  /** Versions 1 to 5: `aliases` survives redaction of `m.room.aliases`. */
  redactionKeepsAliases: boolean
  /** Version 12 and later: the room id is the hash of the create event. */
  roomIdIsCreateHash: boolean
  /** Version 12 and later: creators (sender and `additional_creators`) stand above every power level. */
  privilegedCreators: boolean
}
