// How each room version behaves: every version is the one before it and what it changed.
// https://spec.matrix.org/v1.19/rooms/
import type { RoomVersion, RoomVersionRules } from './rules.ts'

const v1: RoomVersionRules = {
  version: '1',
  eventIdFormat: 'server',
  stateResolution: 'v1',
  strictCanonicalJson: false,
  enforceKeyValidity: false,
  specialCaseAliasesAuth: true,
  redactionsJudgedByDomain: true,
  limitNotificationsPowerLevels: false,
  knocking: false,
  restrictedJoins: false,
  knockRestrictedJoins: false,
  integerPowerLevels: false,
  implicitCreator: false,
  updatedRedactionRules: false,
  redactionKeepsJoinRulesAllow: false,
  redactionKeepsJoinAuthorised: false,
  redactionKeepsAliases: true,
  roomIdIsCreateHash: false,
  privilegedCreators: false,
}

const v2: RoomVersionRules = { ...v1, version: '2', stateResolution: 'v2' }

const v3: RoomVersionRules = { ...v2, version: '3', eventIdFormat: 'base64', redactionsJudgedByDomain: false }

const v4: RoomVersionRules = { ...v3, version: '4', eventIdFormat: 'base64url' }

const v5: RoomVersionRules = { ...v4, version: '5', enforceKeyValidity: true }

const v6: RoomVersionRules = {
  ...v5,
  version: '6',
  strictCanonicalJson: true,
  specialCaseAliasesAuth: false,
  redactionKeepsAliases: false,
  limitNotificationsPowerLevels: true,
}

const v7: RoomVersionRules = { ...v6, version: '7', knocking: true }

const v8: RoomVersionRules = { ...v7, version: '8', restrictedJoins: true, redactionKeepsJoinRulesAllow: true }

const v9: RoomVersionRules = { ...v8, version: '9', redactionKeepsJoinAuthorised: true }

const v10: RoomVersionRules = { ...v9, version: '10', knockRestrictedJoins: true, integerPowerLevels: true }

const v11: RoomVersionRules = { ...v10, version: '11', implicitCreator: true, updatedRedactionRules: true }

const v12: RoomVersionRules = {
  ...v11,
  version: '12',
  stateResolution: 'v2.1',
  roomIdIsCreateHash: true,
  privilegedCreators: true,
}

/** The rules of every room version Chappe speaks. */
export const ROOM_VERSIONS: Readonly<Record<RoomVersion, Readonly<RoomVersionRules>>> = Object.freeze({
  '1': v1,
  '2': v2,
  '3': v3,
  '4': v4,
  '5': v5,
  '6': v6,
  '7': v7,
  '8': v8,
  '9': v9,
  '10': v10,
  '11': v11,
  '12': v12,
})

/** What a new room gets when nobody asks for another. */
export const DEFAULT_ROOM_VERSION: RoomVersion = '12'

/** Whether `version` names a room version Chappe speaks. */
export function isRoomVersion(version: string): version is RoomVersion {
  return Object.hasOwn(ROOM_VERSIONS, version)
}

/** The rules of a room version, or undefined where Chappe does not speak it. */
export function roomVersionRules(version: string): Readonly<RoomVersionRules> | undefined {
  return isRoomVersion(version) ? ROOM_VERSIONS[version] : undefined
}
